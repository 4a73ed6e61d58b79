#include "conformance/play/case_metamorphic.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance/client/read_requests.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_sides.h"
#include "conformance/judge/read_answer.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_patience.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_read_back.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
#include "conformance/target/leases.h"
#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/case/relations.h"
#include "generators/case/rewritten.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using generators::MetamorphicStep;
using generators::Step;

std::vector<std::string> EntryIds(const generators::Json& put) {
  std::vector<std::string> ids;
  for (const auto& entry : put.at("entries")) {
    ids.push_back(entry.at("entryId").get<std::string>());
  }
  return ids;
}

Task<void> SendSide(CaseState& state, std::vector<Step> puts, bool rewritten, std::uint64_t seed,
                    SideOutcome& side) {
  for (const Step& put : puts) {
    auto request = generators::RenderPut(put, state.binding);
    if (!request) {
      state.End(CaseOutcome::Faulty{.error = request.error().WithContext(state.test_case.id)});
      co_return;
    }
    spec::HttpRequest http = *std::move(request);
    if (rewritten) {
      generators::Dice dice(rc::Random(seed), generators::kSizeMax);
      http.body = generators::Rewritten(http.body, dice);
    }
    co_await SendPut(state, std::move(http));
    if (state.Over()) {
      co_return;
    }
    TakeAnswer(EntryIds(put.body), *state.last_put->response, side);
    if (side.refused) {
      co_return;
    }
  }
}

// What lies from earlier runs where the puts of a case go: of it a target may make something
// (duplicate.other-quality, quota.points-per-second), so those seconds are not compared.
struct Leftovers {
  std::set<std::int64_t> seconds;
  bool unknown = false;  // They could not be read.
  [[nodiscard]] bool MayBeThere() const { return unknown || !seconds.empty(); }
};

// REQUIRES: nothing was put yet.
Leftovers LeftoversOf(const CaseState& state) {
  Leftovers left;
  for (const auto& [name, lent] : state.lease.series) {
    if (lent.fresh) {
      continue;
    }
    left.unknown = left.unknown || !state.ranges.contains(lent.id);
    for (const auto& [key, belief] : state.KnownOf(lent.id)) {
      if (belief.MayBePresent()) {
        left.seconds.insert(key.time.seconds);
      }
    }
  }
  return left;
}

struct Twins {
  reference::SeriesId base;
  reference::SeriesId twin;
};

bool AreFresh(const CaseState& state, const Twins& twins) {
  return std::ranges::all_of(state.lease.series, [&](const auto& item) {
    const LentSeries& lent = item.second;
    return lent.fresh || (lent.id != twins.base && lent.id != twins.twin);
  });
}

// The keys that were put to one of them at least.
SeriesBeliefs KeysOfBoth(const CaseState& state, const Twins& twins) {
  SeriesBeliefs keys = state.KnownOf(twins.base);
  const SeriesBeliefs& others = state.KnownOf(twins.twin);
  keys.insert(others.begin(), others.end());
  return keys;
}

// What is compared of a series: of a fresh one everything, of a property the seconds that are the
// case's alone.
SeenRanges Compared(const CaseState& state, const Twins& twins, const Leftovers& left,
                    SeenRanges seen) {
  if (AreFresh(state, twins)) {
    return seen;
  }
  std::set<std::int64_t> seconds;
  for (const auto& [key, belief] : KeysOfBoth(state, twins)) {
    if (!left.seconds.contains(key.time.seconds)) {
      seconds.insert(key.time.seconds);
    }
  }
  for (auto& range : seen) {
    std::erase_if(range,
                  [&](const SeenValue& value) { return !seconds.contains(value.time.seconds); });
  }
  return seen;
}

