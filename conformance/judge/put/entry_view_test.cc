// An entry as its judge sees it: what it breaks, and what explains that alone.
#include "conformance/judge/put/entry_view.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/put/judge_testing.h"
#include "reference/reading/reading_testing.h"

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

TEST(EntryViewTest, ViolationsAreThoseOfTheEntryAndOfEachValue) {
  const PutExchange put(
      {.id = R"("entryId":"a.b")", .values = ValuesOfPut({PutText().Value(), kBadQuality})});
  const EntryView view = put.View();
  ASSERT_EQ(view.violations.size(), 2U);
  EXPECT_THAT(view.ViolationsOf(0), IsEmpty());
  ASSERT_EQ(view.ViolationsOf(1).size(), 1U);
  EXPECT_EQ(view.ViolationsOf(1).front()->clause->id, "quality.enum");
  EXPECT_FALSE(view.request_touched);
}

TEST(EntryViewTest, AViolationPermitsTheCodesOfItsClauseAndNoOther) {
  const PutExchange put(PutText{.time = AtSecond(601)});
  const EntryView view = put.View();
  EXPECT_TRUE(Permits(*view.violations.at(0), "TimestampOutOfRangeException"));
  EXPECT_FALSE(Permits(*view.violations.at(0), "InvalidRequestException"));
}

// What a clause of each level binds a target to.
TEST(EntryViewTest, AMustBindsAShouldWarnsAndAFreeOneDoesNeither) {
  struct Level {
    PutText put;
    bool must;
    bool binding;
  };
  for (const Level& row : {Level{{.id = R"("entryId":"a.b")"}, true, true},
                           Level{{.variant = R"("value":{"doubleValue":1e11})"}, true, false},
                           Level{{.values = R"("propertyValues":[])"}, false, false}}) {
    const PutExchange put(row.put);
    const EntryView view = put.View();
    ASSERT_EQ(view.violations.size(), 1U) << row.put.Body();
    EXPECT_EQ(IsMust(view.violations.front()), row.must) << row.put.Body();
    EXPECT_EQ(IsBinding(view.violations.front()), row.binding) << row.put.Body();
  }
}

}  // namespace
}  // namespace swc::conformance
