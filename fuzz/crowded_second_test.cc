// Cases that share one second of the same properties: what one leaves is there for the next. A
// legal server counts it, whether or not the values of the next case can be stored.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "conformance/mutant_bench_testing.h"
#include "fuzz/play.h"
#include "generators/case.h"
#include "generators/directed_cases.h"
#include "generators/random_case.h"
#include "generators/stateful_case.h"

namespace swc::fuzz {
namespace {

using generators::Case;

// Legal servers, and the cases that each is sent.
constexpr std::uint64_t kServers = 24;
constexpr std::uint64_t kCasesPerServer = 90;
constexpr int kSize = 20;

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
      return directed[(seed * kCasesPerServer + i) % directed.size()];
  }
}

// The other side of a contested point earns its one warning.
bool IsContested(const conformance::Found& found) {
  return found.deviation.clause->id.ends_with(".contested");
}

class CrowdedSecondTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(CrowdedSecondTest, NoLegalServerIsAccused) {
  const Assignments policies = PoliciesOf(GetParam());
  conformance::MutantBench bench(nullptr, PoliciesFrom(policies));
  std::uint64_t ran = 0;
  for (std::uint64_t i = 0; i < kCasesPerServer; ++i) {
    const std::string text = Moved(generators::ToJson(CaseNumber(GetParam(), i)));
    const auto test_case = generators::ParseCase(std::string_view(text), "test");
    if (!test_case) {
      continue;  // Some expressions say nothing once they are moved.
    }
    const conformance::CaseOutcome outcome = bench.Run(*test_case);
    ran += outcome.missing.empty() && !outcome.error ? 1 : 0;
    for (const conformance::Found& found : outcome.found) {
      EXPECT_TRUE(IsContested(found))
          << found.deviation.Signature() << ": " << found.deviation.observed << "\n"
          << text;
    }
  }
  EXPECT_GT(ran, kCasesPerServer / 2);
}

INSTANTIATE_TEST_SUITE_P(Servers, CrowdedSecondTest, ::testing::Range(std::uint64_t{0}, kServers));

}  // namespace
}  // namespace swc::fuzz
