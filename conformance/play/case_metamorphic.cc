#include "conformance/play/case_metamorphic.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance/client/read_requests.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_sides.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_read_back.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/case_state.h"
#include "conformance/play/series_reader.h"
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

// Between two reads of sides that differ still.
constexpr std::chrono::milliseconds kComparePause{10};
constexpr std::chrono::milliseconds kComparePauseMax{500};

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
    TakeAnswer(EntryIds(put.body), *state.last_put.response, side);
    if (side.refused) {
      co_return;
    }
  }
}

// What a read of either of them has to cover: nothing lies outside what was written to one of them.
std::vector<TimeRange> RangesOfBoth(CaseState& state, const reference::SeriesId& base,
                                    const reference::SeriesId& twin) {
  std::vector<TimeRange> ranges = RangesFor(state, base);
  const std::vector<TimeRange> others = RangesFor(state, twin);
  if (ranges.empty() || others.empty()) {
    return ranges.empty() ? others : ranges;
  }
  ranges.front().first = std::min(ranges.front().first, others.front().first);
  ranges.back().last = std::max(ranges.back().last, others.back().last);
  return ranges;
}

// Reads a series and its twin until they show the same, or the deadline is reached.
Task<Observations> CompareTwins(CaseState& state, const generators::Relation& relation,
                                reference::SeriesId base, reference::SeriesId twin) {
  Transport& transport = state.context.client.transport();
  const auto deadline = transport.Now() + state.context.read_deadline;
  const std::vector<TimeRange> ranges = RangesOfBoth(state, base, twin);
  const generators::SeriesBinding base_names = state.names[base];
  const generators::SeriesBinding twin_names = state.names[twin];
  std::chrono::nanoseconds pause = kComparePause;
  while (state.MayReadBack()) {
    const SeriesResult one =
        co_await ReadSeries(state.context.client, base_names, By::kAlias, ranges);
    const bool through = co_await CameThrough(state, one.transient, one.stopped, one.last());
    if (!through) {
      co_return Observations();
    }
    const SeriesResult other =
        co_await ReadSeries(state.context.client, twin_names, By::kAlias, ranges);
    const bool other_through =
        co_await CameThrough(state, other.transient, other.stopped, other.last());
    if (!other_through) {
      co_return Observations();
    }
    Observations judged = JudgeTwins(relation, one.seen, other.seen);
    if (judged.deviations.empty() || transport.Now() >= deadline) {
      co_return judged;
    }
    co_await Sleep(transport, pause);
    pause = std::min<std::chrono::nanoseconds>(pause * 2, kComparePauseMax);
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
    state.TakeCompared(std::move(judged), state.last_put);
    co_return;
  }
  for (const auto& [name, twin] : sides.twins) {
    const reference::SeriesId base_id = state.lease.series.find(name)->second.id;
    const reference::SeriesId twin_id = state.lease.series.find(twin)->second.id;
    judged = co_await CompareTwins(state, relation, base_id, twin_id);
    if (state.Over()) {
      co_return;
    }
    state.TakeCompared(std::move(judged), state.last_put);
  }
}

}  // namespace swc::conformance
