#include "conformance/play/case_metamorphic.h"

#include <algorithm>
#include <chrono>
#include <expected>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/put_answer.h"
#include "conformance/play/case_puts.h"
#include "conformance/play/case_settle.h"
#include "conformance/play/series_reader.h"
#include "generators/case/broken_clauses.h"
#include "generators/case/dice.h"
#include "generators/case/relations.h"
#include "generators/case/rewritten.h"
#include "spec/error.h"
#include "spec/input_error.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::MetamorphicStep;
using generators::Step;

// Between two reads of sides that differ still.
constexpr std::chrono::milliseconds kComparePause{10};
constexpr std::chrono::milliseconds kComparePauseMax{500};

// What one side came to.
struct SideOutcome {
  std::map<std::string, bool> reported;  // By entryId; of a batch sent twice the second time.
  std::optional<int> refused;            // A put was refused as a whole, with this status.
};

std::vector<std::string> EntryIds(const Step& put) {
  std::vector<std::string> ids;
  for (const auto& entry : put.body.at("entries")) {
    ids.push_back(entry.at("entryId").get<std::string>());
  }
  return ids;
}

Task<void> SendSide(CaseState& state, std::vector<Step> puts, bool rewritten, std::uint64_t seed,
                    SideOutcome& side) {
  for (const Step& put : puts) {
    auto request = generators::RenderPut(put, state.binding);
    if (!request) {
      state.outcome.error = request.error().WithContext(state.test_case.id);
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
    const spec::HttpResponse& response = *state.last_put.response;
    if (response.status != 200) {
      side.refused = response.status;
      co_return;
    }
    Observations ignored;
    const PutAnswer answer = ReadPutAnswer(response, ignored);
    for (const std::string& id : EntryIds(put)) {
      side.reported[id] = answer.errors.contains(id);
    }
  }
}

std::set<std::string> ShownBy(const SeriesResult& result) {
  std::set<std::string> shown;
  for (const auto& range : result.seen) {
    for (const SeenValue& value : range) {
      shown.insert(
          fmt::format("{} at {}", spec::ToJson(value.value),
                      ToString(reference::PointKey{.time = value.time, .quality = value.quality})));
    }
  }
  return shown;
}

// The first thing that one side has and the other has not.
std::string DifferenceOf(const std::set<std::string>& base, const std::set<std::string>& variant) {
  for (const std::string& value : base) {
    if (!variant.contains(value)) {
      return value + " is stored by the base and not by the variant";
    }
  }
  for (const std::string& value : variant) {
    if (!base.contains(value)) {
      return value + " is stored by the variant and not by the base";
    }
  }
  return {};
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

// Reads a series and its twin until they show the same. Returns how they differ at the deadline.
Task<std::string> CompareTwins(CaseState& state, reference::SeriesId base,
                               reference::SeriesId twin) {
  Transport& transport = state.context.client.transport();
  const auto deadline = transport.Now() + state.context.read_deadline;
  const std::vector<TimeRange> ranges = RangesOfBoth(state, base, twin);
  const generators::SeriesBinding base_names = state.names[base];
  const generators::SeriesBinding twin_names = state.names[twin];
  std::chrono::nanoseconds pause = kComparePause;
  while (true) {
    const SeriesResult one =
        co_await ReadSeries(state.context.client, base_names, By::kAlias, ranges);
    if (!state.Usable(one.transient, one.stopped, one.last())) {
      co_return std::string();
    }
    const SeriesResult other =
        co_await ReadSeries(state.context.client, twin_names, By::kAlias, ranges);
    if (!state.Usable(other.transient, other.stopped, other.last())) {
      co_return std::string();
    }
    std::string difference = DifferenceOf(ShownBy(one), ShownBy(other));
    if (difference.empty() || transport.Now() >= deadline) {
      co_return difference;
    }
    co_await Sleep(transport, pause);
    pause = std::min<std::chrono::nanoseconds>(pause * 2, kComparePauseMax);
  }
}

// Whether an entry was refused in any form: the form is the target's choice.
bool Refused(const SideOutcome& side, const std::string& id) {
  const auto found = side.reported.find(id);
  return found == side.reported.end() ? side.refused.has_value() : found->second;
}

std::string DifferenceOf(const SideOutcome& base, const SideOutcome& variant,
                         const generators::Json& put) {
  for (const auto& entry : put.at("entries")) {
    const auto id = entry.at("entryId").get<std::string>();
    if (Refused(base, id) != Refused(variant, id)) {
      return fmt::format("entry '{}' was refused by the {} only", id,
                         Refused(base, id) ? "base" : "variant");
    }
  }
  return {};
}

void Report(CaseState& state, const generators::Relation& relation, std::string_view kind,
            std::string difference) {
  Observations observations;
  observations.Deviate(relation.clause, fmt::format("{}-{}", relation.name, kind), "",
                       std::string(relation.statement), std::move(difference));
  state.TakeCompared(std::move(observations), state.last_put);
}

// Reads the step and checks what `ParseCase` checks too: a case may have been made by a program.
std::expected<MetamorphicStep, spec::Error> ReadSides(const generators::Case& test_case,
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
  const auto read = ReadSides(state.test_case, step);
  if (!read) {
    state.outcome.error = read.error().WithContext(state.test_case.id + ": metamorphic");
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
  std::string difference = DifferenceOf(base, variant, sides.put);
  if (!difference.empty()) {
    Report(state, relation, "refused", std::move(difference));
    co_return;
  }
  for (const auto& [name, twin] : sides.twins) {
    const reference::SeriesId base_id = state.lease.series.find(name)->second.id;
    const reference::SeriesId twin_id = state.lease.series.find(twin)->second.id;
    difference = co_await CompareTwins(state, base_id, twin_id);
    if (state.Over()) {
      co_return;
    }
    if (!difference.empty()) {
      Report(state, relation, "stored", std::move(difference));
    }
  }
}

}  // namespace swc::conformance
