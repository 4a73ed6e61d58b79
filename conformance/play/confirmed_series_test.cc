// How often a case reads its series back: before a read that is judged by what they show, and after
// whatever may write; not for each of several reads in a row.
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kPut =
    R"({"put":{"entries":[{"entryId":"a","series":"s1","propertyValues":[{"value":)"
    R"({"doubleValue":1},"at":"t0"}]}]}})";
constexpr std::string_view kLatest = R"({"latest":{"series":"s1"}})";
constexpr std::string_view kRawLatest =
    R"({"read_raw":{"path":"/properties/latest?propertyAlias=${s1.alias}"}})";
constexpr std::string_view kDelete = R"({"put_raw":{"method":"DELETE","path":"/properties"}})";

// One history for each quality.
constexpr std::size_t kReadBack = 3;

struct Played {
  std::size_t histories = 0;
  std::string broken;  // The clause that is broken first.
};

// Plays these steps on a legal server, which forgets all after so many requests.
Played Play(std::string_view steps, std::size_t forget_after = 1'000) {
  const auto fresh = [] {
    return reference::ReferenceServer(
        reference::ServerOptionsOf({}, reference::FindMutant(""), [] { return spec::kFixedNow; }));
  };
  reference::ReferenceServer full = fresh();
  reference::ReferenceServer empty = fresh();
  std::size_t requests = 0;
  Played played;
  InProcessSession session(
      InProcessTarget({}),
      [&](const spec::HttpRequest& request) {
        played.histories += spec::OperationOf(request) == spec::Operation::kHistory ? 1 : 0;
        return (++requests > forget_after ? empty : full).Handle(request);
      },
      [] { return spec::kFixedNow; }, 0);
  const std::string text =
      fmt::format(R"({{"id":"c","series":{{"s1":{{"kind":"stream"}}}},"steps":[{}]}})", steps);
  const auto test_case = generators::ParseCase(std::string_view(text), "test");
  EXPECT_TRUE(test_case) << test_case.error().message;
  const CaseOutcome outcome = Finish(session.transport(), RunCase(session.context(), *test_case));
  EXPECT_NE(outcome.As<CaseOutcome::Played>(), nullptr) << outcome.WhyNot();
  if (!outcome.deviations.empty()) {
    played.broken = outcome.deviations.front().deviation.clause->id;
  }
  return played;
}

TEST(ConfirmedSeriesTest, ReadsInARowAreJudgedByOneReadingBack) {
  const Played played = Play(fmt::format("{},{},{},{}", kPut, kLatest, kRawLatest, kLatest));
  EXPECT_EQ(played.histories, 2 * kReadBack) << "before the first read, and at the end";
  EXPECT_EQ(played.broken, "");
}

TEST(ConfirmedSeriesTest, WhatMayWriteMakesThemBeReadAgain) {
  for (const std::string_view write : {kPut, kDelete}) {
    const Played played = Play(fmt::format("{},{},{},{}", kPut, kLatest, write, kLatest));
    EXPECT_EQ(played.histories, 3 * kReadBack) << write;
    EXPECT_EQ(played.broken, "") << write;
  }
}

TEST(ConfirmedSeriesTest, WhatReadsMakeOfAValueIsSeenAtTheEnd) {
  const std::string steps = fmt::format("{},{}", kPut, kLatest);
  EXPECT_EQ(Play(steps, 1 + kReadBack + 1).broken, "store.stays");
}

TEST(ConfirmedSeriesTest, ACaseThatEndsWithReadingBackDoesSoOnce) {
  const Played played = Play(fmt::format(R"({},{{"read_back":["s1"]}})", kPut));
  EXPECT_EQ(played.histories, kReadBack);
  EXPECT_EQ(Play(fmt::format(R"({},{{"read_back":["s1"]}})", kPut), 1).broken,
            "store.acknowledged");
}

}  // namespace
}  // namespace swc::conformance
