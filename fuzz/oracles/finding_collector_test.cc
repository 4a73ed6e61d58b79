#include "fuzz/oracles/finding_collector.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/client/read_access.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/oracles/described_reads.h"
#include "fuzz/oracles/finding_collector_testing.h"
#include "fuzz/oracles/seen_once.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using generators::Case;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A server with a seeded bug that can be made to fail, and a collector on it.
class FindingCollectorTest : public ::testing::Test {
 protected:
  explicit FindingCollectorTest(std::string_view mutant = "double-through-float")
      : server_(reference::ServerOptionsOf({}, reference::FindMutant(mutant),
                                           [] { return spec::kFixedNow; })) {}

  FindingCollector CollectorHere() {
    return {session_.context(), {.harness = "endpoint", .folder = test_.path().string()}};
  }

  std::vector<std::string> Files(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(test_.path() / folder)) {
      if (file.is_regular_file()) {
        names.push_back(file.path().filename().string());
      }
    }
    return names;
  }

  std::uint64_t failures_ = 0;  // So many requests are answered by 503 from now on.
  std::uint64_t requests_ = 0;
  std::uint64_t odd_puts_ = 0;  // So many puts are answered without errorEntries from now on.
  bool has_reads_ = true;       // Else GET is answered by 501.
  TestFolder test_;
  conformance::CaseContext& Context() { return session_.context(); }

 private:
  spec::HttpResponse Answer(const spec::HttpRequest& request) {
    ++requests_;
    if (failures_ > 0) {
      --failures_;
      return {.status = 503, .headers = {}, .body = ""};
    }
    if (!has_reads_ && request.method == "GET") {
      return {.status = 501, .headers = {}, .body = ""};
    }
    spec::HttpResponse response = server_.Handle(request);
    if (odd_puts_ > 0 && request.method == "POST") {
      --odd_puts_;
      response.body = "{}";
    }
    return response;
  }

  reference::ReferenceServer server_;
  conformance::InProcessSession session_{
      conformance::InProcessTarget({}),
      [this](const spec::HttpRequest& request) { return Answer(request); },
      [] { return spec::kFixedNow; }, 0};
};

TEST_F(FindingCollectorTest, AFindingIsKeptOnceAndAsSmallAsItCanBe) {
  std::filesystem::create_directories(test_.path() / "records");
  FindingCollector collector = CollectorHere();
  ASSERT_TRUE(collector.Run({TwoValues("fuzz/1"), TwoValues("fuzz/2")}).has_value());
  ASSERT_THAT(Files(""), SizeIs(1));
  const std::string file = Files("").front();
  EXPECT_THAT(file, HasSubstr("found"));
  EXPECT_THAT(Files("records"), SizeIs(1));
  const auto record = spec::ReadFile((test_.path() / "records" / file).string());
  ASSERT_TRUE(record.has_value());
  EXPECT_THAT(*record, HasSubstr("\"minimal\""));
  const auto smallest = spec::ReadFile((test_.path() / file).string());
  ASSERT_TRUE(smallest.has_value());
  EXPECT_THAT(*smallest, ::testing::Not(HasSubstr("t0+2s")));
}

TEST_F(FindingCollectorTest, AKnownCaseThatShowsItsFindingGetsItsRecordAnew) {
  std::filesystem::create_directories(test_.path() / "records");
  ASSERT_TRUE(CollectorHere().Run({TwoValues("fuzz/1")}).has_value());
  const std::filesystem::path file = Files("").front();
  const auto known = generators::ParseCase(
      std::string_view(spec::ReadFile((test_.path() / file).string()).value()), "known");
  ASSERT_TRUE(known);
  (void)test_.Write("records" / file, "{}");
  const auto state = CollectorHere().PlayKnown(*known);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->state, KnownState::kStillOpen);
  EXPECT_EQ(state->now, "");
  EXPECT_THAT(spec::ReadFile((test_.path() / "records" / file).string()).value(),
              HasSubstr("\"minimal\""));
}

TEST_F(FindingCollectorTest, AKnownCaseThatShowsNothingIsFixedIfItEverShowedItAgain) {
  Case known = TwoValues("found/x");
  known.seen = generators::SeenIn{
      .clause = "time.window.past", .signature = "time.window.past|x|", .reproduced = true};
  // It shows another bug, and so it says nothing of its own.
  EXPECT_EQ(CollectorHere().PlayKnown(known)->state, KnownState::kShowsNoMore);
  failures_ = 1'000;
  EXPECT_EQ(CollectorHere().PlayKnown(known)->state, KnownState::kNotPlayed);
}

