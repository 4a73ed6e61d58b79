#include "conformance/verdict/gate.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using reports::RunRecord;
using reports::Verdict;
using testing::HasSubstr;
using testing::IsEmpty;

// One cause of each kind that is counted, two that warn, and 19 of 20 clauses exercised.
RunRecord Sample() {
  RunRecord record;
  record.shown = {.selected = 21, .can_show = 20, .exercised = 19};
  record.causes = {{.verdict = Verdict::kFail},
                   {.verdict = Verdict::kWarn},
                   {.verdict = Verdict::kWarn},
                   {.verdict = Verdict::kFail, .known_deviation = "by design"},
                   {.verdict = Verdict::kWarn, .known_deviation = "by design"}};
  return record;
}

std::string WhatIsUnmet(std::string_view text, const RunRecord& record) {
  const auto gate = ParseGate(text);
  return gate ? TextOf(Unmet(*gate, record), record) : gate.error().message;
}

TEST(GateTest, HoldsWhereEveryConditionDoes) {
  EXPECT_EQ(WhatIsUnmet("warn<=2,known<=2,coverage>=95", Sample()), "");
  EXPECT_EQ(WhatIsUnmet(" warn <= 2 , known <= 3 , coverage >= 94.5 ", Sample()), "");
  EXPECT_EQ(WhatIsUnmet("must=0,warn=0,known=0", RunRecord()), "");
}

TEST(GateTest, SaysWhichConditionIsNotMetAndByHowMuch) {
  EXPECT_EQ(WhatIsUnmet("must=0", Sample()), "gate must=0: there are 1");
  EXPECT_EQ(WhatIsUnmet("warn<=1", Sample()), "gate warn<=1: there are 2");
  EXPECT_EQ(WhatIsUnmet("known<=1,coverage>=95.5", Sample()),
            "gate known<=1: there are 2; gate coverage>=95.5: it is 95.0");
  EXPECT_EQ(WhatIsUnmet("coverage>=1", RunRecord()), "gate coverage>=1: it is 0.0");
}

TEST(GateTest, NeverRoundsUp) {
  RunRecord record;
  record.shown = {.selected = 2000, .can_show = 2000, .exercised = 1899};
  EXPECT_EQ(WhatIsUnmet("coverage>=95", record), "gate coverage>=95: it is 94.9");
}

struct Refusal {
  std::string name;
  std::string text;
  std::string why;
};

class GateRefusalTest : public testing::TestWithParam<Refusal> {};

TEST_P(GateRefusalTest, IsAUsageErrorThatSaysWhatToWrite) {
  const auto gate = ParseGate(GetParam().text);
  ASSERT_FALSE(gate.has_value());
  EXPECT_EQ(gate.error().kind, spec::ErrorKind::kUsage);
  EXPECT_THAT(gate.error().message, HasSubstr("--gate: "));
  EXPECT_THAT(gate.error().message, HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    Gates, GateRefusalTest,
    testing::Values(
        Refusal{.name = "Empty", .text = "", .why = "write must=0"},
        Refusal{.name = "TrailingComma", .text = "must=0,", .why = "write must=0"},
        Refusal{.name = "UnknownMeasure", .text = "fail=0", .why = "'fail=0' is no condition"},
        Refusal{.name = "NoOrder", .text = "warn", .why = "no number"},
        Refusal{.name = "NoNumber", .text = "warn<=", .why = "no number"},
        Refusal{.name = "TextForNumber", .text = "warn<=few", .why = "no number"},
        Refusal{.name = "RestAfterNumber", .text = "warn<=3x", .why = "no number"},
        Refusal{.name = "Negative", .text = "warn<=-1", .why = "no number"},
        Refusal{.name = "NaN", .text = "coverage>=nan", .why = "no number"},
        Refusal{.name = "Infinite", .text = "coverage>=inf", .why = "no number"},
        Refusal{.name = "WrongWay", .text = "warn>=3", .why = "needs <="},
        Refusal{.name = "DoubledOrder", .text = "warn==0", .why = "needs <="},
        Refusal{.name = "Fraction", .text = "warn<=1.5", .why = "whole number"},
        Refusal{.name = "ExactlySoMany", .text = "warn=2", .why = "write <="},
        Refusal{.name = "Forgiving", .text = "must<=2", .why = "--known"},
        Refusal{.name = "LittleCoverage", .text = "coverage<=5", .why = "needs >="},
        Refusal{.name = "MoreThanAll", .text = "coverage>=101", .why = "100 percent"},
        Refusal{.name = "Twice", .text = "warn=0,warn<=3", .why = "second"}),
    [](const auto& info) { return info.param.name; });

TEST(GateTest, KeepsWhatWasWritten) {
  const auto gate = ParseGate("warn<=3, coverage>=95");
  ASSERT_TRUE(gate.has_value());
  EXPECT_EQ(*gate, (std::vector<GateCondition>{
                       {.measure = GateMeasure::kWarn, .limit = 3, .text = "warn<=3"},
                       {.measure = GateMeasure::kCoverage, .limit = 95, .text = "coverage>=95"}}));
  EXPECT_THAT(Unmet({}, Sample()), IsEmpty());
}

}  // namespace
}  // namespace swc::conformance
