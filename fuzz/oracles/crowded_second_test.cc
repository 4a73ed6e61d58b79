// Cases, also mutated ones, that share one second of the same properties: what one leaves is there
// for the next. A legal server counts it, whether or not the values of the next case can be stored.
//
// SWC_ALL_SERVERS=1 asks many more of them (20 minutes).
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "conformance/selftest/mutant_bench_testing.h"
#include "fuzz/input/input.h"
#include "fuzz/mutator/mutator.h"
#include "fuzz/oracles/play_in_process.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/random_case.h"
#include "generators/random/stateful_case.h"
#include "reference/model/policies.h"
#include "spec/hash.h"
#include "spec/sanitizer_testing.h"

namespace swc::fuzz {
namespace {

using generators::Case;

constexpr int kSize = 20;
// A case is mutated so many times less one.
constexpr std::uint64_t kMutationsBelow = 5;

bool All() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs.
  return std::getenv("SWC_ALL_SERVERS") != nullptr;
}

std::uint64_t Servers() { return All() ? 200 : 24; }

std::uint64_t CasesPerServer() { return All() ? 3'000 : spec::kUnderSanitizer ? 20 : 200; }

// Moves a case to a moment that all cases share, and from streams to properties.
constexpr auto kMoves = std::to_array<std::pair<std::string_view, std::string_view>>({
    {R"("t0+)", R"("now-)"},
    {R"("t0-)", R"("now-)"},
    {R"("t0")", R"("now")"},
    {R"(${t0+)", R"(${now-)"},
    {R"("kind": "stream")", R"("kind": "measurement")"},
});

std::string Moved(std::string text) {
  for (const auto& [from, to] : kMoves) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

Case CaseNumber(std::uint64_t seed, std::uint64_t i) {
  constexpr std::uint64_t kKinds = 3;
  const auto& directed = generators::DirectedCases();
  switch (i % kKinds) {
    case 0:
      return generators::RandomCase(seed, i, kSize);
    case 1:
      return generators::StatefulCase(seed, i, kSize);
    default:
      return directed[spec::HashOf("directed", seed + i) % directed.size()];
  }
}

std::string TextOfCase(std::uint64_t seed, std::uint64_t i) {
  std::string text = Moved(generators::ToJson(CaseNumber(seed, i)));
  for (std::uint64_t mutation = 0; mutation < i % kMutationsBelow; ++mutation) {
    text = Mutate(text, kCaseBytesMax, spec::HashOf(text, seed + mutation), nullptr);
  }
  return text;
}

// The other side of a contested point earns its one warning.
bool IsContested(const conformance::ShownDeviation& shown) {
  const reference::PolicyRow* policy = reference::FindPolicy(shown.deviation.clause->id);
  return policy != nullptr && policy->contested;
}

class CrowdedSecondTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(CrowdedSecondTest, NoLegalServerIsAccused) {
  const reference::Assignments policies = PoliciesOf(GetParam());
  conformance::MutantBench bench(nullptr, reference::PoliciesFrom(policies));
  std::uint64_t ran = 0;
  for (std::uint64_t i = 0; i < CasesPerServer(); ++i) {
    const std::string text = TextOfCase(GetParam(), i);
    const auto test_case = generators::ParseCase(std::string_view(text), "test");
    if (!test_case) {
      continue;  // Neither a mutation nor a moved expression need make a case.
    }
    const conformance::CaseOutcome outcome = bench.Run(*test_case);
    ran += outcome.As<conformance::CaseOutcome::Skipped>() == nullptr &&
                   outcome.As<conformance::CaseOutcome::Faulty>() == nullptr
               ? 1
               : 0;
    for (const conformance::ShownDeviation& shown : outcome.deviations) {
      EXPECT_TRUE(IsContested(shown))
          << shown.deviation.Signature() << ": " << shown.deviation.observed << "\n"
          << text;
    }
  }
  EXPECT_GT(ran, CasesPerServer() / 2);
}

INSTANTIATE_TEST_SUITE_P(Servers, CrowdedSecondTest, ::testing::Range(std::uint64_t{0}, Servers()));

}  // namespace
}  // namespace swc::fuzz
