// Mutants that store what they refuse. Where the server without them could not show such values, on
// a property that is denied or does not exist, the mutant keeps and shows them by a name of its
// own.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause_id.h"

namespace swc::reference {
namespace {

constexpr std::string_view kHidden = "refused:";

std::string HiddenAlias(std::string_view asset_id, std::string_view property_id) {
  return std::string(kHidden) + std::string(asset_id) + "/" + std::string(property_id);
}

// Writes the entries that break `clause` to the series that `series_of` finds for them.
template <typename SeriesOf>
void WriteRefused(const Reading& reading, spec::ClauseId clause, MutantScope& scope,
                  SeriesOf series_of) {
  for (const Violation& violation : reading.violations) {
    if (violation.clause->Is(clause)) {
      const SentEntry& entry = reading.entries[violation.entry];
      const SeriesId series = series_of(entry);
      if (!series.empty()) {
        WriteAnyway(entry, series, scope);
      }
    }
  }
}

// Lets a read by ids show what was kept under the hidden name, if there is anything.
void ShowHidden(Identity& identity, std::string_view asset_id, std::string_view property_id,
                MutantScope& scope) {
  const std::string alias = HiddenAlias(asset_id, property_id);
  if (scope.store.Find(SeriesOfStream(alias)) != nullptr) {
    identity = {.alias = alias};
  }
}

const Property* DeniedProperty(const Identity& identity, const Directory& directory) {
  const Property* property = nullptr;
  if (identity.asset_id && identity.property_id) {
    property = directory.FindByIds(*identity.asset_id, *identity.property_id);
  } else if (identity.alias) {
    property = directory.FindByAlias(*identity.alias);
  }
  return property != nullptr && property->access == Access::kDenied ? property : nullptr;
}

// The series of the first property that has one of the ids of an entry.
SeriesId SeriesOfHalf(const SentEntry& entry, const Directory& directory) {
  if (!entry.asset_id && !entry.property_id) {
    return {};
  }
  const auto found = std::ranges::find_if(directory.properties, [&](const Property& property) {
    return entry.asset_id.value_or(property.asset_id) == property.asset_id &&
           entry.property_id.value_or(property.property_id) == property.property_id;
  });
  return found == directory.properties.end() ? SeriesId() : SeriesOfProperty(*found);
}

const std::vector<Mutant> kRefusalMutants = {
    {.name = "denied-entry-stored",
     .description = "An entry that the caller may not write is reported and stored all the same.",
     .clauses = {"store.rejected"},
     .on_plan =
         [](PutPlan&, const Reading& reading, MutantScope& scope) {
           WriteRefused(reading, "access.denied", scope, [&](const SentEntry& entry) {
             const auto* property = scope.directory.FindBySeries(entry.series.front());
             return SeriesOfStream(HiddenAlias(property->asset_id, property->property_id));
           });
         },
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           for (SentReadEntry& entry : read.entries) {
             if (const auto* denied = DeniedProperty(entry.query.identity, scope.directory)) {
               ShowHidden(entry.query.identity, denied->asset_id, denied->property_id, scope);
             }
           }
         }},
    {.name = "unknown-property-stored",
     .description = "An entry for ids of no property is reported; the values can be read by them.",
     .clauses = {"store.no-phantom", "read.batch.error"},
     .on_plan =
         [](PutPlan&, const Reading& reading, MutantScope& scope) {
           WriteRefused(reading, "identity.unknown-property", scope, [](const SentEntry& entry) {
             return SeriesOfStream(HiddenAlias(*entry.asset_id, *entry.property_id));
           });
         },
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           for (SentReadEntry& entry : read.entries) {
             Identity& identity = entry.query.identity;
             if (identity.asset_id && identity.property_id) {
               ShowHidden(identity, std::string(*identity.asset_id),
                          std::string(*identity.property_id), scope);
             }
           }
         }},
    {.name = "half-identified-entry-stored",
     .description = "An entry with one of two ids is reported, and stored where that id leads.",
     .clauses = {"store.rejected", "store.no-phantom"},
     .on_plan =
         [](PutPlan&, const Reading& reading, MutantScope& scope) {
           WriteRefused(reading, "identity.required", scope, [&](const SentEntry& entry) {
             return SeriesOfHalf(entry, scope.directory);
           });
         }},
};

}  // namespace

std::span<const Mutant> RefusalMutants() { return kRefusalMutants; }

}  // namespace swc::reference
