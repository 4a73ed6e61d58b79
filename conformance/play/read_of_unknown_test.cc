// Reads of an alias that nobody has, before and after the case itself wrote to it.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPutOfUnknown =
    R"({"put":{"entries":[{"entryId":"a","series":"u","propertyValues":[{"value":)"
    R"({"booleanValue":true},"at":"t0"}]}]}})";
constexpr std::array<std::string_view, 5> kReadsOfUnknown = {
    R"({"batch_history":{"series":["u"],"by":"alias"}})",
    R"({"batch_latest":{"series":["u"],"by":"alias"}})",
    R"({"history":{"series":"u","by":"alias"}})", R"({"latest":{"series":"u","by":"alias"}})",
    R"({"read_raw":{"path":"/properties/latest?propertyAlias=${u.alias}"}})"};

// Plays these steps on a legal server, whose puts are hidden from the judge if `secretly`, and
// returns the clauses that are broken.
std::vector<std::string> BrokenBy(std::string_view steps, bool secretly = false) {
  reference::ReferenceServer server(
      reference::ServerOptionsOf({}, reference::FindMutant(""), [] { return spec::kFixedNow; }));
  InProcessSession session(
      InProcessTarget({}),
      [&](const spec::HttpRequest& request) {
        if (secretly) {
          (void)server.Handle(
              {.method = "POST",
               .target = "/properties",
               .headers = {{"Content-Type", "application/json"}},
               .body = fmt::format(R"({{"entries":[{{"entryId":"a","propertyAlias":)"
                                   R"("/sitewise-conformance/fuzz/none/1","propertyValues":[)"
                                   R"({{"value":{{"doubleValue":1}},"timestamp":)"
                                   R"({{"timeInSeconds":{}}}}}]}}]}})",
                                   spec::kFixedNow.seconds)});
        }
        return server.Handle(request);
      },
      [] { return spec::kFixedNow; }, 0);
  const std::string text =
      fmt::format(R"({{"id":"c","series":{{"u":{{"kind":"unknown"}}}},"steps":[{}]}})", steps);
  const auto test_case = generators::ParseCase(std::string_view(text), "test");
  EXPECT_TRUE(test_case) << test_case.error().message;
  const CaseOutcome outcome = Finish(session.transport(), RunCase(session.context(), *test_case));
  EXPECT_NE(outcome.As<CaseOutcome::Played>(), nullptr) << outcome.WhyNot();
  std::vector<std::string> broken;
  for (const ShownDeviation& shown : outcome.deviations) {
    broken.emplace_back(shown.deviation.clause->id);
  }
  return broken;
}

TEST(ReadOfUnknownTest, WhatTheCaseWroteMayBeThere) {
  for (const std::string_view read : kReadsOfUnknown) {
    EXPECT_THAT(BrokenBy(fmt::format("{},{}", kPutOfUnknown, read)), IsEmpty()) << read;
  }
}

TEST(ReadOfUnknownTest, NothingIsThereWithoutAPut) {
  for (const std::string_view read : kReadsOfUnknown) {
    EXPECT_THAT(BrokenBy(read), IsEmpty()) << read;
  }
}

TEST(ReadOfUnknownTest, ABatchThatShowsWhatNobodyWroteBreaksItsClause) {
  EXPECT_THAT(BrokenBy(kReadsOfUnknown[0], true), ElementsAre("read.batch.error"));
  EXPECT_THAT(BrokenBy(kReadsOfUnknown[1], true), ElementsAre("read.batch.error"));
}

}  // namespace
}  // namespace swc::conformance
