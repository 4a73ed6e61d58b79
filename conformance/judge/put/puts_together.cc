#include "conformance/judge/put/puts_together.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

bool ShareSeries(const reference::SentEntry& one, const reference::Reading& other) {
  return std::ranges::any_of(other.entries, [&](const reference::SentEntry& entry) {
    return std::ranges::find_first_of(one.series, entry.series) != one.series.end();
  });
}

}  // namespace

// U6, F106: puts at once to one series may conflict, whatever their keys.
void AllowConflicts(const std::vector<const reference::Reading*>& beside,
                    reference::Reading& reading) {
  for (std::size_t i = 0; i < reading.entries.size(); ++i) {
    if (std::ranges::any_of(
            beside, [&](const auto* other) { return ShareSeries(reading.entries[i], *other); })) {
      reading.violations.emplace_back(
          spec::ClauseId("duplicate.cross-entry"),
          reference::RequestPlace{
              .scope = spec::Scope::kEntry, .entry = i, .pointer = fmt::format("/entries/{}", i)});
    }
  }
}

// What puts at once show is no choice: it is chance which of them conflict.
void DropConflictChoices(Observations& observations) {
  constexpr std::array<spec::ClausePrefix, 3> kByChance = {"duplicate.cross-entry", "quota",
                                                           "value.type.stream"};
  std::erase_if(observations.choices, [&](const Choice& choice) {
    return std::ranges::any_of(
        kByChance, [&](spec::ClausePrefix prefix) { return choice.clause->IsUnder(prefix); });
  });
}

}  // namespace swc::conformance
