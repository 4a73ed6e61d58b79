// The limits of what a request and an entry hold, of names, and of what a read asks for.
#include "generators/directed/boundary_cases.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/directed/boundary_cases_builder.h"
#include "spec/clause_id.h"
#include "spec/contract.h"

namespace swc::generators {
namespace {

using spec::Contract;

// How far beyond a limit "far above" lies.
constexpr std::size_t kFar = 10;

std::vector<std::size_t> CountsAround(std::size_t most) {
  return {1, most - 1, most, most + 1, 2 * most, kFar * most};
}

void AddCounts(std::vector<Case>& cases) {
  for (const std::size_t count : CountsAround(Contract::Get().entries_max)) {
    Json entries = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      entries.push_back(Entry(i + 1, Doubles(i, 1)));
    }
    cases.push_back(PutCase({.clause = "entries.max",
                             .what = fmt::format("{}-entries", count),
                             .title = fmt::format("A request of {} entries.", count)},
                            std::move(entries)));
  }
  for (const std::size_t count : CountsAround(Contract::Get().values_max)) {
    cases.push_back(PutCase({.clause = "values.max",
                             .what = fmt::format("{}-values", count),
                             .title = fmt::format("An entry of {} values.", count)},
                            Json::array({Entry(1, Doubles(0, count))})));
  }
  const std::size_t above = Contract::Get().values_max + 1;
  cases.push_back(PutCase({.clause = "values.max",
                           .what = fmt::format("{}-values-beside-good", above),
                           .title = fmt::format("An entry of {} values beside a good one.", above)},
                          Json::array({Entry(1, Doubles(0, 1)), Entry(2, Doubles(1, above)),
                                       Entry(3, Doubles(above + 1, 1))})));
  Case partial = cases.back();
  partial.id += "-partial";
  partial.title = fmt::format("The same with partial processing.");
  partial.steps.front().body["enablePartialEntryProcessing"] = true;
  cases.push_back(std::move(partial));
}

void AddEntryIds(std::vector<Case>& cases) {
  const std::size_t most = Contract::Get().entry_id_length_max;
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, most - 1, most, most + 1, kFar * most}) {
    Json entry = Entry(1, Doubles(1, 1));
    entry["entryId"] = std::string(length, 'e');
    cases.push_back(PutCase({.clause = "entry.id.length",
                             .what = fmt::format("{}-characters", length),
                             .title = fmt::format("An entryId of {} characters.", length)},
                            Json::array({entry})));
  }
  Json entry = Entry(1, Doubles(1, 1));
  entry["entryId"] = std::string(most + 1, 'e');
  cases.push_back(PutCase({.clause = "entry.id.length",
                           .what = fmt::format("{}-characters-beside-good", most + 1),
                           .title = "An entryId that is too long beside a good entry."},
                          Json::array({entry, Entry(2, Doubles(2, 1))})));
}

// A case whose alias is the lent one, padded to `length` characters, so that whatever a target
// creates for it lies under the name of the run.
Case AliasCase(CaseName name, std::size_t length, std::string_view padding) {
  Json entry = Json::object();
  entry["entryId"] = "e1";
  entry["propertyAlias"] = fmt::format("${{s1.alias:{}{}}}", length, padding);
  entry["propertyValues"] = Doubles(1, 1);
  Case result = PutCase(std::move(name), Json::array({entry}));
  result.series.front().kind = SeriesKind::kStream;
  return result;
}

void AddAliases(std::vector<Case>& cases) {
  Json empty = Json::object();
  empty["entryId"] = "e1";
  empty["propertyAlias"] = "";
  empty["propertyValues"] = Doubles(1, 1);
  cases.push_back(PutCase({.clause = "identity.alias.length",
                           .what = "0-characters",
                           .title = "An alias of no characters."},
                          Json::array({empty})));
  const std::size_t most = Contract::Get().alias_length_max;
  const std::size_t agreed = Contract::Get().alias_length_agreed;
  for (const std::size_t length :
       {agreed / 2, agreed - 1, agreed, agreed + 1, most / 2, most - 1, most, most + 1, 2 * most}) {
    const bool contested = length > agreed && length <= most;
    cases.push_back(AliasCase({.clause = contested ? spec::ClauseId("identity.alias.contested")
                                                   : spec::ClauseId("identity.alias.length"),
                               .what = fmt::format("{}-characters", length),
                               .title = fmt::format("An alias of {} characters.", length)},
                              length, ""));
  }
  // Letters of two, three and four bytes.
  struct Letter {
    std::string_view text;
    std::string_view name;
  };
  for (const auto& [text, name] :
       {Letter{"\u00e9", "two"}, Letter{"\u4e2d", "three"}, Letter{"\U0001f600", "four"}}) {
    const std::size_t few = most / (2 * text.size());
    cases.push_back(AliasCase(
        {.clause = "identity.alias.length",
         .what = fmt::format("{}-characters-of-{}-bytes", few, name),
         .title = fmt::format("An alias of letters of {} bytes, far below the limit.", name)},
        few, text));
    cases.push_back(
        AliasCase({.clause = "identity.alias.bytes",
                   .what = fmt::format("{}-characters-of-{}-bytes", most, name),
                   .title = fmt::format("An alias of {} letters of {} bytes.", most, name)},
                  most, text));
    cases.push_back(
        AliasCase({.clause = "identity.alias.length",
                   .what = fmt::format("{}-characters-of-{}-bytes", most + 1, name),
                   .title = fmt::format("An alias of {} letters of {} bytes.", most + 1, name)},
                  most + 1, text));
  }
}

