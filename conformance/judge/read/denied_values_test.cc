#include "conformance/judge/read/denied_values.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge_testing.h"
#include "conformance/judge/read_answer.h"
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

TEST(JudgeDeniedReadTest, A404IsAnAnswerAndNoRefusal) {
  Observations observations;
  EXPECT_EQ(JudgeDeniedRead({200, 404}, true, observations), DeniedRead::kAnswered);
  EXPECT_THAT(observations, ChoosesOnly("access.denied.read", "answered"));
}

TEST(JudgeDeniedReadTest, OneRefusalIsEnough) {
  Observations observations;
  EXPECT_EQ(JudgeDeniedRead({200, 403, std::nullopt}, false, observations), DeniedRead::kRefused);
  EXPECT_THAT(observations, ChoosesOnly("access.denied.read", "refused"));
}

TEST(JudgeDeniedReadTest, WhatDidNotComeThroughSaysNothing) {
  Observations observations;
  EXPECT_EQ(JudgeDeniedRead({200, std::nullopt}, true, observations), DeniedRead::kUnclear);
  EXPECT_EQ(JudgeDeniedRead({200, 200}, false, observations), DeniedRead::kUnclear);
  EXPECT_EQ(JudgeDeniedRead({503}, true, observations), DeniedRead::kUnclear);
  EXPECT_THAT(observations, ChoosesNothingOf("access.denied.read"));
}

}  // namespace
}  // namespace swc::conformance
