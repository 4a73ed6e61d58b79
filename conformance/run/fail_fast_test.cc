// A run that stops at the first failure tells what it saw until then, by cause.
#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/run/run.h"
#include "conformance/selftest/selftest.h"
#include "generators/directed/directed_cases.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

using reports::Verdict;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

RunOptions FailFast(int jobs) {
  RunOptions options;
  options.phases = {"directed"};
  options.fail_fast = true;
  options.jobs = jobs;
  options.shrink_requests = 0;
  return options;
}

// Every finding follows from one cause.
void ExpectCausesOfAllFindings(const reports::RunRecord& record, std::string_view mutant) {
  std::multiset<std::size_t> places;
  for (const reports::Cause& cause : record.causes) {
    EXPECT_THAT(cause.findings, Not(IsEmpty())) << mutant;
    places.insert(cause.findings.begin(), cause.findings.end());
  }
  std::multiset<std::size_t> all;
  for (std::size_t i = 0; i < record.findings.size(); ++i) {
    all.insert(i);
  }
  EXPECT_EQ(places, all) << mutant;
}

class FailFastTest : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Jobs, FailFastTest, testing::Values(1, 16));

TEST_P(FailFastTest, TellsTheCausesOfWhatItSaw) {
  const std::size_t stride = spec::kUnderSanitizer ? 400 : 64;
  const std::span<const reference::Mutant> mutants = reference::AllMutants();
  for (std::size_t i = 0; i < mutants.size(); i += stride) {
    reports::RunListener ignore;
    const reports::RunRecord record = RunInProcess(FailFast(GetParam()), {}, &mutants[i], ignore);
    ExpectCausesOfAllFindings(record, mutants[i].name);
    if (record.causes.empty() || record.causes.front().verdict != Verdict::kFail) {
      continue;  // It breaks no `must` in this phase.
    }
    const auto failing =
        std::ranges::count(record.causes, Verdict::kFail, &reports::Cause::verdict);
    EXPECT_EQ(failing, 1) << mutants[i].name;
    EXPECT_GE(record.stats.cases, 1U);
  }
}

TEST(FailFastTest, TheRestIsNotAskedAndOneCauseIsTold) {
  reports::RunListener ignore;
  const reference::Mutant* mutant = reference::FindMutant("first-write-wins");
  ASSERT_NE(mutant, nullptr);
  const reports::RunRecord record = RunInProcess(FailFast(1), {}, mutant, ignore);
  EXPECT_LT(record.stats.cases, generators::DirectedCases().size());
  EXPECT_THAT(record.causes, SizeIs(1));
  EXPECT_EQ(record.verdict, reports::RunVerdict::kDeviates);
}

}  // namespace
}  // namespace swc::conformance
