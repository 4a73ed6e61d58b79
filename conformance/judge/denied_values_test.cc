#include "conformance/judge/denied_values.h"

#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"

namespace swc::conformance {
namespace {

TEST(OwnValuesTest, OnlyWhatWasRefusedAndWasNotThereBeforeCanBeOurs) {
  const reference::PointKey key{.time = {.seconds = 100}};
  Beliefs beliefs;
  beliefs.Refuse(reference::SeriesOfStream("/a"), key, 1.5, "store.rejected");
  const SeriesBeliefs& known = *beliefs.Find(reference::SeriesOfStream("/a"));
  const SeenValue refused{.time = key.time, .value = 1.5};
  const SeenValue other{.time = key.time, .value = 2.5};
  const SeenValue elsewhere{.time = {.seconds = 101}, .value = 1.5};
  const auto own = OwnValues({refused, other, elsewhere}, known, {});
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own.front().time, key.time);
  EXPECT_TRUE(ShowsSame(own.front(), 1.5));
  EXPECT_TRUE(OwnValues({refused}, known, {key}).empty());
}

}  // namespace
}  // namespace swc::conformance
