#include "reference/model/model.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/model/policies.h"
#include "reference/model/refusal_messages.h"
#include "reference/model/store.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Form;
using spec::Scope;

// Decides in which form the server reports a violation; kAccepted: it lets it pass.
class Decider {
 public:
  Decider(const Reading& reading, const Policies& policies)
      : reading_(reading), policies_(policies) {}

  [[nodiscard]] Form FormOf(const Violation& violation) const {
    const spec::Clause& clause = *violation.clause;
    if (clause.Is("value.type.stream")) {
      return StreamTypeForm(violation);
    }
    if (!clause.contested.empty() && policies_.Is(clause, clause.contested.back())) {
      return Form::kAccepted;
    }
    if (clause.level != spec::Level::kFree) {
      return RejectedForm(violation);
    }
    const Form chosen = ChosenForm(clause);
    if (clause.reject.request_only_if_every_entry ||
        (chosen == Form::kAccepted && violation.obligation == Obligation::kMustReject)) {
      return RejectedForm(violation);
    }
    if (chosen == Form::kEntry && !CanNameEntry(violation) && !CanNameAll()) {
      return Form::kRequest;
    }
    return chosen;
  }

 private:
  // wire.encoding.utf8, wire.encoding.surrogate: of such a body nothing but names is known.
  [[nodiscard]] bool CanNameAll() const { return !reading_.decodable && !reading_.entries.empty(); }

  [[nodiscard]] Form ChosenForm(const spec::Clause& clause) const {
    const std::string_view chosen = policies_.Chosen(clause.id);
    const auto found = std::ranges::find(clause.alternatives, chosen, &spec::Alternative::name);
    return found->form;
  }

  [[nodiscard]] bool CanNameEntry(const Violation& violation) const {
    return violation.scope != Scope::kRequest && violation.entry < reading_.entries.size() &&
           reading_.entries[violation.entry].id.has_value();
  }

  // errors.constraint-form, as far as the clause allows both forms.
  [[nodiscard]] Form RejectedForm(const Violation& violation) const {
    const spec::RejectForms& forms = violation.clause->reject;
    const bool entry_possible = CanNameEntry(violation) && !forms.entry_codes.empty();
    if (forms.request_only_if_every_entry) {
      const spec::Clause& decides = forms.code_policy.empty()
                                        ? *violation.clause
                                        : *spec::Catalogue::Get().Find(forms.code_policy);
      const bool whole =
          ChosenForm(decides) == Form::kRequest && EveryEntryBreaks(*violation.clause);
      return whole || !entry_possible ? Form::kRequest : Form::kEntry;
    }
    if (forms.request_statuses.empty()) {
      return Form::kEntry;
    }
    const bool whole = policies_.Is("response.errors.constraint-form", "request");
    return whole || !entry_possible ? Form::kRequest : Form::kEntry;
  }

  [[nodiscard]] bool EveryEntryBreaks(const spec::Clause& clause) const {
    const auto [found, created] = broken_by_all_.try_emplace(&clause);
    if (created) {
      std::set<std::size_t> entries;
      for (const Violation& violation : reading_.violations) {
        if (violation.clause == &clause) {
          entries.insert(violation.entry);
        }
      }
      found->second = entries.size() == reading_.entries.size();
    }
    return found->second;
  }

  // value.type.stream: the first value of a stream fixes its type, if the policy says so.
  [[nodiscard]] Form StreamTypeForm(const Violation& violation) const {
    if (policies_.Is("value.type.stream", "open")) {
      return Form::kAccepted;
    }
    const SentEntry& entry = reading_.entries[violation.entry];
    const auto type = spec::TypeOf(*entry.values[violation.value].value);
    if (!violation.series_type || violation.series_type == type) {
      return Form::kAccepted;
    }
    return policies_.Is("value.type.stream", "fixed") && CanNameEntry(violation) ? Form::kEntry
                                                                                 : Form::kRequest;
  }

  const Reading& reading_;
  const Policies& policies_;
  mutable std::map<const spec::Clause*, bool> broken_by_all_;  // Found out once for each clause.
};

std::string_view CodeOf(const Violation& violation, const Policies& policies) {
  const spec::RejectForms& forms = violation.clause->reject;
  if (!forms.code_policy.empty()) {
    const std::string_view code = policies.Chosen(forms.code_policy);
    if (std::ranges::find(forms.entry_codes, code) != forms.entry_codes.end()) {
      return code;
    }
  }
  return forms.entry_codes.front();
}

// Collects the errors of one entry.
class EntryDecision {
 public:
  EntryDecision(const SentEntry& entry, PartialFlag partial, const Policies& policies)
      : entry_(entry), policies_(policies), store_(entry.values.size(), true) {
    switch (partial) {
      case PartialFlag::kTrue:
        keeps_good_ = true;
        break;
      case PartialFlag::kFalse:
        keeps_good_ = false;
        break;
      default:
        // partial.omitted
        keeps_good_ = policies.Is("partial.omitted", "as-true");
    }
  }

