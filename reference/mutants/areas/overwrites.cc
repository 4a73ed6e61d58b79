// Mutants of writing to a timestamp and quality that has a value already.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// Returns what `value` of an entry would replace in the store, or null.
const spec::Value* ReplacedBy(const SentEntry& entry, const SentValue& value,
                              const MutantScope& scope) {
  if (entry.series.empty() || !value.time || !value.quality) {
    return nullptr;
  }
  return Replaced({.series = entry.series.front(),
                   .key = {.time = *value.time, .quality = *value.quality},
                   .value = {}},
                  scope);
}

// Reports each value of the request that replaces a stored one and is picked by
// `choose(stored, new)`.
template <typename Choose>
void ReportOverwrites(PutPlan& plan, const Reading& reading, const MutantScope& scope,
                      Choose choose) {
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    for (const SentValue& value : reading.entries[i].values) {
      const spec::Value* stored = ReplacedBy(reading.entries[i], value, scope);
      if (stored != nullptr && value.value && choose(*stored, *value.value)) {
        Report(plan.entries[i], "ConflictingOperationException");
        break;
      }
    }
  }
}

// Returns a number as a double, or nothing.
std::optional<double> NumberIn(const spec::Value& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    return *number;
  }
  const auto* integer = std::get_if<std::int32_t>(&value);
  return integer == nullptr ? std::nullopt : std::optional<double>(*integer);
}

bool IsEmptyValue(const spec::Value& value) {
  return NumberIn(value) == 0.0 || value == spec::Value(false) ||
         value == spec::Value(std::string());
}

std::string NameOf(const StoreOp& op) { return ToString(op.series) + " " + NameOf(op.key); }

