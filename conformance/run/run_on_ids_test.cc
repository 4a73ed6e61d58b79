// A run against a target that knows properties by their ids alone, and takes no unassociated alias.
#include <cstdint>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/direct_transport.h"
#include "conformance/run/run.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "reference/model/policies.h"
#include "reference/reading/directory.h"
#include "reference/server/reference_server.h"
#include "reports/run_record.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/sanitizer_testing.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::Setting;

constexpr std::uint64_t kCases = spec::kUnderSanitizer ? 60 : 250;

class Silent final : public reports::RunListener {};

reference::Directory FourDoubles() {
  reference::Directory directory{.streams = Setting::kOff, .null_and_nan = Setting::kOn};
  for (int i = 1; i <= 4; ++i) {
    directory.properties.push_back(
        {.name = fmt::format("p{}", i),
         .asset_id = "a1b2c3d4-5678-4abc-8def-000000000001",
         .property_id = fmt::format("b1b2c3d4-5678-4abc-8def-00000000000{}", i)});
  }
  return directory;
}

class RunOnIdsTest : public ::testing::Test {
 protected:
  // Runs the metamorphic phase, a minute after the last run on the same server.
  reports::RunRecord RunAgain() {
    now_ = spec::Plus(now_, 60 * spec::kNanosPerSecond);
    DirectTransport transport(
        [this](const spec::HttpRequest& request) { return server_.Handle(request); },
        {.wall_start = now_, .frozen_wall = true});
    RunOptions options;
    options.phases = {"metamorphic"};
    options.random_cases = 8 * kCases;
    options.run_id = "ids";
    Silent listener;
    return conformance::Run(options, InProcessTarget(FourDoubles()), transport,
                            ServerClock::Shared(), listener);
  }

 private:
  [[nodiscard]] reference::ServerOptions Options() const {
    reference::ServerOptions options = reference::ServerOptionsOf(
        reference::PoliciesFrom({{"identity.unknown-alias", "rejected-entry"},
                                 {"duplicate.other-quality", "newer-rejected"},
                                 {"quota.points-per-second", "enforced"}}),
        nullptr, [this] { return now_; });
    options.directory = FourDoubles();
    return options;
  }

  spec::Instant now_ = spec::kFixedNow;
  reference::ReferenceServer server_{Options()};
};

TEST_F(RunOnIdsTest, EveryMetamorphicCaseRuns) {
  const reports::RunRecord record = RunAgain();
  EXPECT_EQ(record.stats.cases, kCases);
  EXPECT_EQ(record.stats.cases_not_run, 0U);
  EXPECT_TRUE(record.findings.empty());
}

TEST_F(RunOnIdsTest, WhatLiesThereFromAnEarlierRunRaisesNoAlarm) {
  (void)RunAgain();
  const reports::RunRecord record = RunAgain();
  EXPECT_EQ(record.stats.cases_not_run, 0U);
  for (const reports::Finding& finding : record.findings) {
    ADD_FAILURE() << finding.clause << ": " << finding.observed << " in " << finding.case_id;
  }
}

}  // namespace
}  // namespace swc::conformance
