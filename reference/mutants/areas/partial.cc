// Mutants of partial processing, and of what one bad entry does to the others.
#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

// Lets `change` replace the flag of a body.
template <typename Change>
void EditFlag(spec::HttpRequest& request, Change change) {
  EditBody(request, [&](SortedJson& body) {
    SortedJson* flag = Member(body, "enablePartialEntryProcessing");
    return flag != nullptr && change(*flag);
  });
}

bool AnyFailed(const PutPlan& plan) { return std::ranges::any_of(plan.entries, Failed); }

// Returns the index of the first entry that failed.
std::size_t FirstFailed(const PutPlan& plan) {
  return static_cast<std::size_t>(std::ranges::find_if(plan.entries, Failed) -
                                  plan.entries.begin());
}

// Returns the number of good values of an entry.
std::size_t CountGood(const EntryPlan& entry) {
  return static_cast<std::size_t>(std::ranges::count(entry.store, true));
}

// Returns the index of the first value of an entry that is outside the window.
std::size_t FirstOutsideWindow(const Reading& reading, std::size_t entry) {
  std::size_t value = 0;
  while (value < reading.entries[entry].values.size() &&
         !HasAt(reading, "time.window", entry, value)) {
    ++value;
  }
  return value;
}

// Stores each value that breaks `clause` under enablePartialEntryProcessing true.
void StoreReported(PutPlan& plan, const Reading& reading, spec::ClauseId clause) {
  for (const Violation& violation : reading.violations) {
    if (!plan.error && reading.partial == PartialFlag::kTrue && violation.clause->Is(clause)) {
      plan.entries[violation.entry].store[violation.value] = true;
    }
  }
}

