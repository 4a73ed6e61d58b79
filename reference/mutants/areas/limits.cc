// Mutants of the limits of a batch and of entryId.
#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"
#include "spec/text/letter_case.h"

namespace swc::reference {
namespace {

std::size_t EntriesMax() { return spec::Contract::Get().entries_max; }
std::size_t ValuesMax() { return spec::Contract::Get().values_max; }
std::size_t EntryIdMax() { return spec::Contract::Get().entry_id_length_max; }

// Adds a violation of `clause` to each entry whose entryId `choose` picks.
template <typename Choose>
void RejectIds(Reading& reading, spec::ClauseId clause, Choose choose) {
  for (std::size_t i = 0; i < reading.entries.size(); ++i) {
    if (reading.entries[i].id && choose(*reading.entries[i].id)) {
      AddToEntry(reading, clause, i);
    }
  }
}

const std::vector<Mutant> kLimitsMutants = {
    {.name = "entries-limit-11",
     .description = "Eleven entries are taken: the limit is compared with > one too late.",
     .clauses = {"entries.max"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           if (reading.entries.size() == EntriesMax() + 1) {
             Drop(reading, "entries.max");
           }
         }},
    {.name = "eleventh-entry-cut",
     .description = "Entries after the tenth are dropped without an error.",
     .clauses = {"entries.max"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           Drop(reading, "entries.max");
           CutEntries(reading, EntriesMax());
         }},
    {.name = "entries-limit-9",
     .description = "Ten entries are refused.",
     .clauses = {"entries.max", "entry.valid.accepted"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (reading.entries.size() == EntriesMax()) {
             Refuse(plan, 400, "InvalidRequestException");
           }
         }},
    {.name = "values-limit-11",
     .description = "Eleven values in an entry are taken.",
     .clauses = {"values.max"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "values.max", [](const SentEntry& entry) {
             return entry.values.size() == ValuesMax() + 1;
           });
         }},
    {.name = "eleventh-value-cut",
     .description = "Values after the tenth of an entry are dropped without an error.",
     .clauses = {"values.max"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           Drop(reading, "values.max");
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             CutValues(reading, i, ValuesMax());
           }
         }},
    {.name = "values-limit-9",
     .description = "Ten values in an entry are refused.",
     .clauses = {"values.max", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             if (reading.entries[i].values.size() == ValuesMax()) {
               AddToEntry(reading, "values.max", i);
             }
           }
         }},
    {.name = "values-limit-of-first-entry",
     .description = "The number of values is checked in the first entry of a request only.",
     .clauses = {"values.max"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           DropIf(reading, "values.max",
                  [](const Violation& violation) { return violation.entry > 0; });
         }},
    {.name = "values-limit-of-request",
     .description = "The ten values are counted over all entries of a request.",
     .clauses = {"values.max", "entry.valid.accepted"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           std::size_t count = 0;
           for (const SentEntry& entry : reading.entries) {
             count += entry.values.size();
           }
           if (count > ValuesMax() && reading.entries.size() > 1) {
             Refuse(plan, 400, "InvalidRequestException");
           }
         }},
    {.name = "tenth-entry-ignored",
     .description = "The tenth entry is neither stored nor reported.",
     .clauses = {"store.acknowledged", "entry.independent"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           if (plan.entries.size() == EntriesMax()) {
             Forget(plan.entries.back());
           }
         }},
    {.name = "tenth-value-ignored",
     .description = "The tenth value of an entry is neither stored nor reported.",
     .clauses = {"store.acknowledged"},
     .on_store = [](StoreOp& op, MutantScope&) { return op.index + 1 < ValuesMax(); }},
    {.name = "empty-entries-accepted",
     .description = "An empty list of entries is answered with 200.",
     .clauses = {"entries.not-empty"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "entries.not-empty"); }},
    {.name = "missing-entries-accepted",
     .description = "A body without entries is taken for an empty batch.",
     .clauses = {"entries.required"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "entries.required"); }},
    {.name = "missing-values-accepted",
     .description = "An entry without propertyValues is taken for one that has none to store.",
     .clauses = {"values.required"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "values.required"); }},
    {.name = "missing-entry-id-accepted",
     .description = "An entry without an entryId is stored.",
     .clauses = {"entry.id.required"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "entry.id.required"); }},
    {.name = "empty-entry-id-accepted",
     .description = "An empty entryId is stored.",
     .clauses = {"entry.id.length"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "entry.id.length",
                         [](const SentEntry& entry) { return entry.id == std::string(); });
         }},
    {.name = "entry-id-limit-63",
     .description = "An entryId of 64 characters is refused.",
     .clauses = {"entry.id.length", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectIds(reading, "entry.id.length", [](const std::string& id) {
             return spec::CountCodePoints(id) == EntryIdMax();
           });
         }},
    {.name = "entry-id-limit-65",
     .description = "An entryId of 65 characters is taken.",
     .clauses = {"entry.id.length"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "entry.id.length", [](const SentEntry& entry) {
             return entry.id && spec::CountCodePoints(*entry.id) == EntryIdMax() + 1;
           });
         }},
    {.name = "entry-id-underscore-refused",
     .description = "An entryId with '_' is refused.",
     .clauses = {"entry.id.pattern", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectIds(reading, "entry.id.pattern",
                     [](const std::string& id) { return id.find('_') != std::string::npos; });
         }},
    {.name = "entry-id-hyphen-refused",
     .description = "An entryId with '-' is refused.",
     .clauses = {"entry.id.pattern", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectIds(reading, "entry.id.pattern",
                     [](const std::string& id) { return id.find('-') != std::string::npos; });
         }},
    {.name = "entry-id-digit-first-refused",
     .description = "An entryId that begins with a digit is refused as no identifier.",
     .clauses = {"entry.id.pattern", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectIds(reading, "entry.id.pattern", [](const std::string& id) {
             return !id.empty() && id.front() >= '0' && id.front() <= '9';
           });
         }},
    {.name = "entry-id-pattern-unchecked",
     .description = "Any characters are allowed in an entryId.",
     .clauses = {"entry.id.pattern"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "entry.id.pattern"); }},
    {.name = "entry-id-pattern-unanchored",
     .description = "An entryId passes if any one of its characters is allowed.",
     .clauses = {"entry.id.pattern"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptEntries(reading, "entry.id.pattern", [](const SentEntry& entry) {
             return entry.id && std::ranges::any_of(*entry.id, [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                    });
           });
         }},
    {.name = "entry-ids-compared-without-case",
     .description = "entryIds that differ only in case are refused as duplicates.",
     .clauses = {"entry.id.case", "entry.valid.accepted"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           std::map<std::string, std::string> seen;
           for (const SentEntry& entry : reading.entries) {
             const std::string id = entry.id.value_or("");
             if (seen.try_emplace(spec::LowerCase(id), id).first->second != id) {
               Refuse(plan, 400, "InvalidRequestException");
             }
           }
         }},
};

}  // namespace

std::span<const Mutant> LimitMutants() { return kLimitsMutants; }

}  // namespace swc::reference
