// The part of the reading that needs more than the bytes: which properties exist, what time it is,
// what is stored.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "reference/reading/check_points.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "reference/reading/series_types.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;
using spec::Scope;

class ContextChecker {
 public:
  ContextChecker(const ReadingContext& context, Reading& reading)
      : context_(context), reading_(reading) {}

  void Check() {
    CheckEntryIds();
    NoteBrokenIds();
    for (const Reading* beside : context_.beside) {
      for (const SentEntry& entry : beside->entries) {
        types_beside_.Add(entry);
      }
    }
    for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
      ResolveIdentity(i);
      types_sent_.Add(reading_.entries[i]);
      LookUpGoals(reading_.entries[i]);
      for (std::size_t j = 0; j < reading_.entries[i].values.size(); ++j) {
        CheckTime(i, j);
        CheckType(i, j);
      }
    }
    CheckPoints(context_, reading_);
  }

 private:
  void Add(spec::ClauseId clause, Scope scope, std::size_t entry, std::size_t value,
           Demand demand = Demand::kByLevel) {
    AddInContext(reading_, clause, scope, entry, value, demand);
  }
  void AddToEntry(spec::ClauseId clause, std::size_t entry, Demand demand = Demand::kByLevel) {
    Add(clause, Scope::kEntry, entry, 0, demand);
  }

  // entry.id.duplicate
  void CheckEntryIds() {
    std::map<std::string_view, std::size_t> counts;
    for (const SentEntry& entry : reading_.entries) {
      if (entry.id) {
        ++counts[*entry.id];
      }
    }
    for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
      if (reading_.entries[i].id && counts[*reading_.entries[i].id] > 1) {
        AddToEntry("entry.id.duplicate", i);
      }
    }
  }

  void ResolveIdentity(std::size_t index) {
    SentEntry& entry = reading_.entries[index];
    const std::size_t first = reading_.violations.size();
    const bool by_ids = entry.asset_id && entry.property_id;
    if (by_ids) {
      const Property* property = context_.directory.FindByIds(*entry.asset_id, *entry.property_id);
      if (property != nullptr) {
        entry.series.push_back(SeriesOfProperty(*property));
        CheckProperty(index, *property);
      } else if (!breaks_pattern_[index]) {
        // identity.unknown-property: ids that break the pattern name nothing anyway.
        AddToEntry("identity.unknown-property", index);
      }
    }
    if (entry.alias) {
      ResolveAlias(index, *entry.alias);
    }
    if (!by_ids || !entry.alias) {
      return;
    }
    // identity.both.consistent, identity.both.contradicting
    if (entry.series.size() == 2 && entry.series[0] == entry.series[1]) {
      entry.series.pop_back();
      AddToEntry("identity.both.consistent", index);
    } else {
      // Either name may be followed, so what the other one names demands nothing (U13).
      for (std::size_t i = first; i < reading_.violations.size(); ++i) {
        const spec::Clause& clause = *reading_.violations[i].clause;
        if (clause.Is("identity.unknown-alias") || clause.Is("identity.unknown-property") ||
            clause.Is("access.denied") || clause.Is("identity.computed")) {
          reading_.violations[i].obligation = Obligation::kMayReject;
        }
      }
      AddToEntry("identity.both.contradicting", index);
    }
  }

  void NoteBrokenIds() {
    breaks_pattern_.assign(reading_.entries.size(), false);
    for (const Violation& violation : reading_.violations) {
      if (violation.scope == Scope::kEntry && (violation.clause->IsUnder("identity.id") ||
                                               violation.clause->Is("identity.external-id"))) {
        breaks_pattern_[violation.entry] = true;
      }
    }
  }

  void ResolveAlias(std::size_t index, const std::string& alias) {
    SentEntry& entry = reading_.entries[index];
    if (const Property* property = context_.directory.FindByAlias(alias)) {
      entry.series.push_back(SeriesOfProperty(*property));
      CheckProperty(index, *property);
      return;
    }
    // identity.unknown-alias: what the target was said to do is demanded.
    entry.series.push_back(SeriesOfStream(alias));
    switch (context_.directory.streams) {
      case Setting::kOn:
        break;
      case Setting::kOff:
        AddToEntry("identity.unknown-alias", index, Demand::kBySetting);
        break;
      case Setting::kUnknown:
        AddToEntry("identity.unknown-alias", index);
        break;
    }
  }

  void CheckProperty(std::size_t index, const Property& property) {
    // access.denied
    if (property.access == Access::kDenied) {
      AddToEntry("access.denied", index);
    }
    // identity.computed
    if (property.kind == PropertyKind::kTransform || property.kind == PropertyKind::kMetric) {
      AddToEntry("identity.computed", index);
    }
  }

  // time.window.past, time.window.future, time.window.resolution, time.window.second
  void CheckTime(std::size_t entry, std::size_t value) {
    const auto& time = reading_.entries[entry].values[value].time;
    if (!time) {
      return;
    }
    const Contract& contract = Contract::Get();
    const auto oldest = [&](spec::Instant now) {
      return spec::Instant{.seconds = now.seconds - contract.window_past_s, .nanos = now.nanos};
    };
    const auto newest = [&](spec::Instant now) {
      return spec::Instant{.seconds = now.seconds + contract.window_future_s, .nanos = now.nanos};
    };
    // Both edges are inclusive. A server that counts in coarser units (F115) accepts up to one unit
    // beyond them; where the clock is known, that is what is open.
    struct Side {
      spec::ClauseId clause;
      bool maybe_outside;
      bool surely_outside;
      spec::Instant edge;  // Of an exactly known clock.
    };
    const bool exact = context_.now_earliest == context_.now_latest;
    for (const Side& side :
         {Side{"time.window.past", *time < oldest(context_.now_latest),
               time->seconds < oldest(context_.now_earliest).seconds, oldest(context_.now_latest)},
          Side{"time.window.future", *time > newest(context_.now_earliest),
               time->seconds > newest(context_.now_latest).seconds,
               newest(context_.now_earliest)}}) {
      if (!side.maybe_outside) {
        continue;
      }
      const bool open = exact && time->seconds == side.edge.seconds;
      if (open) {
        constexpr std::int32_t kNanosPerMilli = 1'000'000;
        const bool in_milli = time->nanos / kNanosPerMilli == side.edge.nanos / kNanosPerMilli;
        Add(in_milli ? spec::ClauseId("time.window.resolution")
                     : spec::ClauseId("time.window.second"),
            Scope::kValue, entry, value);
      } else {
        Add(side.clause, Scope::kValue, entry, value,
            side.surely_outside ? Demand::kByLevel : Demand::kNothing);
      }
    }
  }

  // value.type, value.type.stream, value.null.letter, value.null-nan.setting
  void CheckType(std::size_t entry, std::size_t value) {
    const SentEntry& read_entry = reading_.entries[entry];
    const auto& sent = read_entry.values[value].value;
    if (!sent) {
      return;
    }
    const bool null = std::holds_alternative<spec::NullValue>(*sent);
    const auto* number = std::get_if<double>(&*sent);
    if (null || (number != nullptr && std::isnan(*number))) {
      if (context_.directory.null_and_nan != Setting::kOn) {
        Add("value.null-nan.setting", Scope::kValue, entry, value,
            context_.directory.null_and_nan == Setting::kOff ? Demand::kBySetting
                                                             : Demand::kByLevel);
      }
    }
    for (const Goal& goal : goals_) {
      if (goal.property != nullptr) {
        CheckPropertyType(entry, value, *goal.property);
      } else if (!null) {
        CheckStreamType(entry, value, goal.types);
      }
    }
  }

  void CheckPropertyType(std::size_t entry, std::size_t value, const Property& property) {
    const spec::Value& sent = *reading_.entries[entry].values[value].value;
    if (const auto* null = std::get_if<spec::NullValue>(&sent)) {
      if (null->letter != spec::NullLetter(property.type) || null->letter == 'U') {
        Add("value.null.letter", Scope::kValue, entry, value);
        reading_.violations.back().series_type = property.type;
      }
      return;
    }
    // A STRUCT holds serialised JSON in a stringValue (F77).
    const spec::DataType wanted =
        property.type == spec::DataType::kStruct ? spec::DataType::kString : property.type;
    if (spec::TypeOf(sent) != wanted) {
      // With ids and alias of two properties it is open which one is written.
      Add("value.type", Scope::kValue, entry, value,
          reading_.entries[entry].series.size() == 1 ? Demand::kByLevel : Demand::kNothing);
      reading_.violations.back().series_type = wanted;
    }
  }

  // A series that the values of an entry go to.
  struct Goal {
    const Property* property;  // Null: a stream.
    SeriesTypes::Types types;  // Of a stream: those of the values that it has or gets.
  };

  void CheckStreamType(std::size_t entry, std::size_t value, const SeriesTypes::Types& types) {
    const auto type = spec::TypeOf(*reading_.entries[entry].values[value].value);
    if (std::ranges::any_of(types, [&](spec::DataType other) { return other != type; })) {
      Add("value.type.stream", Scope::kValue, entry, value);
      reading_.violations.back().series_type = types.front();
    }
  }

  void LookUpGoals(const SentEntry& entry) {
    goals_.clear();
    for (const SeriesId& series : entry.series) {
      Goal goal{.property = context_.directory.FindBySeries(series), .types = {}};
      if (goal.property == nullptr) {
        goal.types = context_.series.TypesIn(series);
        // Values of the same request, and of those beside it, count too: their order is not said.
        std::ranges::copy(types_sent_.Of(series), std::back_inserter(goal.types));
        std::ranges::copy(types_beside_.Of(series), std::back_inserter(goal.types));
      }
      goals_.push_back(std::move(goal));
    }
  }

  const ReadingContext& context_;
  Reading& reading_;
  std::vector<bool> breaks_pattern_;  // Entries with an id that breaks its pattern.
  SeriesTypes types_sent_;            // Of the entries so far.
  SeriesTypes types_beside_;
  std::vector<Goal> goals_;  // Of the entry at hand.
};

}  // namespace

void CompleteInContext(const ReadingContext& context, Reading& reading) {
  ContextChecker(context, reading).Check();
}

Reading ParsePut(const spec::HttpRequest& request, const ReadingContext& context) {
  Reading reading = ParsePut(request, context.doubled);
  CompleteInContext(context, reading);
  return reading;
}

}  // namespace swc::reference