// `count` values of one second, a millisecond apart, from millisecond `first` on.
Json WithinSecond(std::size_t first, std::size_t count) {
  Json values = Doubles(first, count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i]["at"] = fmt::format("{}+{}ms", Second(1), first + i);
  }
  return values;
}

void AddQuota(std::vector<Case>& cases) {
  const std::size_t most = Contract::Get().points_per_second_max;
  for (const std::size_t count : {most - 1, most, most + 1}) {
    Case result = PutCase({.clause = "quota.points-per-second",
                           .what = fmt::format("{}-values", count),
                           .title = fmt::format("{} values of one second.", count)},
                          Json::array({Entry(1, WithinSecond(0, most - 1))}));
    for (std::size_t i = most - 1; i < count; ++i) {
      Json body = Json::object();
      body["entries"] = Json::array({Entry(1, WithinSecond(i, 1))});
      result.steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
    }
    cases.push_back(std::move(result));
  }
}

void AddReads(std::vector<Case>& cases) {
  const Contract& contract = Contract::Get();
  for (const std::size_t results :
       {std::size_t{1}, contract.history_default_results, contract.history_results_max}) {
    Case result = PutCase({.clause = "read.history.max-results",
                           .what = fmt::format("page-of-{}", results),
                           .title = fmt::format("Three values in pages of {}.", results)},
                          Json::array({Entry(1, Doubles(1, 3))}));
    Json history = Json::object();
    history["series"] = "s1";
    history["quality"] = "GOOD";
    history["start"] = "t0";
    history["end"] = Second(10);
    history["maxResults"] = results;
    result.steps.push_back({.kind = StepKind::kHistory, .body = std::move(history)});
    cases.push_back(std::move(result));
  }
}

// More values than a server may keep or show by mistake, at one a second.
void AddLongHistories(std::vector<Case>& cases) {
  constexpr std::size_t kValues = 110;
  const std::size_t per_entry = Contract::Get().values_max;
  const std::size_t per_put = per_entry * Contract::Get().entries_max;
  struct Read {
    std::size_t page;
    std::string_view order;
  };
  for (const auto& [page, order] :
       {Read{20, "ASCENDING"}, Read{50, "DESCENDING"}, Read{kValues, "ASCENDING"}}) {
    Case result = PutCase({.clause = "read.history.paging",
                           .what = fmt::format("{}-by-{}", kValues, page),
                           .title = fmt::format("{} values in pages of {}.", kValues, page)},
                          Json::array());
    result.steps.clear();
    for (std::size_t first = 0; first < kValues; first += per_put) {
      Json entries = Json::array();
      for (std::size_t i = first; i < std::min(first + per_put, kValues); i += per_entry) {
        entries.push_back(
            Entry(1 + i / per_entry, Doubles(i + 1, std::min(per_entry, kValues - i))));
      }
      result.steps.push_back({.kind = StepKind::kPut, .body = Json{{"entries", entries}}});
    }
    Json history = {{"series", "s1"}, {"quality", "GOOD"}, {"start", "t0"}};
    history["end"] = Second(kValues);
    history["maxResults"] = page;
    history["order"] = order;
    result.steps.push_back({.kind = StepKind::kHistory, .body = std::move(history)});
    cases.push_back(std::move(result));
  }
}

}  // namespace

std::vector<Case> SizeBoundaryCases() {
  std::vector<Case> cases;
  AddCounts(cases);
  AddEntryIds(cases);
  AddAliases(cases);
  AddQuota(cases);
  AddReads(cases);
  AddLongHistories(cases);
  return cases;
}

std::vector<Case> BoundaryCases() {
  std::vector<Case> all = SizeBoundaryCases();
  std::ranges::move(ValueBoundaryCases(), std::back_inserter(all));
  std::ranges::move(TimeBoundaryCases(), std::back_inserter(all));
  std::ranges::move(ExtremeBoundaryCases(), std::back_inserter(all));
  return all;
}

}  // namespace swc::generators
