// An entry as its judge sees it: what it breaks, and what explains that alone.
#include "conformance/judge/put/entry_with_violations.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/put/judge_testing.h"
#include "reference/reading/reading_testing.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reference::PutText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct SoleClauseRow {
  std::string name;
  PutText put;
  std::string sole;  // Empty: no clause explains everything.
};

void PrintTo(const SoleClauseRow& row, std::ostream* out) { *out << row.put.Body(); }

class SoleClauseTest : public ::testing::TestWithParam<SoleClauseRow> {};

TEST_P(SoleClauseTest, IsTheOneThatExplainsEverything) {
  const PutExchange put(GetParam().put);
  const spec::Clause* sole = put.View().SoleClause();
  EXPECT_EQ(sole == nullptr ? "" : sole->id, GetParam().sole);
}

const std::string kBadQuality = PutText{.quality = R"("quality":"good")"}.Value();

INSTANTIATE_TEST_SUITE_P(
    Rows, SoleClauseTest,
    ::testing::Values(
        SoleClauseRow{"Right", {}, ""},
        SoleClauseRow{"One", {.time = AtSecond(601)}, "time.window.future"},
        SoleClauseRow{"OneTwice",
                      {.values = ValuesOfPut({PutText{.time = AtSecond(601)}.Value(),
                                              PutText{.time = AtSecond(602)}.Value()})},
                      "time.window.future"},
        SoleClauseRow{"Two", {.time = AtSecond(601), .quality = R"("quality":"good")"}, ""},
        SoleClauseRow{"EntryAndValue", {.id = R"("entryId":"a.b")", .time = AtSecond(601)}, ""},
        SoleClauseRow{"RequestToo",
                      {.flag = R"("enablePartialEntryProcessing":7)", .time = AtSecond(601)},
                      ""},
        SoleClauseRow{
            "OfAnotherEntry",
            {.entries = R"("entries":[{)" + PutText().Entry() + R"(},{)" +
                        PutText{.id = R"("entryId":"b")", .time = AtSecond(601)}.Entry() + "}]"},
            ""}),
    [](const auto& info) { return info.param.name; });

TEST(EntryWithViolationsTest, ViolationsAreThoseOfTheEntryAndOfEachValue) {
  const PutExchange put(
      {.id = R"("entryId":"a.b")", .values = ValuesOfPut({PutText().Value(), kBadQuality})});
  const EntryWithViolations subject = put.View();
  ASSERT_EQ(subject.violations.size(), 2U);
  EXPECT_THAT(subject.ViolationsOf(0), IsEmpty());
  ASSERT_EQ(subject.ViolationsOf(1).size(), 1U);
  EXPECT_EQ(subject.ViolationsOf(1).front()->clause->id, "quality.enum");
  EXPECT_FALSE(subject.request_touched);
}

TEST(EntryWithViolationsTest, AViolationPermitsTheCodesOfItsClauseAndNoOther) {
  const PutExchange put(PutText{.time = AtSecond(601)});
  const EntryWithViolations subject = put.View();
  EXPECT_TRUE(Permits(*subject.violations.at(0), "TimestampOutOfRangeException"));
  EXPECT_FALSE(Permits(*subject.violations.at(0), "InvalidRequestException"));
}

// What a clause of each level binds a target to.
TEST(EntryWithViolationsTest, AMustBindsAShouldWarnsAndAFreeOneDoesNeither) {
  struct Level {
    PutText put;
    bool must;
    bool binding;
  };
  for (const Level& row : {Level{{.id = R"("entryId":"a.b")"}, true, true},
                           Level{{.variant = R"("value":{"doubleValue":1e11})"}, true, false},
                           Level{{.values = R"("propertyValues":[])"}, false, false}}) {
    const PutExchange put(row.put);
    const EntryWithViolations subject = put.View();
    ASSERT_EQ(subject.violations.size(), 1U) << row.put.Body();
    EXPECT_EQ(IsMust(subject.violations.front()), row.must) << row.put.Body();
    EXPECT_EQ(IsBinding(subject.violations.front()), row.binding) << row.put.Body();
  }
}

}  // namespace
}  // namespace swc::conformance
