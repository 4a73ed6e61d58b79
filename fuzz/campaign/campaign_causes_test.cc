#include "fuzz/campaign/campaign_causes.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/rehearsal.h"
#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_plan.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reports/run_record.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using reports::Finding;
using testing::IsEmpty;
using testing::SizeIs;

// Returns a finding for each of at most `count` directed cases that show a mutant, of the area that
// it breaks.
std::vector<Finding> FindingsOf(std::string_view name, std::size_t count) {
  std::vector<Finding> findings;
  const reference::Mutant* mutant = reference::FindMutant(name);
  conformance::Rehearsal rehearsal({.directory = reference::ExampleDirectory()}, mutant);
  const std::string area = conformance::AreaOf(std::string(mutant->clauses.front().text()));
  for (generators::Case test_case : generators::DirectedCases()) {
    if (conformance::AreaOf(conformance::ClauseOfCase(test_case.id)) != area) {
      continue;
    }
    rehearsal.Play(test_case);
    std::vector<std::string> shown;
    for (const conformance::Sighting& sighting : rehearsal.evidence().shown()) {
      if (sighting.case_id == test_case.id) {
        shown.push_back(sighting.signature);
      }
    }
    if (shown.empty()) {
      continue;
    }
    test_case.seen = generators::SeenIn{.clause = conformance::ClauseOf(shown.front()),
                                        .signature = shown.front(),
                                        .reproduced = true,
                                        .also = {shown.begin() + 1, shown.end()}};
    findings.push_back({.clause = test_case.seen->clause,
                        .signature = shown.front(),
                        .case_json = generators::ToJson(test_case),
                        .case_file = fmt::format("{}_{}", name, findings.size()),
                        .observed = "that",
                        .response = {.first_line = "200"}});
    if (findings.size() == count) {
      break;
    }
  }
  return findings;
}

class CampaignCausesTest : public testing::Test {
 protected:
  CampaignCausesTest() { plan_.harness = *FindHarness("endpoint"); }

  void Found(const std::vector<Finding>& findings) {
    result_.findings.insert(result_.findings.end(), findings.begin(), findings.end());
    result_.in_files.insert(result_.in_files.end(), findings.begin(), findings.end());
  }
  void LayThere(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      result_.in_files.push_back(finding);
      result_.known.insert(finding.case_file);
    }
  }

  [[nodiscard]] std::vector<reports::Cause> Causes() const {
    return CausesOf(plan_, result_, result_.findings);
  }

  TestFolder folder_;
  CampaignPlan plan_ = TestPlan(folder_);
  CampaignResult result_;
};

TEST_F(CampaignCausesTest, TheFindingsOfTwoBugsAreTwoCauses) {
  Found(FindingsOf("nan-stored-as-zero", 6));
  Found(FindingsOf("window-future-300s", 6));
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(2));
  for (const reports::Cause& cause : causes) {
    EXPECT_TRUE(cause.named) << cause.headline;
    EXPECT_FALSE(cause.known) << cause.headline;
  }
}

TEST_F(CampaignCausesTest, ABugThatAnEarlierCampaignFoundByOtherInputsIsKnown) {
  std::vector<Finding> findings = FindingsOf("nan-stored-as-zero", 6);
  ASSERT_THAT(findings, SizeIs(6));
  LayThere({findings.begin(), findings.begin() + 3});
  Found({findings.begin() + 3, findings.end()});
  Found(FindingsOf("window-future-300s", 3));
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(2));
  for (const reports::Cause& cause : causes) {
    EXPECT_EQ(cause.known, cause.mutant == "nan-stored-as-zero") << cause.headline;
    EXPECT_THAT(cause.findings, SizeIs(3));
  }
}

TEST_F(CampaignCausesTest, WhatWasToldWithAFindingThatIsStillOpenIsKnown) {
  const std::vector<Finding> found = FindingsOf("window-future-300s", 1);
  std::filesystem::create_directories(plan_.findings);
  ASSERT_TRUE(spec::WriteFile((plan_.findings / "causes").string(),
                              "open\t" + found.front().case_file + "\nfixed\tother\n"));
  Found(found);
  ASSERT_THAT(Causes(), SizeIs(1));
  EXPECT_FALSE(Causes().front().known);
  result_.known = {"open"};
  EXPECT_TRUE(Causes().front().known);
  result_.earlier.fixed = {found.front().case_file};
  EXPECT_FALSE(Causes().front().known);
}

TEST_F(CampaignCausesTest, WhatOnlyEarlierCampaignsFoundIsNoCause) {
  LayThere(FindingsOf("nan-stored-as-zero", 3));
  EXPECT_THAT(Causes(), IsEmpty());
}

TEST_F(CampaignCausesTest, AfterAStopWhatHangsTogetherIsOneCause) {
  Found(FindingsOf("window-future-300s", 4));
  result_.stopped = true;
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(1));
  EXPECT_THAT(causes[0].mutant, IsEmpty());
}

TEST_F(CampaignCausesTest, KilledMutantsAndCrashesAreACauseEach) {
  plan_.harness = *FindHarness("mutant");
  Found(FindingsOf("window-future-300s", 3));
  EXPECT_THAT(Causes(), SizeIs(3));
  plan_.harness = *FindHarness("endpoint");
  for (const std::string_view signature : {"crash|a", "crash|b"}) {
    result_.findings.push_back(
        {.clause = std::string(kCrashClause), .signature = std::string(signature)});
  }
  EXPECT_THAT(Causes(), SizeIs(3));
}

}  // namespace
}  // namespace swc::fuzz
