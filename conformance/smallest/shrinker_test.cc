// Shrinking: the smallest case of a finding is minimal, shows the same finding, and is the same in
// every run.
#include "conformance/smallest/shrinker.h"

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/run/run.h"
#include "conformance/selftest/mutant_bench_testing.h"
#include "conformance/selftest/selftest.h"
#include "generators/case/case.h"
#include "generators/shrink/case_shrinks.h"
#include "reference/mutants/mutants.h"
#include "reports/run_record.h"
#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

using generators::Case;
using ::testing::StartsWith;

// A sample of the mutants, or all of them with SWC_ALL_MUTANTS=1 in the environment (4 minutes).
std::size_t ShrunkStride() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs.
  const bool all = std::getenv("SWC_ALL_MUTANTS") != nullptr;
  return all ? 1 : spec::kUnderSanitizer ? 200 : 24;
}

RunOptions WithoutDirected() {
  RunOptions options;
  options.random_cases = spec::kUnderSanitizer ? 50 : 400;
  options.phases = {"random", "metamorphic", "wire"};
  options.fail_fast = true;
  options.jobs = 1;
  options.shrink_requests = 20'000;
  return options;
}

// By brute force: whatever one thing is left out, the finding is gone.
TEST(ShrinkerTest, NothingCanBeLeftOutOfASmallestCase) {
  reports::RunListener ignore;
  const std::size_t stride = ShrunkStride();
  std::size_t minimal = 0;
  std::size_t only_there = 0;
  for (std::size_t i = 0; i < reference::AllMutants().size(); i += stride) {
    const reference::Mutant& mutant = reference::AllMutants()[i];
    const reports::RunRecord record = RunInProcess(WithoutDirected(), {}, &mutant, ignore);
    for (const reports::Finding& finding : record.findings) {
      if (finding.shrinking != "minimal") {
        continue;
      }
      const auto smallest = generators::ParseCase(std::string_view(finding.case_json), "found");
      ASSERT_TRUE(smallest.has_value()) << smallest.error().message;
      EXPECT_THAT(smallest->id, StartsWith("found/"));
      MutantBench bench(&mutant);
      if (!bench.Shows(*smallest, finding.signature)) {
        ++only_there;  // It needs what other cases left on the target.
        continue;
      }
      ++minimal;
      auto removals = generators::RemovalsOf(*smallest);
      while (auto smaller = removals.next()) {
        EXPECT_FALSE(bench.Shows(*smaller, finding.signature)) << mutant.name << "\n"
                                                               << finding.case_json << "\n"
                                                               << generators::ToJson(*smaller);
      }
    }
  }
  std::cout << minimal << " minimal cases, " << only_there << " that need an older target\n";
  EXPECT_GE(minimal, spec::kUnderSanitizer ? 1 : reference::AllMutants().size() / stride / 2);
  EXPECT_LE(only_there, minimal / 10 + 1);
}

Case BatchOfThree() {
  return *generators::ParseCase(std::string_view(R"({"id": "three", "series": {"s1": {}}, "steps": [
    {"put": {"enablePartialEntryProcessing": true, "entries": [
      {"entryId": "e1", "series": "s1", "propertyValues": [
        {"value": {"doubleValue": 7.25}, "at": "t0+5s", "quality": "GOOD"}]},
      {"entryId": "e2", "series": "s1", "propertyValues": [
        {"value": {"doubleValue": 1e300}, "at": "t0+6s", "quality": "GOOD"},
        {"value": {"doubleValue": 2.5}, "at": "t0+7s", "quality": "BAD"}]}]}}]})"),
                                "three");
}

TEST(ShrinkerTest, KeepsOnlyWhatShowsTheFinding) {
  MutantBench bench(reference::FindMutant("double-unbounded"));
  const std::string signature = bench.SignatureOf(BatchOfThree());
  ASSERT_THAT(signature, StartsWith("value.double.range|"));
  const Shrunk shrunk = bench.Shrink(BatchOfThree(), signature);
  ASSERT_TRUE(shrunk.reproduced);
  EXPECT_TRUE(shrunk.minimal);
  const auto& entries = shrunk.smallest.steps.front().body.at("entries");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].at("propertyValues").size(), 1U);
  EXPECT_LT(generators::CostOf(shrunk.smallest), generators::CostOf(BatchOfThree()));
}

TEST(ShrinkerTest, TellsWhatAMinimalCaseShowsWithoutAPart) {
  const Case twice =
      *generators::ParseCase(std::string_view(R"({"id": "twice", "series": {"s1": {}}, "steps": [
        {"put": {"entries": [
          {"entryId": "e1", "series": "s1", "propertyValues": [
            {"value": {"doubleValue": 0.1}, "at": "t0", "quality": "GOOD"}]},
          {"entryId": "e2", "series": "s1", "propertyValues": [
            {"value": {"doubleValue": 0.3}, "at": "t0", "quality": "GOOD"}]}]}}]})"),
                             "twice");
  MutantBench bench(reference::FindMutant("double-through-float"));
  const std::string signature = bench.SignatureOf(twice);
  ASSERT_EQ(signature, "duplicate.cross-entry|other-value|");
  const Shrunk shrunk = bench.Shrink(twice, signature);
  ASSERT_TRUE(shrunk.minimal);
  EXPECT_THAT(shrunk.less, ::testing::ElementsAre("value.double.exact|other-value|"));
}

TEST(ShrinkerTest, LeavesACaseThatDoesNotShowItsFinding) {
  MutantBench bench(nullptr);
  const Shrunk shrunk = bench.Shrink(BatchOfThree(), "value.double.range|accepted|");
  EXPECT_FALSE(shrunk.reproduced);
  EXPECT_FALSE(shrunk.minimal);
  EXPECT_EQ(generators::ToJson(shrunk.smallest), generators::ToJson(BatchOfThree()));
}

TEST(ShrinkerTest, NamesACaseByItsSignature) {
  EXPECT_EQ(FoundCaseId("time.window.past|accepted|/a"),
            FoundCaseId("time.window.past|accepted|/a"));
  EXPECT_NE(FoundCaseId("time.window.past|accepted|/a"),
            FoundCaseId("time.window.past|accepted|/b"));
  EXPECT_THAT(FoundCaseId("time.window.past|accepted|/a"), StartsWith("found/time.window.past/"));
}

}  // namespace
}  // namespace swc::conformance
