// What a violation demands: of a free clause nothing, unless the target was said to refuse it.
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using testing::ElementsAre;

constexpr spec::Instant kClock{.seconds = 1'800'000'000};

struct DemandRow {
  std::string name;
  spec::ClauseId clause;
  Demand demand;
  Obligation expected;
};

class DemandTest : public testing::TestWithParam<DemandRow> {};

TEST_P(DemandTest, FollowsTheLevelUnlessSomethingElseDecides) {
  const DemandRow& row = GetParam();
  EXPECT_EQ(Violation(row.clause, {}, row.demand).obligation, row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, DemandTest,
    testing::Values(DemandRow{"Must", "entries.max", Demand::kByLevel, Obligation::kMustReject},
                    DemandRow{"Should", "value.type", Demand::kByLevel, Obligation::kMustReject},
                    DemandRow{"Free", "wire.accept", Demand::kByLevel, Obligation::kMayReject},
                    DemandRow{"MustLeftOpen", "time.window.past", Demand::kNothing,
                              Obligation::kMayReject},
                    DemandRow{"FreeBySetting", "identity.unknown-alias", Demand::kBySetting,
                              Obligation::kMustReject}),
    [](const auto& row) { return row.param.name; });

TEST(ViolationTest, KeepsItsPlace) {
  const Violation violation(
      "value.type",
      {.scope = spec::Scope::kValue, .entry = 1, .value = 2, .pointer = "/entries/1"});
  EXPECT_EQ(violation.clause, &spec::Catalogue::Get().At("value.type"));
  EXPECT_EQ(violation.scope, spec::Scope::kValue);
  EXPECT_EQ(violation.entry, 1U);
  EXPECT_EQ(violation.value, 2U);
  EXPECT_EQ(violation.pointer, "/entries/1");
}

// Returns the violated clauses of a put in context; one that demands nothing ends in '?'.
std::vector<std::string> ClausesOf(std::string_view value, const Directory& directory) {
  const std::string body =
      R"({"entries":[{"entryId":"a","propertyAlias":"/none","propertyValues":[{"timestamp":)"
      R"({"timeInSeconds":1800000000},"value":)" +
      std::string(value) + R"(,"quality":"BAD"}]}]})";
  const Store store;
  Reading reading = ParsePut({.method = "POST",
                              .target = "/properties",
                              .headers = {{"content-type", "application/json"}},
                              .body = body},
                             {.directory = directory,
                              .series = store,
                              .now_earliest = kClock,
                              .now_latest = kClock,
                              .beside = {}});
  std::vector<std::string> clauses;
  for (const Violation& violation : reading.violations) {
    const bool demands = violation.obligation == Obligation::kMustReject;
    clauses.push_back(violation.clause->id + (demands ? "" : "?"));
  }
  return clauses;
}

TEST(CompleteInContextTest, AFreeClauseIsDemandedWhereTheTargetWasSaidToRefuse) {
  constexpr std::string_view kNan = R"({"doubleValue":"NaN"})";
  EXPECT_THAT(ClausesOf(kNan, {.streams = Setting::kOff, .null_and_nan = Setting::kOff}),
              ElementsAre("identity.unknown-alias", "value.null-nan.setting"));
  EXPECT_THAT(ClausesOf(kNan, {}),
              ElementsAre("identity.unknown-alias?", "value.null-nan.setting?"));
  EXPECT_THAT(ClausesOf(kNan, {.streams = Setting::kOn, .null_and_nan = Setting::kOn}),
              ElementsAre());
}

}  // namespace
}  // namespace swc::reference