TEST_F(FindingCollectorTest, AKnownCaseThatBreaksItsClauseInAnotherWayIsStillOpenAsThat) {
  std::filesystem::create_directories(test_.path() / "records");
  Case known = TwoValues("found/x");
  known.seen = generators::SeenIn{.clause = "value.double.exact",
                                  .signature = "value.double.exact|missing|",
                                  .reproduced = true};
  const auto result = CollectorHere().PlayKnown(known);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->state, KnownState::kStillOpen);
  EXPECT_THAT(result->now, ::testing::StartsWith("value.double.exact|"));
  EXPECT_NE(result->now, known.seen->signature);
  ASSERT_THAT(Files("records"), SizeIs(1));
  EXPECT_THAT(
      spec::ReadFile((test_.path() / "records" / Files("records").front()).string()).value(),
      HasSubstr("\"minimal\""));
  // That has a case of its own now, which tells of it.
  EXPECT_EQ(CollectorHere().PlayKnown(known)->state, KnownState::kShowsNoMore);
}

TEST_F(FindingCollectorTest, WhatACaseShowedBesideItsFindingIsNotItsFinding) {
  std::filesystem::create_directories(test_.path() / "records");
  Case known = TwoValues("found/x");
  known.seen = generators::SeenIn{.clause = "value.double.exact",
                                  .signature = "value.double.exact|missing|",
                                  .reproduced = true};
  const std::string beside = CollectorHere().PlayKnown(known)->now;
  std::filesystem::remove_all(test_.path() / "records");
  known.seen->also = {beside};
  EXPECT_EQ(CollectorHere().PlayKnown(known)->state, KnownState::kShowsNoMore);
}

// A server as it should be.
class RightCollectorTest : public FindingCollectorTest {
 protected:
  RightCollectorTest() : FindingCollectorTest("no such mutant") {}
};

TEST_F(RightCollectorTest, WhatWasRepairedIsFixedAndWhatWasSeenOnceShowsNoMore) {
  Case known = TwoValues("found/x");
  known.seen = generators::SeenIn{
      .clause = "time.window.past", .signature = "time.window.past|x|", .reproduced = true};
  EXPECT_EQ(CollectorHere().PlayKnown(known)->state, KnownState::kFixed);
  known.seen->reproduced = false;
  EXPECT_EQ(CollectorHere().PlayKnown(known)->state, KnownState::kShowsNoMore);
}

TEST_F(FindingCollectorTest, PlayedByHandItShowsTheExchange) {
  FindingCollector collector(Context(), {.harness = "plugin"});
  ::testing::internal::CaptureStderr();
  EXPECT_TRUE(collector.Run({TwoValues("fuzz/1")}).has_value());
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, HasSubstr("\n  put        POST /properties"));
  EXPECT_THAT(said, HasSubstr("\n  answer     200"));
  ::testing::internal::CaptureStderr();
  EXPECT_TRUE(CollectorHere().Run({TwoValues("fuzz/1")}).has_value());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::Not(HasSubstr("  answer  ")));
}

// A bug that one case shows on several clauses.
class OverwritingCollectorTest : public FindingCollectorTest {
 protected:
  OverwritingCollectorTest() : FindingCollectorTest("first-write-wins") {}
};

TEST_F(OverwritingCollectorTest, EachFindingOfACaseHasARecordThatTellsItAlone) {
  std::filesystem::create_directories(test_.path() / "records");
  FindingCollector collector = CollectorHere();
  std::vector<Case> cases;
  for (const Case& test_case : generators::DirectedCases()) {
    if (test_case.id.starts_with("duplicate.")) {
      cases.push_back(test_case);
    }
  }
  ASSERT_TRUE(collector.Run(cases).has_value());
  const std::vector<std::string> files = Files("records");
  ASSERT_GT(files.size(), 1U);
  for (const std::string& file : files) {
    const auto text = spec::ReadFile((test_.path() / "records" / file).string());
    ASSERT_TRUE(text.has_value());
    const auto record = reports::ParseJsonReport(*text);
    ASSERT_TRUE(record.has_value()) << file << ": " << record.error().message;
    EXPECT_THAT(record->findings, SizeIs(1)) << file;
    EXPECT_TRUE(std::filesystem::exists(test_.path() / file)) << file;
  }
}

// What an implementation does not offer is not asked if its description says so, and else a
// finding.
class PutOnlyCollectorTest : public FindingCollectorTest {
 protected:
  PutOnlyCollectorTest() : FindingCollectorTest("") {
    has_reads_ = false;
    std::filesystem::create_directories(test_.path() / "records");
  }

  std::size_t FindingsWith(conformance::ReadAccess reads) {
    Context().reads = &reads;
    FindingCollector collector = CollectorHere();
    EXPECT_TRUE(collector.Run({TwoValues("fuzz/1")}).has_value());
    return Files("records").size();
  }
};

TEST_F(PutOnlyCollectorTest, ReadsThatAreSaidNotToBeThereAreNoFinding) {
  EXPECT_EQ(FindingsWith(DescribedReads({.no_reads = {spec::Operation::kHistory}})), 0U);
}

TEST_F(PutOnlyCollectorTest, ReadsThatAnswerNothingAreOneElse) {
  EXPECT_GT(FindingsWith(DescribedReads({})), 0U);
}