const std::vector<Mutant> kPartialMutants = {
    {.name = "partial-flag-inverted",
     .description = "enablePartialEntryProcessing is read the wrong way round.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported", "partial.false.atomic",
                 "store.acknowledged", "store.rejected"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           if (reading.partial == PartialFlag::kTrue) {
             reading.partial = PartialFlag::kFalse;
           } else if (reading.partial == PartialFlag::kFalse) {
             reading.partial = PartialFlag::kTrue;
           }
         }},
    {.name = "partial-true-ignored",
     .description = "enablePartialEntryProcessing true is treated like false.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           if (reading.partial == PartialFlag::kTrue) {
             reading.partial = PartialFlag::kFalse;
           }
         }},
    {.name = "partial-false-ignored",
     .description = "enablePartialEntryProcessing false is treated like true.",
     .clauses = {"partial.false.atomic", "store.rejected"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           if (reading.partial == PartialFlag::kFalse) {
             reading.partial = PartialFlag::kTrue;
           }
         }},
    {.name = "partial-flag-of-previous-request",
     .description = "A request is processed with the flag of the request before it.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported", "partial.false.atomic",
                 "store.rejected"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           const bool is_true = reading.partial == PartialFlag::kTrue;
           if (!is_true && reading.partial != PartialFlag::kFalse) {
             return;
           }
           const auto before = scope.memory.try_emplace("flag", is_true ? 1 : 0).first;
           reading.partial = before->second != 0 ? PartialFlag::kTrue : PartialFlag::kFalse;
           before->second = is_true ? 1 : 0;
         }},
    {.name = "partial-flag-of-first-entry",
     .description = "enablePartialEntryProcessing true helps only the first entry of a request.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (std::size_t i = 1; i < plan.entries.size(); ++i) {
             if (reading.partial == PartialFlag::kTrue && Failed(plan.entries[i])) {
               Forget(plan.entries[i]);
             }
           }
         }},
    {.name = "good-value-after-bad-dropped",
     .description = "Processing of an entry stops at its first bad value.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             bool stopped = false;
             for (std::vector<bool>::reference stored : entry.store) {
               stopped = stopped || (reading.partial == PartialFlag::kTrue && !stored);
               stored = stored && !stopped;
             }
           }
         }},
    {.name = "good-value-before-bad-dropped",
     .description = "Only what comes after the last bad value of an entry is stored.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             bool stopped = false;
             for (std::size_t j = entry.store.size(); j > 0; --j) {
               stopped = stopped || (reading.partial == PartialFlag::kTrue && !entry.store[j - 1]);
               entry.store[j - 1] = entry.store[j - 1] && !stopped;
             }
           }
         }},
    {.name = "partial-needs-majority",
     .description = "An entry of which less than half is good is dropped as a whole.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (EntryPlan& entry : plan.entries) {
             if (reading.partial == PartialFlag::kTrue && Failed(entry) &&
                 2 * CountGood(entry) < entry.store.size()) {
               Forget(entry);
             }
           }
         }},
    {.name = "old-value-fails-entry",
     .description = "One value that is too old fails its entry even with partial processing.",
     .clauses = {"partial.true.good-kept", "partial.true.bad-reported"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (const Violation& violation : reading.violations) {
             if (!plan.error && violation.clause->Is("time.window.past")) {
               Forget(plan.entries[violation.entry]);
             }
           }
         }},
    {.name = "early-value-reported-but-stored",
     .description = "A value too far in the future is reported and stored all the same.",
     .clauses = {"store.rejected", "store.no-phantom"},
     .on_plan = [](PutPlan& plan, const Reading& reading,
                   MutantScope&) { StoreReported(plan, reading, "time.window.future"); }},
    {.name = "old-value-reported-but-stored",
     .description = "A value too far in the past is reported and stored all the same.",
     .clauses = {"store.rejected", "store.no-phantom"},
     .on_plan = [](PutPlan& plan, const Reading& reading,
                   MutantScope&) { StoreReported(plan, reading, "time.window.past"); }},
    {.name = "atomic-entry-not-rolled-back",
     .description = "With false, the values before the bad one of an entry stay stored.",
     .clauses = {"partial.false.atomic", "store.rejected", "store.no-phantom"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             EntryPlan& entry = plan.entries[i];
             const std::size_t bad = FirstOutsideWindow(reading, i);
             if (reading.partial == PartialFlag::kFalse && bad < entry.store.size()) {
               std::fill_n(entry.store.begin(), bad, true);
             }
           }
         }},
    {.name = "omitted-flag-means-true",
     .description = "Without the flag the good values of a faulty entry are stored.",
     .clauses = {"partial.omitted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           if (reading.partial == PartialFlag::kOmitted) {
             reading.partial = PartialFlag::kTrue;
           }
         }},
    {.name = "false-drops-other-entries",
     .description = "With false, one bad value drops all entries, of which only its own is named.",
     .clauses = {"partial.false.others", "entry.independent", "store.acknowledged"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (reading.partial == PartialFlag::kFalse && AnyFailed(plan)) {
             std::ranges::for_each(plan.entries, Forget);
           }
         }},
    {.name = "bad-entry-fails-all",
     .description = "One bad entry fails and reports all entries of its request.",
     .clauses = {"entry.independent", "entry.valid.accepted", "partial.false.others"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           if (AnyFailed(plan)) {
             for (EntryPlan& entry : plan.entries) {
               if (!Failed(entry)) {
                 Report(entry, "InvalidRequestException");
               }
             }
           }
         }},
    {.name = "entries-after-bad-dropped",
     .description = "Entries after one that failed are neither stored nor reported.",
     .clauses = {"entry.independent", "store.acknowledged", "partial.false.others"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           for (std::size_t i = FirstFailed(plan) + 1; i < plan.entries.size(); ++i) {
             Forget(plan.entries[i]);
           }
         }},
    {.name = "entries-before-bad-rolled-back",
     .description = "Entries before one that failed are taken back and not reported.",
     .clauses = {"entry.independent", "store.acknowledged", "partial.false.others"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           for (std::size_t i = 0; i < FirstFailed(plan) && AnyFailed(plan); ++i) {
             Forget(plan.entries[i]);
           }
         }},
    {.name = "flag-as-text-accepted",
     .description = "The text true in quotes is taken for the flag.",
     .clauses = {"partial.flag.type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditFlag(request, [](SortedJson& flag) {
             const bool text = flag.is_string();
             flag = text ? SortedJson(flag == "true") : flag;
             return text;
           });
         }},
    {.name = "flag-as-number-accepted",
     .description = "A number is taken for the flag.",
     .clauses = {"partial.flag.type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditFlag(request, [](SortedJson& flag) {
             const bool number = flag.is_number();
             flag = number ? SortedJson(flag != 0) : flag;
             return number;
           });
         }},
    {.name = "refused-request-stored",
     .description =
         "When a request is refused as a whole, its good entries are stored before that.",
     .clauses = {"store.rejected", "store.no-phantom"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             const SentEntry& entry = reading.entries[i];
             const bool good =
                 std::ranges::none_of(reading.violations, [&](const Violation& violation) {
                   return violation.scope != spec::Scope::kRequest && violation.entry == i;
                 });
             if (plan.error && good && !entry.series.empty()) {
               WriteAnyway(entry, entry.series.front(), scope);
             }
           }
         }},
    {.name = "null-fault-spares-entry",
     .description = "A faulty null fails alone, though partial processing is off.",
     .clauses = {"partial.false.atomic", "store.rejected"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           const bool only_nulls =
               !reading.violations.empty() &&
               std::ranges::all_of(reading.violations, [](const Violation& violation) {
                 return violation.clause->IsUnder("value.null");
               });
           if (reading.partial == PartialFlag::kFalse && only_nulls) {
             reading.partial = PartialFlag::kTrue;
           }
         }},
    {.name = "computed-refused-but-stored",
     .description = "A value for a metric or transform is refused and stored all the same.",
     .clauses = {"store.rejected", "store.no-phantom"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           for (const Violation& violation : reading.violations) {
             if (violation.clause->Is("identity.computed") &&
                 (plan.error || Failed(plan.entries[violation.entry]))) {
               const SentEntry& entry = reading.entries[violation.entry];
               WriteAnyway(entry, entry.series.front(), scope);
             }
           }
         }},
};

}  // namespace

std::span<const Mutant> PartialMutants() { return kPartialMutants; }

}  // namespace swc::reference
