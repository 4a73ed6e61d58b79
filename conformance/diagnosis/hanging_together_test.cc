#include "conformance/diagnosis/hanging_together.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"

namespace swc::conformance {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

struct FaceRow {
  std::string_view name;
  std::string signature;
  std::string refusal;
  Face face;
};

class FaceTest : public testing::TestWithParam<FaceRow> {};

TEST_P(FaceTest, IsWhatAFindingIsAbout) {
  EXPECT_EQ(
      FaceOf(
          {.case_id = "a/one", .signature = GetParam().signature, .refusal = GetParam().refusal}),
      GetParam().face);
}

INSTANTIATE_TEST_SUITE_P(
    Findings, FaceTest,
    testing::Values(FaceRow{"ServerError", "robust.server-error|status-500|",
                            "POST /properties 500 InternalFailureException", Face::kFailure},
                    FaceRow{"NoConnection", "robust.connection|dropped|", "", Face::kFailure},
                    FaceRow{"PutRefusedWithAWrongStatus", "response.error.status|other-status|",
                            "POST /properties 422 ", Face::kForm},
                    FaceRow{"ReadRefusedWithAWrongStatus", "read.error.status|other-status|",
                            "GET /properties/history 422 ", Face::kForm},
                    FaceRow{"ReadRefusedThatIsRight", "read.history.order|refused|",
                            "GET /properties/history 422 ", Face::kUnread},
                    FaceRow{"ValueNotThereForTheReadWasRefused", "store.acknowledged|missing|",
                            "GET /properties/history 404 ", Face::kUnread},
                    FaceRow{"PutRefusedThatIsRight", "entry.valid.accepted|refused|",
                            "POST /properties 400 InvalidRequestException", Face::kState},
                    FaceRow{"PutTakenThatIsWrong", "entries.max|accepted|", "", Face::kTaken},
                    FaceRow{"NotReported", "time.window.past|not-reported|", "", Face::kTaken},
                    FaceRow{"ValueNotThere", "store.acknowledged|missing|", "", Face::kState},
                    FaceRow{"EntryReportedThatIsRight", "entry.valid.accepted|reported|", "",
                            Face::kState}),
    [](const auto& info) { return std::string(info.param.name); });

struct TieRow {
  std::string_view name;
  Sighting one;
  Sighting other;
  bool by_case_and_clause;
  bool by_kind_too;
};

class TieTest : public testing::TestWithParam<TieRow> {};

TEST_P(TieTest, HoldsOrNot) {
  const std::set<Sighting> shown = {GetParam().one, GetParam().other};
  EXPECT_THAT(HangingTogether(shown, Ties::kCaseAndClause),
              SizeIs(GetParam().by_case_and_clause ? 1 : 2));
  EXPECT_THAT(HangingTogether(shown, Ties::kKindToo), SizeIs(GetParam().by_kind_too ? 1 : 2));
}

INSTANTIATE_TEST_SUITE_P(
    Pairs, TieTest,
    testing::Values(
        TieRow{"RefusalsThatSayTheSame",
               {"a/1", "response.error.status|other-status|", "POST /properties 422 Invalid"},
               {"b/1", "read.error.status|other-status|", "GET /properties/history 422 Invalid"},
               true,
               true},
        TieRow{"RefusalsOfAnotherStatus",
               {"a/1", "response.error.status|other-status|", "POST /properties 422 Invalid"},
               {"a/1", "response.error.type|other-status|", "POST /properties 413 Invalid"},
               false,
               false},
        TieRow{"RefusalsOfAnotherName",
               {"a/1", "response.error.status|other-status|", "POST /properties 422 Invalid"},
               {"b/1", "response.error.status|other-status|", "POST /properties 422 Throttling"},
               false,
               false},
        TieRow{"OneReadIsRefused",
               {"a/1", "store.stays|missing|", "GET /properties/history 404 "},
               {"b/1", "read.history.order|refused|", "GET /properties/history 404 "},
               true,
               true},
        TieRow{"TheFormOfARefusalThatIsWrong",
               {"a/1", "read.history.shape|refused|", "GET /properties/history 422 "},
               {"a/1", "read.error.status|other-status|", "GET /properties/history 422 "},
               true,
               true},
        TieRow{"TheFormOfAnotherRefusal",
               {"a/1", "read.history.shape|refused|", "GET /properties/history 422 "},
               {"b/1", "read.error.status|other-status|", "GET /properties/history 422 "},
               false,
               false},
        TieRow{"TwoReadsAreRefused",
               {"a/1", "store.stays|missing|", "GET /properties/history 404 "},
               {"a/1", "store.stays|missing|x", "GET /properties/latest 404 "},
               false,
               false},
        TieRow{"TakenInOneArea",
               {"a/1", "identity.alias.length|accepted|", ""},
               {"b/1", "identity.alias.control|accepted|", ""},
               true,
               true},
        TieRow{"TakenInTwoAreas",
               {"a/1", "identity.alias.length|accepted|", ""},
               {"a/1", "time.window.past|accepted|", ""},
               false,
               false},
        TieRow{"OfTheWireEachClauseIsAnArea",
               {"a/1", "wire.json.malformed|accepted|", ""},
               {"b/1", "wire.json.member-type|accepted|", ""},
               false,
               false},
        TieRow{"TheFlagHasATypeLikeAMember",
               {"a/1", "partial.flag.type|accepted|", ""},
               {"b/1", "wire.json.member-type|accepted|", ""},
               true,
               true},
        TieRow{"WhatWasTakenShowsWhenItIsRead",
               {"identity.unknown-property/alone-not-stored", "identity.unknown-property|accepted|",
                ""},
               {"identity.unknown-property/alone-not-stored", "store.no-phantom|phantom|", ""},
               true,
               true},
        TieRow{"ACaseOfASeedIsAboutManyThings",
               {"random/1/1", "identity.unknown-property|accepted|", ""},
               {"random/1/1", "store.no-phantom|phantom|", ""},
               false,
               false},
        TieRow{"HowAnAnswerIsWrittenFollowsFromNothing",
               {"identity.unknown-property/alone-not-stored", "identity.unknown-property|accepted|",
                ""},
               {"identity.unknown-property/alone-not-stored", "response.error-entries.shape|no-id|",
                ""},
               false,
               false},
        TieRow{"AWrongCodeForWhatIsTakenElsewhere",
               {"a/1", "wire.json.member-type|accepted|", ""},
               {"b/1", "wire.json.member-type|wrong-code|/entries/*", ""},
               true,
               true},
        TieRow{"StateInOneCase",
               {"identity.alias.exact/blank-inside", "store.stays|missing|", ""},
               {"identity.alias.exact/blank-inside", "value.double.exact|wrong-value|", ""},
               true,
               true},
        TieRow{"StateOfOneClause",
               {"a/1", "store.stays|missing|", ""},
               {"b/1", "store.stays|extra|", ""},
               true,
               false},
        TieRow{"StateOfOneKind",
               {"a/1", "store.stays|missing|", ""},
               {"b/1", "store.acknowledged|missing|", ""},
               false,
               true},
        TieRow{"StateOfNothingInCommon",
               {"a/1", "store.stays|missing|", ""},
               {"b/1", "value.double.exact|wrong-value|", ""},
               false,
               false},
        TieRow{"AFailureHangsTogetherWithNothingElse",
               {"a/1", "robust.server-error|status-500|", "POST /properties 500 "},
               {"a/1", "store.stays|missing|", ""},
               false,
               false},
        TieRow{"FailuresThatSayNothing",
               {"a/1", "robust.server-error|status-500|/x", "POST /properties 500 "},
               {"b/1", "robust.server-error|status-502|/y", "GET /properties/latest 502 "},
               true,
               true},
        TieRow{"FailuresOfOneName",
               {"a/1", "robust.server-error|status-500-type_error-must-be-string|", ""},
               {"b/1", "robust.server-error|status-500-type_error-must-be-number|", ""},
               true,
               true},
        TieRow{"FailuresOfOneNameAndOtherFunctions",
               {"a/1", "robust.server-error|status-500-std.out_of_range-stoi|", ""},
               {"b/1", "robust.server-error|status-500-std.out_of_range-map-at|", ""},
               false,
               false},
        TieRow{"FailuresOfOneText",
               {"a/1", "robust.server-error|status-500-std.out_of_range-stoi|", ""},
               {"b/1", "robust.server-error|status-500-std.invalid_argument-stoi|", ""},
               true,
               true},
        TieRow{"FailuresOfOneCase",
               {"found_1", "robust.server-error|status-500-std.out_of_range-at|", ""},
               {"found_1", "robust.server-error|status-500-std.logic_error-null|", ""},
               true,
               true},
        TieRow{"FailuresWithNothingInCommon",
               {"a/1", "robust.server-error|status-500-std.out_of_range-at|", ""},
               {"b/1", "robust.server-error|status-500-std.logic_error-null|", ""},
               false,
               false},
        TieRow{"FailuresWithoutATextAndOtherNames",
               {"a/1", "robust.server-error|status-500-InternalFailureException|", ""},
               {"b/1", "robust.server-error|status-500-int|", ""},
               false,
               false},
        TieRow{"LostConnections",
               {"a/1", "robust.connection|dropped|", ""},
               {"b/1", "robust.connection|timeout|", ""},
               true,
               true}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(HangingTogetherTest, ChainsAreOneGroupAndTheLargestComesFirst) {
  const std::set<Sighting> shown = {
      {"z/1", "entries.max|accepted|", ""},
      {"identity.alias.exact/blank-inside", "store.stays|missing|", ""},
      {"identity.alias.exact/blank-inside", "value.double.exact|wrong-value|", ""},
      {"b/1", "value.double.exact|wrong-value|", ""}};
  const std::vector<std::set<Sighting>> groups = HangingTogether(shown, Ties::kCaseAndClause);
  EXPECT_THAT(groups, ElementsAre(SizeIs(3), SizeIs(1)));
  std::size_t sum = 0;
  for (const std::set<Sighting>& group : groups) {
    sum += group.size();
  }
  EXPECT_EQ(sum, shown.size());
}

TEST(HangingTogetherTest, AWrongCodeFollowsFromTheMissingCheckAndNotFromOtherRefusals) {
  const std::set<Sighting> shown = {{"a/1", "wire.json.member-type|accepted|", ""},
                                    {"b/1", "wire.json.member-type|wrong-code|/entries/*", ""},
                                    {"c/1", "wire.member.null-is-absent|reported|/entries/*", ""}};
  const std::vector<std::set<Sighting>> groups = HangingTogether(shown, Ties::kKindToo);
  ASSERT_THAT(groups, ElementsAre(SizeIs(2), SizeIs(1)));
  EXPECT_EQ(groups[1].begin()->case_id, "c/1");
}

TEST(ClaimTest, FailuresAreToldApartByWhatTheCaseIsAbout) {
  const std::string failed = "robust.server-error|status-500|";
  EXPECT_EQ(ClaimOf({"a.b/1", failed, ""}), ClaimOf({"a.b/2", failed, ""}));
  EXPECT_NE(ClaimOf({"a.b/1", failed, ""}), ClaimOf({"a.c/1", failed, ""}));
  const std::string lost = "store.stays|missing|";
  EXPECT_EQ(ClaimOf({"a.b/1", lost, ""}), ClaimOf({"a.c/1", lost, ""}));
  EXPECT_NE(ClaimOf({"a.b/1", lost, ""}), ClaimOf({"a.b/1", "store.stays|extra|", ""}));
}

// A text that begins with what was sent tells nothing of the bug.
TEST(HangingTogetherTest, FailuresOfOneNameWithManyTextsAreOne) {
  std::set<Sighting> shown;
  for (const char letter : {'a', 'b', 'c', 'd', 'e'}) {
    shown.insert({fmt::format("found_{}", letter),
                  fmt::format("robust.server-error|status-500-Bad-{0}{0}-is-none|", letter), ""});
  }
  EXPECT_THAT(HangingTogether(shown, Ties::kKindToo), SizeIs(5));
  shown.insert({"found_f", "robust.server-error|status-500-Bad-ff-is-none|", ""});
  EXPECT_THAT(HangingTogether(shown, Ties::kKindToo), SizeIs(1));
}

TEST(HangingTogetherTest, OfNothingThereIsNoGroup) {
  EXPECT_THAT(HangingTogether({}, Ties::kKindToo), testing::IsEmpty());
}

}  // namespace
}  // namespace swc::conformance