TEST_F(FindingCollectorTest, WhatAnEarlierCampaignLeftIsMarkedAsSeenAgain) {
  std::filesystem::create_directories(test_.path() / "records");
  FindingCollector first = CollectorHere();
  ASSERT_TRUE(first.Run({TwoValues("fuzz/1")}).has_value());
  const auto record = test_.path() / "records" / Files("records").front();
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
  std::filesystem::last_write_time(record, long_ago);
  const std::uint64_t before = requests_;
  FindingCollector second = CollectorHere();
  ASSERT_TRUE(second.Run({TwoValues("fuzz/1")}).has_value());
  EXPECT_GT(std::filesystem::last_write_time(record), long_ago + std::chrono::hours(1));
  EXPECT_LT(requests_ - before, 15U);  // Nothing was made smaller again.
}

// A right server whose puts are answered oddly now and then.
class NowAndThenTest : public FindingCollectorTest {
 protected:
  NowAndThenTest() : FindingCollectorTest("") {
    std::filesystem::create_directories(test_.path() / "records");
  }

  void RunOddly(FindingCollector& collector, std::uint64_t odd_puts) {
    odd_puts_ = odd_puts;
    EXPECT_TRUE(collector.Run({TwoValues("fuzz/1")}).has_value());
    odd_puts_ = 0;
  }

  // Returns the one finding that lies in the folder.
  reports::Finding Finding() {
    const std::vector<std::string> files = Files("records");
    EXPECT_THAT(files, SizeIs(1));
    const auto text = spec::ReadFile((test_.path() / "records" / files.at(0)).string());
    return reports::ParseJsonReport(text.value()).value().findings.at(0);
  }
};

TEST_F(NowAndThenTest, WhatDoesNotShowItselfAgainIsSeenOnce) {
  FindingCollector collector = CollectorHere();
  RunOddly(collector, 1);
  EXPECT_EQ(Finding().verdict, reports::Verdict::kWarn);
  EXPECT_TRUE(IsSeenOnce(Finding()));
  EXPECT_THAT(Finding().shrinking, HasSubstr("run again by itself 2 times"));
  EXPECT_THAT(Finding().case_json, HasSubstr("\"reproduced\":false"));
}

TEST_F(NowAndThenTest, WhatShowsItselfAtTheSecondTryIsAFinding) {
  FindingCollector collector = CollectorHere();
  RunOddly(collector, UINT64_MAX);
  EXPECT_EQ(Finding().verdict, reports::Verdict::kFail);
  EXPECT_FALSE(IsSeenOnce(Finding()));
}

TEST_F(NowAndThenTest, WhatWasSeenOnceIsTriedWhenItIsSeenAgain) {
  FindingCollector first = CollectorHere();
  RunOddly(first, 1);
  RunOddly(first, UINT64_MAX);
  EXPECT_EQ(Finding().verdict, reports::Verdict::kFail);
}

TEST_F(NowAndThenTest, ACampaignThatSawItOnceHidesNothingFromTheNext) {
  FindingCollector first = CollectorHere();
  RunOddly(first, 1);
  FindingCollector second = CollectorHere();
  RunOddly(second, UINT64_MAX);
  EXPECT_EQ(Finding().verdict, reports::Verdict::kFail);
}

TEST_F(NowAndThenTest, WhatAnEarlierCampaignFoundIsNotSeenAgainByChance) {
  FindingCollector first = CollectorHere();
  RunOddly(first, UINT64_MAX);
  const auto record = test_.path() / "records" / Files("records").front();
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
  std::filesystem::last_write_time(record, long_ago);
  FindingCollector second = CollectorHere();
  RunOddly(second, 1);
  EXPECT_LT(std::filesystem::last_write_time(record), long_ago + std::chrono::hours(1));
  EXPECT_EQ(Finding().verdict, reports::Verdict::kFail);
}

TEST_F(FindingCollectorTest, ATargetThatComesBackIsTestedOn) {
  failures_ = 250;
  FindingCollector collector = CollectorHere();
  std::vector<Case> cases(FindingCollector::kInfraInARowMax, TwoValues("fuzz/1"));
  const auto outcomes = collector.Run(cases);
  ASSERT_TRUE(outcomes.has_value()) << outcomes.error().message;
  EXPECT_EQ(failures_, 0U);
}

TEST_F(FindingCollectorTest, ATargetThatIsGoneEndsTheHuntAndNamesWhatWasUnderWay) {
  failures_ = UINT64_MAX;
  FindingCollector collector = CollectorHere();
  std::vector<Case> cases(FindingCollector::kInfraInARowMax, TwoValues("fuzz/1"));
  const auto outcomes = collector.Run(cases);
  ASSERT_FALSE(outcomes.has_value());
  EXPECT_EQ(outcomes.error().kind, spec::ErrorKind::kNetwork);
  EXPECT_THAT(outcomes.error().message, HasSubstr("stopped answering"));
  EXPECT_THAT(outcomes.error().message, HasSubstr("suspects/"));
  EXPECT_THAT(Files("suspects"), SizeIs(FindingCollector::kInfraInARowMax));
}

}  // namespace
}  // namespace swc::fuzz