const std::vector<Mutant> kOverwritesMutants = {
    {.name = "good-behind-bad-replaces-it",
     .description = "A GOOD value takes the place of a BAD one before it in its entry.",
     .clauses = {"store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             const std::vector<SentValue>& values = reading.entries[i].values;
             for (std::size_t j = 0; j < plan.entries[i].store.size(); ++j) {
               const auto replaces = [&](const SentValue& later) {
                 return later.quality == spec::Quality::kGood && later.time == values[j].time;
               };
               if (values[j].quality == spec::Quality::kBad && values[j].time &&
                   std::any_of(values.begin() + static_cast<std::ptrdiff_t>(j), values.end(),
                               replaces)) {
                 plan.entries[i].store[j] = false;
               }
             }
           }
         }},
    {.name = "first-write-wins",
     .description = "A value never replaces a stored one.",
     .clauses = {"duplicate.same-quality", "store.acknowledged"},
     .on_store = [](StoreOp& op, MutantScope& scope) { return Replaced(op, scope) == nullptr; }},
    {.name = "greatest-write-wins",
     .description = "A value replaces a stored one only if it is the greater number.",
     .clauses = {"duplicate.same-quality", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           const spec::Value* stored = Replaced(op, scope);
           const auto before = stored == nullptr ? std::nullopt : NumberIn(*stored);
           const auto after = NumberIn(op.value);
           return !before || !after || *after >= *before;
         }},
    {.name = "third-write-lost",
     .description = "The third write of a timestamp and quality is lost.",
     .clauses = {"duplicate.same-quality", "store.acknowledged"},
     .on_store = [](StoreOp& op,
                    MutantScope& scope) { return CountBefore(scope, NameOf(op)) != 2; }},
    {.name = "only-good-is-replaced",
     .description = "Values of quality BAD and UNCERTAIN are never replaced.",
     .clauses = {"duplicate.same-quality", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           return op.key.quality == spec::Quality::kGood || Replaced(op, scope) == nullptr;
         }},
    {.name = "overwrite-refused",
     .description = "A value that would replace another one is reported as a conflict.",
     .clauses = {"duplicate.same-quality", "entry.valid.accepted"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           ReportOverwrites(plan, reading, scope, [](const auto& stored, const auto& sent) {
             return !spec::SameValue(stored, sent);
           });
         }},
    {.name = "resend-refused",
     .description = "A value that is stored already is reported as a conflict.",
     .clauses = {"duplicate.resend"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           ReportOverwrites(plan, reading, scope, [](const auto& stored, const auto& sent) {
             return spec::SameValue(stored, sent);
           });
         }},
    {.name = "overwrite-by-nothing-ignored",
     .description = "0, false and the empty string do not replace a stored value.",
     .clauses = {"duplicate.same-quality", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           return !IsEmptyValue(op.value) || Replaced(op, scope) == nullptr;
         }},
    {.name = "overwrite-by-nan-ignored",
     .description = "NaN does not replace a stored number: no comparison with it holds.",
     .clauses = {"duplicate.same-quality", "store.acknowledged", "value.double.nan"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           return !IsNan(op.value) || Replaced(op, scope) == nullptr;
         }},
    {.name = "overwrite-by-null-ignored",
     .description = "A null does not replace a stored value.",
     .clauses = {"duplicate.same-quality", "store.acknowledged", "value.null.allowed"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           return !IsNull(op.value) || Replaced(op, scope) == nullptr;
         }},
    {.name = "null-never-replaced",
     .description = "A value does not replace a stored null.",
     .clauses = {"duplicate.same-quality", "store.acknowledged", "value.null.allowed"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           const spec::Value* stored = Replaced(op, scope);
           return stored == nullptr || !IsNull(*stored);
         }},
    {.name = "overwrite-shows-twice",
     .description = "A value that replaced another one shows twice in histories.",
     .clauses = {"duplicate.same-quality", "read.history.paging", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           if (Replaced(op, scope) != nullptr) {
             CountBefore(scope, NameOf(op.key));
           }
           return true;
         },
     .on_rows =
         [](std::vector<Row>& rows, MutantScope& scope) {
           std::vector<Row> doubled;
           for (const Row& row : rows) {
             doubled.push_back(row);
             if (scope.memory.contains(NameOf(row.key))) {
               doubled.push_back(row);
             }
           }
           rows = doubled;
         }},
    {.name = "older-neighbour-lost-on-overwrite",
     .description = "Replacing a value removes the one before it in time.",
     .clauses = {"store.acknowledged", "store.stays", "duplicate.resend"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           std::optional<PointKey> neighbour;
           ErasePoints(op, scope, [&](const PointKey& key) {
             if (key.time < op.key.time && (!neighbour || *neighbour < key)) {
               neighbour = key;
             }
             return false;
           });
           const bool overwrites = Replaced(op, scope) != nullptr;
           ErasePoints(op, scope,
                       [&](const PointKey& key) { return overwrites && neighbour == key; });
           return true;
         }},
    {.name = "refused-overwrite-erases",
     .description = "A refused entry removes the stored values that it would have replaced.",
     .clauses = {"store.acknowledged", "store.stays", "store.rejected"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             const SentEntry& entry = reading.entries[i];
             for (std::size_t j = 0; j < entry.values.size(); ++j) {
               const SentValue& value = entry.values[j];
               const bool refused = plan.error || !plan.entries[i].store[j];
               if (refused && ReplacedBy(entry, value, scope) != nullptr) {
                 scope.store.Find(entry.series.front())
                     ->points.erase({.time = *value.time, .quality = *value.quality});
               }
             }
           }
         }},
    {.name = "overwrite-by-alias-ignored",
     .description = "A stored value is not replaced by one that names the property by its alias.",
     .clauses = {"duplicate.same-quality", "identity.same-series", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             const SentEntry& entry = reading.entries[i];
             const bool by_alias = entry.alias && plan.entries[i].series.property() != nullptr;
             for (std::size_t j = 0; j < plan.entries[i].store.size(); ++j) {
               if (by_alias && ReplacedBy(entry, entry.values[j], scope) != nullptr) {
                 plan.entries[i].store[j] = false;
               }
             }
           }
         }},
};

}  // namespace

std::span<const Mutant> OverwriteMutants() { return kOverwritesMutants; }

}  // namespace swc::reference
