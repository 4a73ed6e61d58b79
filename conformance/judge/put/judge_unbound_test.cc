#include "conformance/judge/put/judge_unbound.h"

#include <gtest/gtest.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/fixed_now.h"

namespace swc::conformance {
namespace {

// Judges a body with one value for the stream /a that went to a path of no operation.
Observations AnsweredWith(int status, Beliefs& beliefs) {
  static const reference::Directory kDirectory;
  const reference::Reading reading = reference::ParsePut(
      {.method = "POST",
       .target = "/property",
       .headers = {{"Content-Type", "application/json"}},
       .body = R"({"entries":[{"entryId":"e","propertyAlias":"/a","propertyValues":[{"value":)"
               R"({"doubleValue":1.5},"timestamp":{"timeInSeconds":1750000000}}]}]})"},
      {.directory = kDirectory,
       .series = beliefs,
       .now_earliest = spec::kFixedNow,
       .now_latest = spec::kFixedNow});
  return JudgeUnbound(reading, {.status = status}, beliefs);
}

TEST(JudgeUnboundTest, ARefusalIsRightAndStoresNothing) {
  for (const int status : {404, 405}) {
    Beliefs beliefs;
    const Observations observations = AnsweredWith(status, beliefs);
    EXPECT_TRUE(observations.deviations.empty()) << status;
    ASSERT_EQ(observations.exercises.size(), 1U) << status;
    EXPECT_EQ(observations.exercises.front().clause->id, "wire.path");
    EXPECT_EQ(beliefs.Find(reference::SeriesOfStream("/a")), nullptr);
  }
}

TEST(JudgeUnboundTest, WhatAnAnswerTookForAPutMayBeStored) {
  Beliefs beliefs;
  const Observations observations = AnsweredWith(200, beliefs);
  ASSERT_EQ(observations.deviations.size(), 1U);
  EXPECT_EQ(observations.deviations.front().Signature(), "wire.path|other-status|");
  const SeriesBeliefs* known = beliefs.Find(reference::SeriesOfStream("/a"));
  ASSERT_NE(known, nullptr);
  ASSERT_EQ(known->size(), 1U);
  EXPECT_TRUE(known->begin()->second.MayBePresent());
  EXPECT_TRUE(known->begin()->second.MayBeAbsent());
}

}  // namespace
}  // namespace swc::conformance
