#include <cstddef>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/leases.h"
#include "conformance/target/target.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/oracles/finding_collector.h"
#include "fuzz/oracles/finding_collector_testing.h"
#include "fuzz/oracles/seen_once.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "reports/formats/json_report.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

// A server that answers the second put of a body's alias, and each after it, without errorEntries.
class UsedStreamsTest : public ::testing::Test {
 protected:
  UsedStreamsTest() { std::filesystem::create_directories(test_.path() / "records"); }

  // Runs the same case so often, on the one stream that there is, and returns whether a finding is
  // one that was seen once.
  bool IsSeenOnceAfter(int runs) {
    for (int i = 0; i < runs; ++i) {
      EXPECT_TRUE(collector_.Run({TwoValues("fuzz/1")}).has_value());
    }
    const auto file = std::filesystem::directory_iterator(test_.path() / "records")->path();
    const auto text = spec::ReadFile(file.string());
    return IsSeenOnce(reports::ParseJsonReport(text.value()).value().findings.at(0));
  }

  bool from_the_first_ = false;  // The first put is answered so, too.

 private:
  spec::HttpResponse Answer(const spec::HttpRequest& request) {
    spec::HttpResponse response = server_.Handle(request);
    if (spec::OperationOf(request) == spec::Operation::kPut) {
      const std::string alias =
          request.body.substr(request.body.find("/sitewise-conformance/"), kAliasBytes);
      if (!written_.insert(alias).second || from_the_first_) {
        response.body = "{}";
      }
    }
    return response;
  }

  static constexpr std::size_t kAliasBytes = sizeof("/sitewise-conformance/fuzz/1\"");

  TestFolder test_;
  std::set<std::string> written_;
  reference::ReferenceServer server_{
      reference::ServerOptionsOf({}, reference::FindMutant(""), [] { return spec::kFixedNow; })};
  conformance::InProcessSession session_{
      conformance::InProcessTarget({}),
      [this](const spec::HttpRequest& request) { return Answer(request); },
      [] { return spec::kFixedNow; }, 0};
  conformance::Leases leases_{
      session_.context().target, "fuzz", {.streams_max = 1, .streams_reserve = 100}};
  conformance::CaseContext context_{
      .target = session_.context().target, .client = session_.context().client, .leases = leases_};
  FindingCollector collector_{context_, {.harness = "endpoint", .folder = test_.path().string()}};
};

TEST_F(UsedStreamsTest, WhatACaseShowsOnlyBesideWhatOthersLeftItDoesNotShowByItself) {
  EXPECT_TRUE(IsSeenOnceAfter(2));
}

TEST_F(UsedStreamsTest, WhatItShowsOnAFreshStreamTooIsAFinding) {
  from_the_first_ = true;
  EXPECT_FALSE(IsSeenOnceAfter(2));
}

}  // namespace
}  // namespace swc::fuzz
