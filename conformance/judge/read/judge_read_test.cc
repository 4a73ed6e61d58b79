#include "conformance/judge/read/judge_read.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations_testing.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

SeenValue At(int second, spec::Quality quality = spec::Quality::kGood) {
  return {.time = {.seconds = second}, .quality = quality, .value = 1.5};
}

// A series with a value of 1.5 at seconds 100 to 103, GOOD and BAD in turn.
SeriesBeliefs FourStored() {
  Beliefs beliefs;
  for (int i = 0; i < 4; ++i) {
    beliefs.Store(reference::SeriesOfStream("/a"),
                  {.time = {.seconds = 100 + i},
                   .quality = i % 2 == 0 ? spec::Quality::kGood : spec::Quality::kBad},
                  1.5, "store.acknowledged");
  }
  return *beliefs.Find(reference::SeriesOfStream("/a"));
}

// What a server shows that ignores the whole query.
std::vector<SeenValue> Everything() {
  return {At(100), At(101, spec::Quality::kBad), At(102), At(103, spec::Quality::kBad)};
}

TEST(JudgeHistoryTest, WhatWasAskedForIsRight) {
  const HistoryRequest asked{.start = spec::Instant{.seconds = 100},
                             .end = spec::Instant{.seconds = 102},
                             .quality = spec::Quality::kGood,
                             .max_results = 1};
  EXPECT_THAT(DeviationsOf(JudgeHistory(asked, {{At(102)}}, FourStored())), IsEmpty());
}

TEST(JudgeHistoryTest, AServerThatIgnoresTheQueryIsToldAboutEachPartOfIt) {
  const HistoryRequest asked{.start = spec::Instant{.seconds = 101},
                             .end = spec::Instant{.seconds = 102},
                             .quality = spec::Quality::kGood,
                             .descending = true,
                             .max_results = 1};
  EXPECT_THAT(
      DeviationsOf(JudgeHistory(asked, {Everything()}, FourStored())),
      UnorderedElementsAre("read.history.max-results/too-many", "read.history.order/descending",
                           "read.history.quality/other-quality", "read.history.start/before",
                           "read.history.end/after"));
}

TEST(JudgeHistoryTest, ManyValuesThatBreakOneRuleAreOneDeviation) {
  std::vector<SeenValue> values;
  for (int i = 0; i < 50; ++i) {
    values.push_back(At(200 + i));
  }
  const HistoryRequest asked{.end = spec::Instant{.seconds = 99}};
  EXPECT_THAT(DeviationsOf(JudgeHistory(asked, {values}, FourStored())),
              UnorderedElementsAre("read.history.end/after"));
}

}  // namespace
}  // namespace swc::conformance
