#include "reports/areas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/run_record.h"

namespace swc::reports {
namespace {

TEST(AreasTest, CountWhatWasExercisedAndWhatDeviates) {
  RunRecord record;
  record.clauses = {{.id = "time.past", .verdict = Verdict::kPass},
                    {.id = "wire.json", .verdict = Verdict::kWarn},
                    {.id = "time.future", .verdict = Verdict::kFail},
                    {.id = "time.offset", .verdict = Verdict::kInconsistent},
                    {.id = "time.other", .verdict = Verdict::kUntested}};
  const auto areas = AreasOf(record);
  ASSERT_EQ(areas.size(), 2U);
  EXPECT_EQ(areas[0].name, "time");
  EXPECT_EQ(areas[0].clauses, 4U);
  EXPECT_EQ(areas[0].exercised, 3U);
  EXPECT_EQ(areas[0].failing, 2U);
  EXPECT_EQ(areas[1].warning, 1U);
}

}  // namespace
}  // namespace swc::reports
