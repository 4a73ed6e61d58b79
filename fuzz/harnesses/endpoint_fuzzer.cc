// A live endpoint as a black box: the instrumented model gives coverage, the answers give more
// (answer_features.h), and every input stands for several cases that are under way at once, so that
// the network does not starve the fuzzer.
//
// SWC_FUZZ_TARGET names the target description; SWC_FUZZ_ALLOW_LIVE=1 permits a host of AWS;
// SWC_FUZZ_SERIES is the folder of the names of all series. What is found goes to
// SWC_FUZZ_FINDINGS.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_session.h"
#include "conformance/target/leases.h"
#include "conformance/target/opening.h"
#include "fuzz/input/feature_log.h"
#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/mutator/mutator.h"
#include "fuzz/oracles/answer_features.h"
#include "fuzz/oracles/finding_collector.h"
#include "fuzz/oracles/known_input.h"
#include "fuzz/oracles/left_on_target.h"
#include "generators/case/case.h"
#include "reports/text.h"
#include "spec/hash.h"
#include "spec/text/error.h"
#include "spec/text/print.h"

namespace {

// Cases of one input: itself, and mutations of it that the input alone decides.
constexpr std::uint64_t kVariants = 16;
// Streams are lent again after so many: a harness writes to no more, however long it runs.
constexpr std::uint64_t kStreamsMax = 5'000;
// For playing what was found by itself.
constexpr std::uint64_t kStreamsReserve = 5'000;

// libFuzzer takes these for coverage.
__attribute__((section("__libfuzzer_extra_counters"))) std::array<std::uint8_t, 4096> counters;

[[noreturn]] void End(const swc::spec::Error& error) {
  swc::spec::PrintError(swc::reports::ErrorLine(error.message));
  std::_Exit(error.kind == swc::spec::ErrorKind::kNetwork ? 3 : 2);
}

std::string Setting(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The jobs of a campaign share out the properties of the target: SWC_FUZZ_SHARE=<job>/<jobs>.
swc::conformance::LeaseLimits OurShare() {
  swc::conformance::LeaseLimits limits{.streams_max = kStreamsMax,
                                       .streams_reserve = kStreamsReserve};
  const std::string share = Setting("SWC_FUZZ_SHARE");
  const std::size_t slash = share.find('/');
  if (slash != std::string::npos) {
    limits.process = std::strtoul(share.c_str(), nullptr, 10);
    limits.processes = std::max(1UL, std::strtoul(share.c_str() + slash + 1, nullptr, 10));
  }
  return limits;
}

struct Endpoint {
  swc::fuzz::AnswerFeatures features{counters};
  swc::fuzz::FeatureLog log{Setting("SWC_FUZZ_FEATURES")};
  swc::fuzz::LeftOnTarget left{Setting("SWC_FUZZ_SERIES")};
  std::unique_ptr<swc::conformance::CaseSession> session;
  std::unique_ptr<swc::fuzz::FindingCollector> collector;

  Endpoint() {
    const std::string file = Setting("SWC_FUZZ_TARGET");
    if (file.empty()) {
      End({.kind = swc::spec::ErrorKind::kUsage,
           .message = "SWC_FUZZ_TARGET has to name a target description (docs/target.md)"});
    }
    const swc::conformance::TargetOptions target{
        .target_file = file,
        .allow_live = Setting("SWC_FUZZ_ALLOW_LIVE") == "1",
        .connections = kVariants};
    auto begun = swc::conformance::CaseSession::Begin(
        target, {.observe = [this](const auto& exchange) { Observe(exchange); },
                 .leases = OurShare(),
                 .names_below = Setting("SWC_FUZZ_SERIES")});
    if (!begun) {
      End(begun.error());
    }
    session = *std::move(begun);
    collector = std::make_unique<swc::fuzz::FindingCollector>(
        session->context(),
        swc::fuzz::FindingCollectorOptions{.harness = "endpoint",
                                           .reproduce_target = target.AsWords(),
                                           .folder = swc::fuzz::FindingsFolderInEnvironment()});
    collector->LearnPace();
  }

  void Observe(const swc::conformance::Exchange& exchange) {
    features.Add(exchange);
    const swc::fuzz::LeftOnTarget::Left more = left.Add(exchange);
    swc::fuzz::CountLeft(more.values, more.series);
  }
};

// Returns the case and its variants, which follow from the input alone. Hundreds of seeds are
// played before anything new, so they get none.
std::vector<swc::generators::Case> CasesOf(swc::generators::Case first, std::string_view input) {
  std::vector<swc::generators::Case> cases = {std::move(first)};
  const std::uint64_t seed = swc::spec::HashOf(input);
  const std::uint64_t count = swc::fuzz::PlaysSeedsAlone() ? 1 : kVariants;
  for (std::uint64_t i = 1; i < count; ++i) {
    if (auto test_case = swc::fuzz::CaseOf(
            swc::fuzz::Mutate(input, swc::fuzz::kCaseBytesMax, seed + i, nullptr))) {
      cases.push_back(*std::move(test_case));
    }
  }
  return cases;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  static Endpoint endpoint;
  const std::string_view input = swc::fuzz::TextOf(data, size);
  auto test_case = swc::fuzz::CaseOf(input);
  if (!test_case) {
    return -1;
  }
  if (swc::fuzz::PlaysKnown()) {
    if (auto played = PlayKnownInput(*endpoint.collector, *test_case); !played) {
      End(played.error());
    }
    return 0;
  }
  const auto outcomes = endpoint.collector->Run(CasesOf(*std::move(test_case), input));
  if (!outcomes) {
    End(outcomes.error());
  }
  for (const swc::conformance::CaseOutcome& outcome : *outcomes) {
    endpoint.features.Add(outcome);
  }
  endpoint.log.Note(input, counters, swc::fuzz::PlaysSeedsAlone());
  return 0;
}
