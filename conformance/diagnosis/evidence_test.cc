#include "conformance/diagnosis/evidence.h"

#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

struct SignatureRow {
  std::string_view name;
  std::string_view signature;
  std::string_view clause;
  std::string_view kind;
};

class SignatureTest : public testing::TestWithParam<SignatureRow> {};

TEST_P(SignatureTest, HasAClauseAndAKind) {
  EXPECT_EQ(ClauseOf(GetParam().signature), GetParam().clause);
  EXPECT_EQ(KindOf(GetParam().signature), GetParam().kind);
}

INSTANTIATE_TEST_SUITE_P(
    Signatures, SignatureTest,
    testing::Values(
        SignatureRow{"Usual", "entries.max|accepted|/entries/*", "entries.max", "accepted"},
        SignatureRow{"WithoutPointer", "store.stays|missing|", "store.stays", "missing"},
        SignatureRow{"WithTheRuleOfAComparison", "read.batch.agrees|store.stays/missing|",
                     "read.batch.agrees", "missing"},
        SignatureRow{"SlashesOfThePointerAreNoRule", "values.max|refused|/entries/*/x",
                     "values.max", "refused"},
        SignatureRow{"ClauseAlone", "store.stays", "store.stays", ""},
        SignatureRow{"Nothing", "", "", ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(EvidenceTest, WhatARefusalSaysDoesNotTellSightingsApart) {
  Evidence evidence;
  evidence.Note({.case_id = "a/one", .signature = "a|x|", .refusal = "POST /properties 422 "});
  evidence.Note({.case_id = "a/one", .signature = "a|x|", .refusal = "POST /properties 400 "});
  EXPECT_THAT(evidence.shown(), SizeIs(1));
  evidence.Note({.case_id = "a/two", .signature = "a|x|"});
  evidence.Note({.case_id = "a/one", .signature = "a|y|"});
  EXPECT_THAT(evidence.shown(), SizeIs(3));
}

TEST(EvidenceTest, BeyondTheLimitSightingsAreDropped) {
  Evidence evidence;
  for (std::size_t i = 0; i < Evidence::kPairsMax + 5; ++i) {
    evidence.Note({.case_id = fmt::format("a/{}", i), .signature = "a|x|"});
  }
  EXPECT_THAT(evidence.shown(), SizeIs(Evidence::kPairsMax));
}

TEST(EvidenceTest, ACaseThatRanNeedShowNothing) {
  Evidence evidence;
  evidence.NoteRan("a/one");
  evidence.NoteRan("a/one");
  EXPECT_THAT(evidence.ran(), ElementsAre("a/one"));
  EXPECT_THAT(evidence.shown(), IsEmpty());
}

TEST(EvidenceTest, CasesWithAFindingTellOfChoicesOnlyWhereNoOtherDoes) {
  Evidence evidence;
  evidence.NoteChoice("read.no-data", "empty", false);
  EXPECT_THAT(evidence.Choices(), ElementsAre(Pair("read.no-data", ElementsAre("empty"))));
  evidence.NoteChoice("read.no-data", "not-found", true);
  EXPECT_THAT(evidence.Choices(), ElementsAre(Pair("read.no-data", ElementsAre("not-found"))));
}

TEST(EvidenceTest, AllThatCleanCasesShowOfAChoiceIsKept) {
  Evidence evidence;
  evidence.NoteChoice("read.no-data", "empty", true);
  evidence.NoteChoice("read.no-data", "not-found", true);
  EXPECT_THAT(evidence.Choices(),
              ElementsAre(Pair("read.no-data", ElementsAre("empty", "not-found"))));
}

}  // namespace
}  // namespace swc::conformance
