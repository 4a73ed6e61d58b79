// Mutants of how an entry names its property, and of who may write it.
#include <algorithm>
#include <cstddef>
#include <set>
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
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"

namespace swc::reference {
namespace {

constexpr std::string_view kNilUuid = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view kReadByAlias = "read by alias:";

std::size_t AliasAgreed() { return spec::Contract::Get().alias_length_agreed; }

template <typename Choose>
void RejectAliases(Reading& reading, spec::ClauseId clause, Choose choose) {
  for (std::size_t i = 0; i < reading.entries.size(); ++i) {
    if (reading.entries[i].alias && choose(*reading.entries[i].alias)) {
      AddToEntry(reading, clause, i);
    }
  }
}

bool NamedByAliasAlone(const SentEntry& entry) {
  return entry.alias && !entry.asset_id && !entry.property_id;
}

// Drops what is wrong with the ids of each entry that `choose` picks; it then names nothing.
template <typename Choose>
void AcceptIds(Reading& reading, Choose choose) {
  AcceptEntries(reading, "identity.id.pattern", choose);
  AcceptEntries(reading, "identity.unknown-property", choose);
}

bool HasNilId(const SentEntry& entry) {
  return entry.asset_id == std::string(kNilUuid) || entry.property_id == std::string(kNilUuid);
}

bool HasShortId(const SentEntry& entry) {
  const auto is_short = [](const auto& id) { return id && id->size() < kNilUuid.size(); };
  return is_short(entry.asset_id) || is_short(entry.property_id);
}

// The indices of the entries that break `clause`.
std::set<std::size_t> EntriesThatBreak(const Reading& reading, spec::ClauseId clause) {
  std::set<std::size_t> entries;
  for (const Violation& violation : reading.violations) {
    if (violation.clause->Is(clause)) {
      entries.insert(violation.entry);
    }
  }
  return entries;
}

const std::vector<Mutant> kIdentityMutants = {
    {.name = "missing-identity-accepted",
     .description = "An entry that names no property at all is acknowledged.",
     .clauses = {"identity.required"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "identity.required", [](const SentEntry& entry) {
             return !entry.asset_id && !entry.property_id;
           });
         }},
    {.name = "asset-id-alone-accepted",
     .description = "An entry with an assetId and no propertyId is acknowledged.",
     .clauses = {"identity.required"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "identity.required",
                         [](const SentEntry& entry) { return entry.asset_id.has_value(); });
         }},
    {.name = "nil-uuid-accepted",
     .description = "The nil UUID is acknowledged and stored nowhere.",
     .clauses = {"identity.id.pattern", "identity.unknown-property"},
     .on_reading = [](Reading& reading, MutantScope&) { AcceptIds(reading, HasNilId); }},
    {.name = "short-uuid-accepted",
     .description = "The length of a UUID is not checked.",
     .clauses = {"identity.id.pattern", "identity.unknown-property"},
     .on_reading = [](Reading& reading, MutantScope&) { AcceptIds(reading, HasShortId); }},
    {.name = "upper-case-uuid-accepted",
     .description = "A UUID in upper case names the property of the one in lower case.",
     .clauses = {"identity.id.case"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "identity.id.case"); }},
    {.name = "alias-limit-999",
     .description = "An alias of 1000 characters is refused.",
     .clauses = {"identity.alias.length", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectAliases(reading, "identity.alias.length",
                         [](const std::string& alias) { return alias.size() == AliasAgreed(); });
         }},
    {.name = "alias-limit-unchecked",
     .description = "An alias may be as long as it likes.",
     .clauses = {"identity.alias.length"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "identity.alias.length",
                         [](const SentEntry& entry) { return entry.alias != std::string(); });
         }},
    {.name = "empty-alias-accepted",
     .description = "An empty alias is acknowledged.",
     .clauses = {"identity.alias.length"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "identity.alias.length",
                         [](const SentEntry& entry) { return entry.alias == std::string(); });
         }},
    {.name = "alias-tab-accepted",
     .description = "A tab in an alias counts as a blank.",
     .clauses = {"identity.alias.control"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "identity.alias.control", [](const SentEntry& entry) {
             return entry.alias && !HasOtherControl(*entry.alias, "\t");
           });
         }},
    {.name = "alias-delete-accepted",
     .description = "U+007F in an alias is not taken for a control character.",
     .clauses = {"identity.alias.control"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "identity.alias.control", [](const SentEntry& entry) {
             return entry.alias && !HasOtherControl(*entry.alias, "\x7f");
           });
         }},
    {.name = "alias-of-controls-accepted",
     .description = "An alias of control characters alone is acknowledged.",
     .clauses = {"identity.alias.pattern"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "identity.alias.pattern"); }},
    {.name = "external-id-accepted",
     .description = "An entry that names its asset or property by an external id is acknowledged.",
     .clauses = {"identity.external-id"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "identity.external-id"); }},
    {.name = "alias-non-ascii-refused",
     .description = "An alias with a character beyond ASCII is refused.",
     .clauses = {"identity.alias.pattern", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectAliases(reading, "identity.alias.pattern", [](const std::string& alias) {
             return spec::CountCodePoints(alias) != alias.size();
           });
         }},
    {.name = "long-alias-cut",
     .description = "An alias is stored under its first 1000 bytes.",
     .clauses = {"store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           constexpr std::size_t kKept = 1000;
           if (const std::string* alias = op.series.stream()) {
             op.series = SeriesOfStream(std::string_view(*alias).substr(0, kKept));
           }
           return true;
         }},
    {.name = "alias-and-ids-apart",
     .description = "Values by the alias of a property and values by its ids are two series.",
     .clauses = {"identity.same-series"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           for (SentEntry& entry : reading.entries) {
             if (NamedByAliasAlone(entry) && !entry.series.empty()) {
               entry.series = {SeriesOfStream(*entry.alias)};
             }
           }
         },
     .on_query =
         [](HistoryQuery& query, MutantScope& scope) {
           const Identity& by = query.identity;
           if (by.alias && !by.asset_id && scope.directory.FindByAlias(*by.alias) != nullptr) {
             scope.memory[std::string(kReadByAlias) + *by.alias] = 1;
           }
         },
     .on_rows =
         [](std::vector<Row>& rows, MutantScope& scope) {
           const auto read = scope.memory.lower_bound(std::string(kReadByAlias));
           if (read != scope.memory.end() && read->first.starts_with(kReadByAlias)) {
             const std::string alias = read->first.substr(kReadByAlias.size());
             rows = scope.store.Read(SeriesOfStream(alias)).value_or(std::vector<Row>());
             scope.memory.erase(read);
           }
         }},
    {.name = "ids-and-alias-written-both",
     .description = "An entry whose ids and alias name two properties is written to both.",
     .clauses = {"identity.both.one-series", "store.no-phantom"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             const SentEntry& entry = reading.entries[i];
             if (entry.series.size() == 2 && !Failed(plan.entries[i])) {
               WriteAnyway(entry, entry.series.front(), scope);
               WriteAnyway(entry, entry.series.back(), scope);
             }
           }
         }},
    {.name = "unknown-property-acknowledged",
     .description = "Values of a property that does not exist are dropped without an error.",
     .clauses = {"identity.unknown-property"},
     .on_reading = [](Reading& reading,
                      MutantScope&) { Drop(reading, "identity.unknown-property"); }},
    {.name = "unknown-property-refuses-request",
     .description = "One property that does not exist is a 404 for the whole request.",
     .clauses = {"identity.unknown-property.others"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (!plan.error && Has(reading, "identity.unknown-property")) {
             Refuse(plan, 404, "ResourceNotFoundException");
           }
         }},
    {.name = "unknown-property-ends-batch",
     .description = "Entries after one for an unknown property are dropped without an error.",
     .clauses = {"entry.independent", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           const auto unknown = EntriesThatBreak(reading, "identity.unknown-property");
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             if (!unknown.empty() && i > *unknown.begin() && !Failed(plan.entries[i])) {
               Forget(plan.entries[i]);
             }
           }
         }},
    {.name = "denied-entry-acknowledged",
     .description = "An entry that the caller may not write is not reported.",
     .clauses = {"access.denied"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "access.denied"); }},
    {.name = "denied-entry-is-403",
     .description = "One entry that the caller may not write is a 403 for the whole request.",
     .clauses = {"access.denied", "access.others-stored"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (!plan.error && Has(reading, "access.denied")) {
             Refuse(plan, 403, "AccessDeniedException");
           }
         }},
    {.name = "denied-entry-is-not-found",
     .description = "An entry that the caller may not write is reported as not found.",
     .clauses = {"access.denied"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           ForEachError(plan, [](std::size_t, EntryError& error) {
             if (error.code == "AccessDeniedException") {
               error.code = "ResourceNotFoundException";
             }
           });
         }},
    {.name = "denied-entry-drops-others",
     .description = "Beside an entry that is denied nothing else is stored or reported.",
     .clauses = {"access.others-stored", "store.acknowledged", "entry.independent"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             if (Has(reading, "access.denied")) {
               Forget(entry);
             }
           }
         }},
    {.name = "computed-property-written",
     .description = "Metrics and transforms can be written.",
     .clauses = {"identity.computed"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "identity.computed"); }},
    {.name = "attribute-refused",
     .description = "Only measurements can be written.",
     .clauses = {"identity.attribute", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             for (const SeriesId& series : reading.entries[i].series) {
               const Property* property = scope.directory.FindBySeries(series);
               if (property != nullptr && property->kind == PropertyKind::kAttribute) {
                 AddToEntry(reading, "identity.computed", i);
               }
             }
           }
         }},
    {.name = "asset-has-one-series",
     .description = "The properties of an asset that have the same type share one series.",
     .clauses = {"store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           if (const Property* written = scope.directory.FindBySeries(op.series)) {
             const auto first =
                 std::ranges::find_if(scope.directory.properties, [&](const Property& property) {
                   return property.asset_id == written->asset_id && property.type == written->type;
                 });
             op.series = SeriesOfProperty(*first);
           }
           return true;
         }},
};

}  // namespace

std::span<const Mutant> IdentityMutants() { return kIdentityMutants; }

}  // namespace swc::reference
