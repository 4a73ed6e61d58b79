// What counts as a value that a read has shown.
#include "conformance/client/reads_seen.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using spec::Operation;

const std::string kValue = R"({"timestamp":{"timeInSeconds":1}})";

Exchange Of(Operation operation, int status, std::string body) {
  return {.request = {.method = spec::MethodOf(operation), .target = spec::PathOf(operation)},
          .response = spec::HttpResponse{.status = status, .body = std::move(body)}};
}

TEST(ReadsSeenTest, CountsEachReadForItself) {
  ReadsSeen seen;
  seen.Note(Of(Operation::kLatest, 200, kValue));
  seen.Note(Of(Operation::kLatest, 404, ""));
  seen.Note(Of(Operation::kHistory, 200, "{}"));
  EXPECT_EQ(seen.Asked(Operation::kLatest), 2U);
  EXPECT_EQ(seen.Asked(Operation::kHistory), 1U);
  EXPECT_EQ(seen.Asked(Operation::kBatchLatest), 0U);
  EXPECT_EQ(seen.Answered(Operation::kLatest), 1U);
  EXPECT_TRUE(seen.Shown(Operation::kLatest));
  EXPECT_FALSE(seen.Shown(Operation::kHistory));
}

TEST(ReadsSeenTest, ARefusalOrNoAnswerShowsNothing) {
  ReadsSeen seen;
  seen.Note(Of(Operation::kBatchHistory, 400, kValue));
  Exchange unanswered = Of(Operation::kBatchHistory, 200, "");
  unanswered.response.reset();
  unanswered.failure = TransportFailure::kTimeout;
  seen.Note(unanswered);
  EXPECT_EQ(seen.Asked(Operation::kBatchHistory), 2U);
  EXPECT_FALSE(seen.Shown(Operation::kBatchHistory));
}

TEST(ReadsSeenTest, APutShowsWhatItIsFor) { EXPECT_TRUE(ReadsSeen().Shown(Operation::kPut)); }

TEST(ReadsSeenTest, WhatIsNoOperationIsNotCounted) {
  ReadsSeen seen;
  seen.Note({.request = {.method = "GET", .target = "/elsewhere"},
             .response = spec::HttpResponse{.status = 200, .body = kValue}});
  for (const Operation operation : spec::kOperations) {
    EXPECT_EQ(seen.Asked(operation), 0U);
  }
}

}  // namespace
}  // namespace swc::conformance
