#include "conformance/judge/put/entry_errors.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/blamed_clause.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/judge_entry.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

std::string NameOf(const reference::SentTime& time) {
  if (time.seconds == INT64_MAX || time.seconds == INT64_MIN) {
    return "a timestamp whose timeInSeconds does not fit 64 bits";
  }
  return time.nanos == INT64_MAX || time.nanos == INT64_MIN
             ? "a timestamp whose offsetInNanos does not fit 64 bits"
             : fmt::format("{}.{:09}", time.seconds, time.nanos);
}

}  // namespace

using reference::SentTime;
using reference::SentValue;
using reference::Violation;
using spec::Form;
using spec::Scope;

// Names a report of an entry that breaks no `must`.
const spec::Clause& EntryErrorsJudge::NameUnexplained(const std::string& code) const {
  if (const spec::Clause* edge = FalseEdge(subject_.input.put, subject_.input.entry, code)) {
    return *edge;
  }
  // An open point that was answered by none of its alternatives names itself.
  const spec::Clause* sole = subject_.SoleClause();
  const bool open = sole != nullptr && sole->level == spec::Level::kFree;
  return open ? *sole : NameFalseRejection(subject_.input.put, subject_.input.entry, code);
}

void EntryErrorsJudge::ReportUnexplained(const std::string& code) {
  const std::string observed =
      fmt::format("entry '{}' was reported {}", subject_.entry.id.value_or(""),
                  code.empty() ? "without a code" : "as " + code);
  if (std::ranges::none_of(subject_.violations, IsMust)) {
    observations_.Deviate(
        NameUnexplained(code), "reported", fmt::format("/entries/{}", subject_.input.entry),
        "the entry breaks no rule, so it is not reported" +
            (IsWindowCode(code) ? WindowNote(subject_.input.put, subject_.input.entry)
                                : std::string()),
        observed);
    return;
  }
  std::set<std::string> codes;
  for (const Violation* violation : subject_.violations) {
    const auto& permitted = violation->clause->reject.entry_codes;
    codes.insert(permitted.begin(), permitted.end());
  }
  std::string list;
  for (const std::string& permitted : codes) {
    list += (list.empty() ? "" : ", ") + permitted;
  }
  const spec::Clause& clause = NameWrongCode(subject_.input.put, subject_.input.entry, code);
  observations_.Deviate(clause, "wrong-code", fmt::format("/entries/{}", subject_.input.entry),
                        list.empty() ? clause.statement : "one of the codes " + list, observed);
}

void EntryErrorsJudge::CheckTimestamps(const std::string& code, const CodeErrors& error,
                                       const Violations& causes) {
  std::set<SentTime> sent;
  bool unclear = subject_.entry.ambiguous;
  for (const SentValue& value : subject_.entry.values) {
    unclear = unclear || value.time_unclear || (value.sent_time && !value.time);
    if (value.sent_time) {
      sent.insert(*value.sent_time);
    }
  }
  if (unclear) {
    return;  // A server may put a timestamp that breaks the rules in order; one that is absent not.
  }
  for (const SentTime& time : error.timestamps) {
    if (!sent.contains(time)) {
      observations_.Deviate("response.error-entries.sent-timestamp", "not-sent", "/errorEntries",
                            "only timestamps that the entry holds",
                            fmt::format("{} in an error of entry '{}'", NameOf(time),
                                        subject_.entry.id.value_or("")));
      return;
    }
  }
  observations_.Mark("response.error-entries.sent-timestamp", Side::kObserve);
  const std::set<SentTime> culprits = CulpritTimes(causes);
  if (culprits.empty() || error.timestamps.empty()) {
    return;
  }
  const bool meets = std::ranges::any_of(
      error.timestamps, [&](const SentTime& time) { return culprits.contains(time); });
  if (!meets) {
    observations_.Deviate("response.error-entries.culprit", "other-value", "/errorEntries",
                          fmt::format("the timestamps of the values at fault for {}", code),
                          "only timestamps of values that are not at fault");
  } else {
    observations_.Mark("response.error-entries.culprit", Side::kObserve);
  }
}

// Returns the timestamps at fault, or nothing if the entry itself may be at fault.
std::set<SentTime> EntryErrorsJudge::CulpritTimes(const Violations& causes) const {
  std::set<SentTime> times;
  for (const Violation* violation : causes) {
    if (violation->scope != Scope::kValue) {
      return {};
    }
    const auto& time = subject_.entry.values[violation->value].sent_time;
    if (!time) {
      return {};  // A value without a readable timestamp cannot be named by one.
    }
    times.insert(*time);
  }
  return times;
}

void EntryErrorsJudge::MarkReport(const EntryErrors& errors) {
  const spec::Clause* sole = subject_.SoleClause();
  if (sole == nullptr) {
    return;
  }
  if (sole->level == spec::Level::kFree) {
    ChooseForm(*sole, Form::kEntry, observations_);
  }
  if (std::ranges::any_of(subject_.violations, IsMust)) {
    observations_.Mark(*sole, Side::kReject);
  }
  if (sole->IsUnder("time.window")) {
    observations_.Mark("time.window.code", Side::kObserve);
  }
  // An error without a code says nothing about the target's choice.
  const bool named = errors.size() == 1 && !errors.begin()->first.empty();
  if (!sole->reject.code_policy.empty() && named) {
    observations_.Choose(*spec::Catalogue::Get().Find(sole->reject.code_policy),
                         errors.begin()->first);
  }
  if (sole->level != spec::Level::kFree && !sole->reject.request_statuses.empty() &&
      !sole->reject.request_only_if_every_entry) {
    observations_.Choose("response.errors.constraint-form", "entry");
  }
  if (errors.size() == 1) {
    ChooseStyle(errors.begin()->second);
  }
}

// response.errors.timestamps, response.errors.grouping
void EntryErrorsJudge::ChooseStyle(const CodeErrors& error) {
  const std::set<SentTime> culprits = CulpritTimes(subject_.violations);
  if (culprits.empty()) {
    return;
  }
  std::set<SentTime> all;
  for (const SentValue& value : subject_.entry.values) {
    if (value.sent_time) {
      all.insert(*value.sent_time);
    }
  }
  if (error.timestamps.empty()) {
    observations_.Choose("response.errors.timestamps", "none");
  } else if (error.timestamps == culprits && culprits != all) {
    observations_.Choose("response.errors.timestamps", "culprits");
  } else if (error.timestamps == all && culprits != all) {
    observations_.Choose("response.errors.timestamps", "whole-entry");
  }
  if (error.timestamps.size() < 2) {
    return;
  }
  if (error.error_objects == 1) {
    observations_.Choose("response.errors.grouping", "grouped");
  } else if (error.error_objects == error.timestamps.size()) {
    observations_.Choose("response.errors.grouping",
                         error.entry_objects > 1 ? "one-entry-each" : "one-error-each");
  }
}

}  // namespace swc::conformance
