// The part of the reading that needs more than the bytes: which properties exist, what time it is,
// what is stored.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "reference/directory.h"
#include "reference/reading.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;
using spec::Scope;

class ContextReader {
 public:
  ContextReader(const ReadingContext& context, Reading& reading)
      : context_(context), reading_(reading) {}

  void Read() {
    ReadEntryIds();
    for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
      ReadIdentity(i);
      for (std::size_t j = 0; j < reading_.entries[i].values.size(); ++j) {
        ReadTime(i, j);
        ReadType(i, j);
      }
    }
    ReadOtherQualities();
    ReadQuota();
    ReadDuplicates();
  }

 private:
  // Adds a violation of an entry, or of one of its values.
  void Add(std::string_view clause, Scope scope, std::size_t entry, std::size_t value,
           Obligation obligation) {
    const spec::Clause& found = spec::Catalogue::Get().At(clause);
    if (reading_.entries[entry].ambiguous) {
      obligation = Obligation::kMayReject;
    }
    reading_.violations.push_back(
        {.clause = &found,
         .scope = scope,
         .entry = entry,
         .value = value,
         .pointer = scope == Scope::kValue
                        ? fmt::format("/entries/{}/propertyValues/{}", entry, value)
                        : fmt::format("/entries/{}", entry),
         .obligation = obligation});
  }
  void AddToEntry(std::string_view clause, std::size_t entry,
                  Obligation obligation = Obligation::kMustReject) {
    Add(clause, Scope::kEntry, entry, 0, obligation);
  }

  // entry.id.duplicate
  void ReadEntryIds() {
    for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
      for (std::size_t j = 0; j < reading_.entries.size(); ++j) {
        if (i != j && reading_.entries[i].id && reading_.entries[i].id == reading_.entries[j].id) {
          AddToEntry("entry.id.duplicate", i, Obligation::kMayReject);
          break;
        }
      }
    }
  }

  void ReadIdentity(std::size_t index) {
    ReadEntry& entry = reading_.entries[index];
    const bool by_ids = entry.asset_id && entry.property_id;
    if (by_ids) {
      const Property* property = context_.directory.FindByIds(*entry.asset_id, *entry.property_id);
      if (property != nullptr) {
        entry.series.push_back(SeriesOfProperty(*property));
        ReadProperty(index, *property);
      } else if (!BreaksPattern(index)) {
        // identity.unknown-property: ids that break the pattern name nothing anyway.
        AddToEntry("identity.unknown-property", index);
      }
    }
    if (entry.alias) {
      ReadAlias(index, *entry.alias);
    }
    if (!by_ids || !entry.alias) {
      return;
    }
    // identity.both.consistent, identity.both.contradicting
    if (entry.series.size() == 2 && entry.series[0] == entry.series[1]) {
      entry.series.pop_back();
      AddToEntry("identity.both.consistent", index, Obligation::kMayReject);
    } else {
      // Either name may be followed, so what the other one names demands nothing (U13).
      for (Violation& violation : reading_.violations) {
        const bool of_name = violation.clause->id == "identity.unknown-alias" ||
                             violation.clause->id == "identity.unknown-property" ||
                             violation.clause->id == "access.denied" ||
                             violation.clause->id == "identity.computed";
        if (of_name && violation.scope == Scope::kEntry && violation.entry == index) {
          violation.obligation = Obligation::kMayReject;
        }
      }
      AddToEntry("identity.both.contradicting", index, Obligation::kMayReject);
    }
  }

  [[nodiscard]] bool BreaksPattern(std::size_t index) const {
    return std::ranges::any_of(reading_.violations, [&](const Violation& violation) {
      return violation.entry == index && violation.scope == Scope::kEntry &&
             (spec::HasPrefix(violation.clause->id, "identity.id") ||
              violation.clause->id == "identity.external-id");
    });
  }

  void ReadAlias(std::size_t index, const std::string& alias) {
    ReadEntry& entry = reading_.entries[index];
    if (const Property* property = context_.directory.FindByAlias(alias)) {
      entry.series.push_back(SeriesOfProperty(*property));
      ReadProperty(index, *property);
      return;
    }
    // identity.unknown-alias: what the target was said to do is demanded.
    entry.series.push_back(SeriesOfAlias(alias));
    switch (context_.directory.unassociated_aliases) {
      case Setting::kOn:
        break;
      case Setting::kOff:
        AddToEntry("identity.unknown-alias", index);
        break;
      case Setting::kUnknown:
        AddToEntry("identity.unknown-alias", index, Obligation::kMayReject);
        break;
    }
  }

  void ReadProperty(std::size_t index, const Property& property) {
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
  void ReadTime(std::size_t entry, std::size_t value) {
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
      std::string_view clause;
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
        Add(in_milli ? "time.window.resolution" : "time.window.second", Scope::kValue, entry, value,
            Obligation::kMayReject);
      } else {
        Add(side.clause, Scope::kValue, entry, value,
            side.surely_outside ? Obligation::kMustReject : Obligation::kMayReject);
      }
    }
  }

  // value.type, value.type.stream, value.null.letter, value.null-nan.setting
  void ReadType(std::size_t entry, std::size_t value) {
    const ReadEntry& read_entry = reading_.entries[entry];
    const auto& sent = read_entry.values[value].value;
    if (!sent) {
      return;
    }
    const bool null = std::holds_alternative<spec::NullValue>(*sent);
    const auto* number = std::get_if<double>(&*sent);
    if (null || (number != nullptr && std::isnan(*number))) {
      if (context_.directory.null_and_nan != Setting::kOn) {
        Add("value.null-nan.setting", Scope::kValue, entry, value,
            context_.directory.null_and_nan == Setting::kOff ? Obligation::kMustReject
                                                             : Obligation::kMayReject);
      }
    }
    for (const SeriesId& series : read_entry.series) {
      const Property* property = context_.directory.FindBySeries(series);
      if (property != nullptr) {
        ReadPropertyType(entry, value, *property);
      } else if (!null) {
        ReadStreamType(entry, value, series);
      }
    }
  }

  void ReadPropertyType(std::size_t entry, std::size_t value, const Property& property) {
    const spec::Value& sent = *reading_.entries[entry].values[value].value;
    if (const auto* null = std::get_if<spec::NullValue>(&sent)) {
      if (null->letter != spec::NullLetter(property.type) || null->letter == 'U') {
        Add("value.null.letter", Scope::kValue, entry, value, Obligation::kMayReject);
      }
      return;
    }
    // A STRUCT holds serialised JSON in a stringValue (F77).
    const spec::DataType wanted =
        property.type == spec::DataType::kStruct ? spec::DataType::kString : property.type;
    if (spec::TypeOf(sent) != wanted) {
      // With ids and alias of two properties it is open which one is written.
      Add("value.type", Scope::kValue, entry, value,
          reading_.entries[entry].series.size() == 1 ? Obligation::kMustReject
                                                     : Obligation::kMayReject);
    }
  }

  void ReadStreamType(std::size_t entry, std::size_t value, const SeriesId& series) {
    const auto type = spec::TypeOf(*reading_.entries[entry].values[value].value);
    std::vector<spec::DataType> types = context_.series.TypesIn(series);
    // Values of the same request, and of those beside it, count too: their order is not said.
    AddTypesIn(reading_, series, types);
    for (const Reading* beside : context_.beside) {
      AddTypesIn(*beside, series, types);
    }
    if (std::ranges::any_of(types, [&](spec::DataType other) { return other != type; })) {
      Add("value.type.stream", Scope::kValue, entry, value, Obligation::kMayReject);
      reading_.violations.back().stream_type = types.front();
    }
  }

  static void AddTypesIn(const Reading& reading, const SeriesId& series,
                         std::vector<spec::DataType>& types) {
    for (const ReadEntry& entry : reading.entries) {
      if (std::ranges::find(entry.series, series) == entry.series.end()) {
        continue;
      }
      for (const ReadValue& value : entry.values) {
        if (value.value && spec::TypeOf(*value.value)) {
          types.push_back(*spec::TypeOf(*value.value));
        }
      }
    }
  }

  // duplicate.other-quality: the list gives an order inside an entry, but not between entries.
  void ReadOtherQualities() {
    struct Point {
      std::size_t entry;
      std::size_t value;
      spec::Quality quality;
    };
    std::map<std::pair<SeriesId, spec::Instant>, std::vector<Point>> at_time;
    ForEachPoint(
        [&](const SeriesId& series, std::size_t entry, std::size_t value, const ReadValue& read) {
          at_time[{series, *read.time}].push_back({entry, value, *read.quality});
        });
    for (const auto& [key, points] : at_time) {
      for (const Point& point : points) {
        const bool in_request = std::ranges::any_of(points, [&](const Point& other) {
          return other.quality != point.quality &&
                 (other.entry != point.entry || other.value < point.value);
        });
        const bool beside = IsBeside([&](const SeriesId& series, const ReadValue& other) {
          return series == key.first && *other.time == key.second &&
                 *other.quality != point.quality;
        });
        if (in_request || beside ||
            context_.series.HasOtherQuality(key.first, key.second, point.quality) !=
                Certainty::kNo) {
          Add("duplicate.other-quality", Scope::kValue, point.entry, point.value,
              Obligation::kMayReject);
        }
      }
    }
  }

  // quota.points-per-second, quota.overwrite, counting what is stored and what this request adds
  // before.
  void ReadQuota() {
    std::map<std::tuple<SeriesId, std::int64_t, spec::Quality>, std::size_t> added;
    ForEachPoint(
        [&](const SeriesId& series, std::size_t entry, std::size_t value, const ReadValue& read) {
          const std::size_t before = added[{series, read.time->seconds, *read.quality}]++;
          const std::size_t max = Contract::Get().points_per_second_max;
          std::size_t others =
              before + context_.series.PointsInSecond(series, *read.time, *read.quality);
          bool may_hold = context_.series.MayHold(series, *read.time, *read.quality);
          ForEachBeside([&](const SeriesId& beside, const ReadValue& other) {
            if (beside == series && other.time->seconds == read.time->seconds &&
                *other.quality == *read.quality) {
              ++others;
              may_hold = may_hold || *other.time == *read.time;
            }
          });
          if (others >= max) {
            Add("quota.points-per-second", Scope::kValue, entry, value, Obligation::kMayReject);
          } else if (others + 1 >= max && may_hold) {
            Add("quota.overwrite", Scope::kValue, entry, value, Obligation::kMayReject);
          }
        });
  }

  // Calls `function` for each value that has a place to be stored, once for each series.
  template <typename Function>
  static void ForEachPointOf(const Reading& reading, Function function) {
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
      for (std::size_t j = 0; j < reading.entries[i].values.size(); ++j) {
        const ReadValue& value = reading.entries[i].values[j];
        if (value.time && value.quality) {
          for (const SeriesId& series : reading.entries[i].series) {
            function(series, i, j, value);
          }
        }
      }
    }
  }

  template <typename Function>
  void ForEachPoint(Function function) {
    ForEachPointOf(reading_, function);
  }

  // The same for requests that were under way at once.
  template <typename Function>
  void ForEachBeside(Function function) {
    for (const Reading* beside : context_.beside) {
      ForEachPointOf(*beside, [&](const SeriesId& series, std::size_t, std::size_t,
                                  const ReadValue& value) { function(series, value); });
    }
  }

  template <typename Predicate>
  bool IsBeside(Predicate predicate) {
    bool found = false;
    ForEachBeside([&](const SeriesId& series, const ReadValue& value) {
      found = found || predicate(series, value);
    });
    return found;
  }

  // duplicate.in-entry, duplicate.cross-entry
  void ReadDuplicates() {
    using Key = std::tuple<SeriesId, spec::Instant, spec::Quality>;
    std::map<Key, std::vector<std::pair<std::size_t, std::size_t>>> places;
    ForEachPoint(
        [&](const SeriesId& series, std::size_t entry, std::size_t value, const ReadValue& read) {
          places[{series, *read.time, *read.quality}].emplace_back(entry, value);
        });
    for (const auto& [key, same] : places) {
      for (const auto& [entry, value] : same) {
        const auto in_entry =
            std::ranges::count_if(same, [&](const auto& other) { return other.first == entry; });
        if (in_entry > 1) {
          Add("duplicate.in-entry", Scope::kValue, entry, value, Obligation::kMayReject);
        }
        if (static_cast<std::size_t>(in_entry) < same.size()) {
          Add("duplicate.cross-entry", Scope::kValue, entry, value, Obligation::kMayReject);
        }
      }
    }
  }

  const ReadingContext& context_;
  Reading& reading_;
};

}  // namespace

void ReadInContext(const ReadingContext& context, Reading& reading) {
  ContextReader(context, reading).Read();
}

}  // namespace swc::reference