  void Reject(const Violation& violation, const Reading& reading) {
    any_ = true;
    Cause& cause = causes_[{CodeOf(violation, policies_), violation.clause->statement}];
    if (cause.message.empty()) {
      cause.message = FaultMessage(violation, reading);
    }
    if (violation.scope == Scope::kValue) {
      store_[violation.value] = false;
      if (const auto& time = entry_.values[violation.value].sent_time) {
        cause.times.push_back(*time);
      }
    } else {
      // partial.entry-fault
      keeps_good_values_ = false;
    }
  }

  [[nodiscard]] EntryPlan Finish() {
    // partial.false.atomic, partial.true.good-kept
    if (!keeps_good_values_ || (any_ && !keeps_good_)) {
      store_.assign(store_.size(), false);
    }
    EntryPlan plan{.id = entry_.id.value_or(""), .store = store_};
    plan.series = entry_.series.empty() ? SeriesId() : entry_.series.front();
    // identity.both.contradicting
    if (entry_.series.size() == 2 && policies_.Is("identity.both.contradicting", "alias-wins")) {
      plan.series = entry_.series.back();
    }
    for (auto& [key, cause] : causes_) {
      AddErrors(std::string(key.first), cause.message, std::move(cause.times), plan.errors);
    }
    return plan;
  }

 private:
  // Why values of the entry are refused.
  struct Cause {
    std::string message;          // About the first of them.
    std::vector<SentTime> times;  // Timestamps at fault.
  };

  // response.errors.timestamps, response.errors.grouping
  void AddErrors(const std::string& code, const std::string& message, std::vector<SentTime> times,
                 std::vector<EntryError>& errors) const {
    if (policies_.Is("response.errors.timestamps", "none")) {
      times.clear();
    } else if (policies_.Is("response.errors.timestamps", "whole-entry") && !keeps_good_) {
      times.clear();
      for (const SentValue& value : entry_.values) {
        if (value.sent_time) {
          times.push_back(*value.sent_time);
        }
      }
    }
    if (times.size() < 2 || policies_.Is("response.errors.grouping", "grouped")) {
      errors.push_back({.code = code, .message = message, .timestamps = std::move(times)});
      return;
    }
    for (const SentTime& time : times) {
      errors.push_back({.code = code, .message = message, .timestamps = {time}});
    }
  }

  const SentEntry& entry_;
  const Policies& policies_;
  bool keeps_good_ = false;
  bool keeps_good_values_ = true;
  bool any_ = false;
  std::vector<bool> store_;
  std::map<std::pair<std::string_view, std::string_view>, Cause> causes_;  // By code and rule.
};

RequestError WholeRequestError(const Violation& violation, const Reading& reading) {
  const auto& statuses = violation.clause->reject.request_statuses;
  return RequestErrorOf(statuses.empty() ? 400 : statuses.front(),
                        RefusalMessage(violation, reading));
}

}  // namespace

RequestError RequestErrorOf(int status, std::string message) {
  return {.status = status,
          .name = spec::Contract::Get().NameOfStatus(status),
          .message = std::move(message)};
}

PutPlan PlanPut(const Reading& reading, const Policies& policies) {
  const Decider decider(reading, policies);
  PutPlan plan;
  std::vector<EntryDecision> decisions;
  decisions.reserve(reading.entries.size());
  for (const SentEntry& entry : reading.entries) {
    decisions.emplace_back(entry, reading.partial, policies);
  }
  for (const Violation& violation : reading.violations) {
    switch (decider.FormOf(violation)) {
      case Form::kAccepted:
        break;
      case Form::kEntry:
        if (violation.scope == Scope::kRequest) {
          for (EntryDecision& decision : decisions) {
            decision.Reject(violation, reading);
          }
        } else {
          decisions[violation.entry].Reject(violation, reading);
        }
        break;
      case Form::kRequest:
        plan.error = WholeRequestError(violation, reading);
        return plan;
    }
  }
  for (EntryDecision& decision : decisions) {
    plan.entries.push_back(decision.Finish());
  }
  return plan;
}

std::vector<StoreOp> StoreOpsOf(const Reading& reading, const PutPlan& plan,
                                const Policies& policies) {
  std::vector<StoreOp> ops;
  if (plan.error) {
    return ops;
  }
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    const EntryPlan& entry = plan.entries[i];
    std::set<PointKey> keys;
    for (std::size_t j = 0; j < entry.store.size(); ++j) {
      const SentValue& value = reading.entries[i].values[j];
      if (!entry.store[j] || !value.value || !value.time || !value.quality ||
          entry.series.empty()) {
        continue;
      }
      const PointKey key{.time = *value.time, .quality = *value.quality};
      // duplicate.in-entry
      const bool taken = !keys.insert(key).second;
      if (taken && policies.Is("duplicate.in-entry", "first-wins")) {
        continue;
      }
      ops.push_back(
          {.series = entry.series, .key = key, .value = *value.value, .entry = i, .index = j});
    }
  }
  return ops;
}

}  // namespace swc::reference
