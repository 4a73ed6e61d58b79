#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "conformance/play/in_process_session.h"
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

// A right server whose reads do not show what was put within the last `lag_`.
class LateValuesTest : public ::testing::Test {
 protected:
  LateValuesTest() { std::filesystem::create_directories(test_.path() / "records"); }

  void RunCases(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(collector_.Run({TwoValues("fuzz/" + std::to_string(i))}).has_value());
    }
  }

  // Returns how many findings showed themselves again.
  [[nodiscard]] std::size_t Findings() const {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(test_.path() / "records")) {
      const auto text = spec::ReadFile(file.path().string());
      const auto record = reports::ParseJsonReport(text.value());
      count += IsSeenOnce(record.value().findings.at(0)) ? 0 : 1;
    }
    return count;
  }

  FindingCollector NewCollector() {
    return {session_.context(), {.harness = "endpoint", .folder = test_.path().string()}};
  }

  // Returns how long a case takes.
  std::chrono::nanoseconds TimeOf(FindingCollector& collector) {
    const conformance::Transport& transport = session_.context().client.transport();
    const auto begun = transport.Now();
    EXPECT_TRUE(collector.Run({TwoValues("fuzz/lost")}).has_value());
    return transport.Now() - begun;
  }

  [[nodiscard]] std::size_t Puts() const { return puts_; }

  std::chrono::nanoseconds lag_{0};

 private:
  struct LatePut {
    conformance::Transport::Clock due;
    spec::HttpRequest request;
  };

  spec::HttpResponse Answer(const spec::HttpRequest& request) {
    const auto now = session_.context().client.transport().Now();
    while (!late_.empty() && late_.front().due <= now) {
      (void)shown_.Handle(late_.front().request);
      late_.pop_front();
    }
    if (spec::OperationOf(request) != spec::Operation::kPut) {
      return shown_.Handle(request);
    }
    ++puts_;
    late_.push_back({.due = now + lag_, .request = request});
    return stored_.Handle(request);
  }

  static reference::ServerOptions Right() {
    return reference::ServerOptionsOf({}, reference::FindMutant(""),
                                      [] { return spec::kFixedNow; });
  }

  TestFolder test_;
  reference::ReferenceServer stored_{Right()};
  reference::ReferenceServer shown_{Right()};
  std::deque<LatePut> late_;
  std::size_t puts_ = 0;
  conformance::InProcessSession session_{
      conformance::InProcessTarget({}),
      [this](const spec::HttpRequest& request) { return Answer(request); },
      [] { return spec::kFixedNow; }, 0};
  FindingCollector collector_ = NewCollector();
};

TEST_F(LateValuesTest, WhatComesLaterThanUsualIsNoFinding) {
  RunCases(100);
  lag_ = std::chrono::seconds(2);
  RunCases(20);
  EXPECT_EQ(Findings(), 0U);
}

TEST_F(LateValuesTest, OnceThePaceIsKnownWhatDoesNotComeIsWaitedForLessLong) {
  FindingCollector fresh = NewCollector();
  FindingCollector taught = NewCollector();
  taught.LearnPace();
  lag_ = std::chrono::hours(1);
  const auto patient = TimeOf(fresh);
  EXPECT_LT(TimeOf(taught), patient - std::chrono::seconds(2));
}

TEST_F(LateValuesTest, OfASlowTargetThePaceIsNotLearntFirst) {
  FindingCollector collector = NewCollector();
  lag_ = std::chrono::seconds(1);
  const std::size_t before = Puts();
  collector.LearnPace();
  EXPECT_EQ(Puts() - before, 1U);
  lag_ = std::chrono::nanoseconds(0);
  collector.LearnPace();
  EXPECT_GT(Puts() - before, 50U);
}

TEST_F(LateValuesTest, WhatDoesNotComeIsOne) {
  RunCases(100);
  lag_ = std::chrono::hours(1);
  RunCases(2);
  EXPECT_GT(Findings(), 0U);
}

}  // namespace
}  // namespace swc::fuzz