// What a read of either of them has to cover: nothing lies outside what was written to one of them.
std::vector<TimeRange> RangesOfBoth(CaseState& state, const Twins& twins) {
  if (!AreFresh(state, twins)) {
    return RangesOf(KeysOfBoth(state, twins), kPropertyGap);
  }
  std::vector<TimeRange> ranges = RangesFor(state, twins.base);
  const std::vector<TimeRange> others = RangesFor(state, twins.twin);
  if (ranges.empty() || others.empty()) {
    return ranges.empty() ? others : ranges;
  }
  ranges.front().first = std::min(ranges.front().first, others.front().first);
  ranges.back().last = std::max(ranges.back().last, others.back().last);
  return ranges;
}

// Reads a series and its twin until they show the same, or the deadline is reached.
Task<Observations> CompareTwins(CaseState& state, const generators::Relation& relation, Twins twins,
                                Leftovers left) {
  Patience patience(state);
  const std::vector<TimeRange> ranges = RangesOfBoth(state, twins);
  const generators::SeriesBinding base_names = state.names[twins.base];
  const generators::SeriesBinding twin_names = state.names[twins.twin];
  while (state.MayReadBack()) {
    SeriesResult one = co_await ReadSeries(state.context.client, base_names,
                                           ByOf(base_names, "", By::kAlias), ranges);
    const bool through = co_await CameThrough(state, one);
    if (!through) {
      co_return Observations();
    }
    SeriesResult other = co_await ReadSeries(state.context.client, twin_names,
                                             ByOf(twin_names, "", By::kAlias), ranges);
    const bool other_through = co_await CameThrough(state, other);
    if (!other_through) {
      co_return Observations();
    }
    Observations judged = JudgeTwins(relation, Compared(state, twins, left, one.seen),
                                     Compared(state, twins, left, other.seen));
    if (judged.deviations.empty()) {
      co_return judged;
    }
    if (patience.Late(state)) {
      ++state.context.deadlines_missed;
      co_return judged;
    }
    co_await patience.Pause(state);
  }
  co_return Observations();
}

// Reads the step and checks what `ParseCase` checks too: a case may have been made by a program.
std::expected<MetamorphicStep, spec::Error> ParseSides(const generators::Case& test_case,
                                                       const Step& step) {
  auto read = generators::ParseMetamorphic(step);
  if (!read) {
    return read;
  }
  if (auto checked = generators::CheckTwins(*read, test_case.series); !checked) {
    return std::unexpected(checked.error());
  }
  if (!generators::IsCalm(test_case)) {
    return spec::BadInput({.what = "its put touches what is left open, so legal targets may treat "
                                   "the two sides in different ways"});
  }
  return read;
}

}  // namespace

Task<void> RunMetamorphic(CaseState& state, const Step& step) {
  const auto read = ParseSides(state.test_case, step);
  if (!read) {
    state.End(CaseOutcome::Faulty{
        .error = read.error().WithContext(state.test_case.id + ": metamorphic")});
    co_return;
  }
  const MetamorphicStep& sides = *read;
  const generators::Relation& relation = *sides.relation;
  const Leftovers left = LeftoversOf(state);
  SideOutcome base;
  std::vector<Step> base_puts = generators::BasePuts(sides);
  co_await SendSide(state, std::move(base_puts), false, sides.seed, base);
  if (state.Over()) {
    co_return;
  }
  SideOutcome variant;
  std::vector<Step> variant_puts = generators::VariantPuts(sides);
  co_await SendSide(state, std::move(variant_puts), relation.rewritten, sides.seed, variant);
  if (state.Over()) {
    co_return;
  }
  Observations judged = JudgeRefusals(relation, base, variant, EntryIds(sides.put));
  if (!judged.deviations.empty()) {
    if (left.MayBeThere()) {
      co_return;  // Perhaps it is what lay there that was refused.
    }
    state.TakeCompared(std::move(judged), *state.last_put);
    co_return;
  }
  for (const auto& [name, twin] : sides.twins) {
    Twins twins{.base = state.lease.series.find(name)->second.id,
                .twin = state.lease.series.find(twin)->second.id};
    judged = co_await CompareTwins(state, relation, std::move(twins), left);
    if (state.Over()) {
      co_return;
    }
    state.TakeCompared(std::move(judged), *state.last_put);
  }
}

}  // namespace swc::conformance
