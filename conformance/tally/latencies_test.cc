#include "conformance/tally/latencies.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

Exchange Answered(spec::Operation operation, std::chrono::nanoseconds took) {
  return {.request = {.method = spec::MethodOf(operation), .target = spec::PathOf(operation)},
          .response = spec::HttpResponse{.status = 200},
          .sent_at = spec::kFixedNow,
          .received_at = spec::Plus(spec::kFixedNow, took.count())};
}

TEST(LatenciesTest, AreThoseOfAnsweredOperations) {
  Latencies latencies;
  for (const int ms : {3, 1, 20}) {
    latencies.Note(Answered(spec::Operation::kHistory, std::chrono::milliseconds(ms)));
  }
  latencies.Note(Answered(spec::Operation::kPut, std::chrono::microseconds(500)));
  const auto record = latencies.Record();
  ASSERT_EQ(record.size(), 2U);
  EXPECT_EQ(record[0].operation, "BatchPutAssetPropertyValue");
  EXPECT_EQ(record[0].ms_max, 0.5);
  EXPECT_EQ(record[1].operation, "GetAssetPropertyValueHistory");
  EXPECT_EQ(record[1].answers, 3U);
  EXPECT_EQ(record[1].ms_p50, 3);
  EXPECT_EQ(record[1].ms_max, 20);
}

TEST(LatenciesTest, AClockThatIsSetBackMakesNoneNegative) {
  Latencies latencies;
  latencies.Note(Answered(spec::Operation::kPut, -std::chrono::seconds(5)));
  EXPECT_EQ(latencies.Record()[0].ms_max, 0);
}

TEST(LatenciesTest, WhatFailedOrIsNoOperationSaysNothing) {
  Latencies latencies;
  Exchange failed = Answered(spec::Operation::kPut, std::chrono::seconds(5));
  failed.response.reset();
  failed.failure = TransportFailure::kTimeout;
  latencies.Note(failed);
  Exchange other = Answered(spec::Operation::kPut, std::chrono::seconds(5));
  other.request.target = "/nothing";
  latencies.Note(other);
  EXPECT_TRUE(latencies.Record().empty());
}

}  // namespace
}  // namespace swc::conformance
