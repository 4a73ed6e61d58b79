#include "conformance/diagnosis/fingerprint.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "reference/model/policies.h"

namespace swc::conformance {
namespace {

using reference::Assignments;
using testing::ElementsAre;
using testing::IsEmpty;

struct FingerprintRow {
  std::string_view name;
  std::vector<std::pair<std::string, std::string>> seen;
  std::vector<Assignments> tries;
};

class FingerprintTest : public testing::TestWithParam<FingerprintRow> {};

TEST_P(FingerprintTest, IsWhatMayHaveBeenChosen) {
  Evidence evidence;
  for (const auto& [clause, alternative] : GetParam().seen) {
    evidence.NoteChoice(clause, alternative, true);
  }
  EXPECT_THAT(Fingerprints(evidence), testing::ElementsAreArray(GetParam().tries));
}

INSTANTIATE_TEST_SUITE_P(
    Choices, FingerprintTest,
    testing::Values(
        FingerprintRow{"NothingIsKnown", {}, {{}}},
        FingerprintRow{"TheDefaultNeedsNoMention", {{"read.no-data", "not-found"}}, {{}}},
        FingerprintRow{"AnotherChoiceIsFollowedAndThenLeftOut",
                       {{"duplicate.other-quality", "newer-ignored"}},
                       {{{"duplicate.other-quality", "newer-ignored"}}, {}}},
        FingerprintRow{"WhatMayVaryVariesInTheLastTry",
                       {{"read.no-data", "not-found"}, {"read.no-data", "empty"}},
                       {{}, {{"read.no-data", "empty+not-found"}}}},
        FingerprintRow{"WhatMayNotVaryIsPlayedAtItsDefault",
                       {{"duplicate.other-quality", "both-kept"},
                        {"duplicate.other-quality", "newer-ignored"}},
                       {{}}},
        FingerprintRow{
            "AMixtureDoesNotHideAChoice",
            {{"read.no-data", "not-found"},
             {"read.no-data", "empty"},
             {"duplicate.other-quality", "newer-ignored"}},
            {{{"duplicate.other-quality", "newer-ignored"}},
             {},
             {{"read.no-data", "empty+not-found"}, {"duplicate.other-quality", "newer-ignored"}}}},
        FingerprintRow{"NoPolicyNoChoice", {{"no.such.clause", "anything"}}, {{}}},
        FingerprintRow{
            "ContestedPointsAreKnownByTheirWarning", {{"partial.omitted", "as-true"}}, {{}}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(FingerprintsTest, EveryTryIsALegalServer) {
  Evidence evidence;
  for (const reference::PolicyRow& row : reference::AllPolicies()) {
    for (const std::string& alternative : row.alternatives) {
      if (alternative != reference::kVarying) {
        evidence.NoteChoice(row.name, alternative, true);
      }
    }
  }
  for (const Assignments& choices : Fingerprints(evidence)) {
    for (const auto& [name, alternative] : choices) {
      EXPECT_TRUE(reference::Policies().Set(name, alternative).has_value()) << name;
    }
  }
}

TEST(ContestedSidesTest, AWarningTellsTheSide) {
  Evidence evidence;
  EXPECT_THAT(ContestedSides(evidence), IsEmpty());
  evidence.Note({.case_id = "a/one", .signature = "store.stays|missing|"});
  EXPECT_THAT(ContestedSides(evidence), IsEmpty());
  evidence.Note({.case_id = "a/one", .signature = "partial.omitted|stored|"});
  EXPECT_THAT(ContestedSides(evidence), ElementsAre(testing::Pair("partial.omitted", "as-true")));
}

}  // namespace
}  // namespace swc::conformance
