#include "conformance/run/phases.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/run/run.h"
#include "conformance/tally/tally.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/metamorphic_case.h"
#include "generators/random/pairwise_case.h"
#include "generators/random/random_case.h"
#include "generators/random/stateful_case.h"
#include "generators/random/wire_case.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::Case;

// Random and stateful cases grow from small to large over so many cases.
constexpr std::uint64_t kCasesToFullSize = 500;
constexpr std::uint64_t kStoriesToFullSize = 50;

// How many random cases there are for one of the other kinds.
constexpr std::uint64_t kRandomPerStateful = 20;
constexpr std::uint64_t kRandomPerMetamorphic = 8;
constexpr std::uint64_t kRandomPerConcurrent = 40;
constexpr std::uint64_t kQuotaCases = 30;

int SizeOf(std::uint64_t index, std::uint64_t to_full_size) {
  constexpr std::uint64_t kSmallest = 10;
  return static_cast<int>(std::min<std::uint64_t>(
      generators::kSizeMax, kSmallest + index * generators::kSizeMax / to_full_size));
}

// A phase of `count` cases by number; 0: without an end.
Phase Numbered(std::uint64_t count, std::function<Case(std::uint64_t)> make) {
  return {.cases = count,
          .next = [count, make = std::move(make),
                   next = std::uint64_t{0}]() mutable -> std::optional<Case> {
            return count != 0 && next == count ? std::nullopt : std::optional(make(next++));
          }};
}

Phase Nothing() { return {}; }

using Types = std::vector<spec::DataType>;

// A phase of those cases that the selection holds.
Phase Selected(const RunOptions& options, const std::vector<Case>& all) {
  std::vector<const Case*> selected;
  for (const Case& test_case : all) {
    if (options.selection.HoldsCase(test_case)) {
      selected.push_back(&test_case);
    }
  }
  if (selected.empty()) {
    return Nothing();
  }
  return Numbered(selected.size(), [selected](std::uint64_t index) { return *selected[index]; });
}

// A phase of cases that are about everything, which a selection leaves out.
Phase Unselected(const RunOptions& options, std::uint64_t count,
                 std::function<Case(std::uint64_t)> make) {
  return options.selection.only.empty() && options.random_cases > 0
             ? Numbered(std::max<std::uint64_t>(1, count), std::move(make))
             : Nothing();
}

// A phase of generated cases, each about a clause: of them a selection holds some.
Phase Steered(const RunOptions& options, std::uint64_t count,
              std::function<Case(std::uint64_t)> make) {
  if (options.selection.only.empty() || options.random_cases == 0) {
    return Unselected(options, count, std::move(make));
  }
  std::vector<std::uint64_t> held;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (options.selection.HoldsCase(make(i))) {
      held.push_back(i);
    }
  }
  const std::size_t size = held.size();
  return size == 0 ? Nothing()
                   : Numbered(size, [held = std::move(held), make = std::move(make)](
                                        std::uint64_t index) { return make(held[index]); });
}

Phase Known(const RunOptions& options, const Types& /*compared*/) {
  return Selected(options, options.known_cases);
}

Phase Directed(const RunOptions& options, const Types& /*compared*/) {
  return Selected(options, generators::DirectedCases());
}

Phase Pairwise(const RunOptions& options, const Types& /*compared*/) {
  return Unselected(
      options, generators::PairwiseRows().size(),
      [seed = options.seed](std::uint64_t index) { return generators::PairwiseCase(seed, index); });
}

Phase Random(const RunOptions& options, const Types& /*compared*/) {
  if (!options.selection.only.empty() || options.random_cases == 0) {
    return Nothing();
  }
  const bool timed = options.time_max.count() > 0;
  return Numbered(timed ? 0 : options.random_cases, [seed = options.seed](std::uint64_t index) {
    return generators::RandomCase(seed, index, SizeOf(index, kCasesToFullSize));
  });
}

Phase Stateful(const RunOptions& options, const Types& /*compared*/) {
  return Unselected(options, options.random_cases / kRandomPerStateful,
                    [seed = options.seed](std::uint64_t index) {
                      return generators::StatefulCase(seed, index,
                                                      SizeOf(index, kStoriesToFullSize));
                    });
}

Phase Metamorphic(const RunOptions& options, const Types& compared) {
  return Steered(options, options.random_cases / kRandomPerMetamorphic,
                 [seed = options.seed, compared](std::uint64_t index) {
                   return generators::MetamorphicCase(seed, index, compared);
                 });
}

Phase Wire(const RunOptions& options, const Types& /*compared*/) {
  return Selected(options, generators::AllWireCases());
}

Phase Quota(const RunOptions& options, const Types& /*compared*/) {
  return Steered(options, kQuotaCases, [seed = options.seed](std::uint64_t index) {
    return generators::QuotaCase(seed, index);
  });
}

Phase Concurrent(const RunOptions& options, const Types& /*compared*/) {
  return Steered(options, options.random_cases / kRandomPerConcurrent,
                 [seed = options.seed](std::uint64_t index) {
                   return generators::ConcurrentCase(seed, index);
                 });
}

// Random cases stand at the end of those that always run: with a time limit they use what is left.
constexpr std::array kPhases = {
    PhaseRow{kKnownPhase, "cases of earlier findings, from --case-dir", false, Known},
    PhaseRow{"directed", "every clause on both sides, and boundaries", false, Directed},
    PhaseRow{"pairwise", "every pair of violations and features", false, Pairwise, true},
    PhaseRow{"stateful", "long sequences on a few shared series", false, Stateful, true},
    PhaseRow{"metamorphic", "two ways of saying the same, compared", false, Metamorphic},
    PhaseRow{"wire", "malformed JSON and forms of HTTP", false, Wire},
    PhaseRow{"concurrency", "puts to the same series at once", false, Concurrent},
    PhaseRow{"quota", "more values in a second than need be kept (--quota)", true, Quota},
    PhaseRow{"random", "batches with weighted violations", false, Random, true},
};

}  // namespace

std::span<const PhaseRow> AllPhases() { return kPhases; }

std::expected<void, spec::Error> CheckPhases(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::ranges::find(kPhases, name, &PhaseRow::name) == kPhases.end()) {
      return std::unexpected(spec::Error{
          .kind = spec::ErrorKind::kUsage,
          .message = "--phase: there is no phase '" + name + "'; `run --help` lists them"});
    }
  }
  return {};
}

std::vector<std::string_view> LeftOutByOnly(const RunOptions& options) {
  std::vector<std::string_view> names;
  for (const PhaseRow& row : kPhases) {
    const bool named = std::ranges::find(options.phases, row.name) != options.phases.end();
    const bool wanted = options.phases.empty() ? !row.on_demand : named;
    if (wanted && row.about_everything && !options.selection.only.empty()) {
      names.push_back(row.name);
    }
  }
  return names;
}

std::vector<Phase> PhasesOf(const RunOptions& options, const Types& compared) {
  std::vector<Phase> phases;
  for (const PhaseRow& row : kPhases) {
    const bool named = std::ranges::find(options.phases, row.name) != options.phases.end();
    const bool wanted = options.phases.empty() ? !row.on_demand : named;
    if (!wanted && !(row.on_demand && options.quota)) {
      continue;
    }
    Phase phase = row.make(options, compared);
    phase.name = row.name;
    if (phase.next) {
      phases.push_back(std::move(phase));
    }
  }
  return phases;
}

}  // namespace swc::conformance
