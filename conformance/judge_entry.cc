#include "conformance/judge_entry.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "conformance/attribution.h"
#include "reference/reading.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::Obligation;
using reference::PartialFlag;
using reference::ReadEntry;
using reference::Reading;
using reference::ReadValue;
using reference::SentTime;
using reference::Violation;
using spec::Form;
using spec::Scope;

using Violations = std::vector<const Violation*>;
using Errors = std::map<std::string, CodeErrors>;

bool IsMust(const Violation* violation) { return violation->obligation == Obligation::kMustReject; }

// Whether no target may let it pass. One that breaks a `should` earns a warning for that and has to
// obey every `must` from there on.
bool IsBinding(const Violation* violation) {
  return IsMust(violation) && violation->clause->level != spec::Level::kShould;
}

bool Permits(const Violation& violation, std::string_view code) {
  const auto& codes = violation.clause->reject.entry_codes;
  return std::ranges::find(codes, code) != codes.end();
}

class EntryJudge {
 public:
  EntryJudge(const EntryToJudge& input, Observations& observations, std::vector<Write>& writes)
      : input_(input),
        reading_(input.put.reading),
        entry_(input.put.reading.entries[input.entry]),
        observations_(observations),
        writes_(writes) {
    for (const Violation& violation : reading_.violations) {
      if (violation.scope != Scope::kRequest && violation.entry == input.entry) {
        violations_.push_back(&violation);
      }
      request_touched_ |= violation.scope == Scope::kRequest;
    }
  }

  void Judge() {
    const Errors* errors = FindErrors();
    if (errors == nullptr) {
      JudgeAccepted();
    } else if (SharesItsId()) {
      // U26: which entry an error of a repeated entryId is about cannot be told.
      if (OnlyTheIdIsAtFault()) {
        ChooseSole(Form::kEntry);
      }
      AddAll(Fate::kOpen);
    } else {
      JudgeReported(*errors);
    }
  }

 private:
  // An entry without an id is taken as reported when an error names an id that was not sent.
  [[nodiscard]] const Errors* FindErrors() const {
    const auto& all = input_.answer.errors;
    if (entry_.id) {
      const auto found = all.find(*entry_.id);
      return found == all.end() ? nullptr : &found->second;
    }
    const auto stray = std::ranges::find_if(all, [&](const auto& item) {
      return std::ranges::none_of(reading_.entries,
                                  [&](const ReadEntry& other) { return other.id == item.first; });
    });
    return stray == all.end() ? nullptr : &stray->second;
  }

  [[nodiscard]] bool SharesItsId() const {
    return std::ranges::count_if(reading_.entries,
                                 [&](const ReadEntry& other) { return other.id == entry_.id; }) > 1;
  }

  // Whether no entry with this id breaks anything but its uniqueness.
  [[nodiscard]] bool OnlyTheIdIsAtFault() const {
    return std::ranges::all_of(reading_.violations, [&](const Violation& violation) {
      return violation.scope != Scope::kRequest &&
             (reading_.entries[violation.entry].id != entry_.id ||
              violation.clause->id == "entry.id.duplicate");
    });
  }

  // Returns the one clause that explains everything about this entry, or null.
  [[nodiscard]] const spec::Clause* SoleClause() const {
    if (violations_.empty() || request_touched_) {
      return nullptr;
    }
    const spec::Clause* sole = violations_.front()->clause;
    return std::ranges::all_of(
               violations_, [&](const Violation* violation) { return violation->clause == sole; })
               ? sole
               : nullptr;
  }

  void ChooseSole(Form form) {
    const spec::Clause* sole = SoleClause();
    if (sole != nullptr && sole->level == spec::Level::kFree) {
      ChooseForm(*sole, form, observations_);
    }
  }

  // ---- The entry was not reported.

  void JudgeAccepted() {
    std::set<const spec::Clause*> broken;
    for (const Violation* violation : violations_) {
      if (violation->obligation == Obligation::kShouldAccept) {
        observations_.Mark(*violation->clause, Side::kAccept);
      } else if (IsMust(violation) && broken.insert(violation->clause).second) {
        observations_.Deviate(violation->clause->id, "accepted", violation->pointer,
                              violation->clause->statement,
                              fmt::format("entry '{}' was accepted", entry_.id.value_or("")));
      }
    }
    if (!broken.empty() || entry_.ambiguous) {
      AddAll(Fate::kUnknown);
      return;
    }
    if (ShowsItsChoice()) {
      ChooseSole(Form::kAccepted);
    }
    ChooseSettings();
    for (std::size_t j = 0; j < entry_.values.size(); ++j) {
      AddStored(j, BecauseOfAcceptance(j));
    }
  }

  // value.type.stream: only a value of a type that the stream surely did not have shows anything.
  [[nodiscard]] bool ShowsItsChoice() const {
    return std::ranges::none_of(violations_, [&](const Violation* violation) {
      if (violation->clause->id != "value.type.stream") {
        return false;
      }
      const auto type = spec::TypeOf(*entry_.values[violation->value].value);
      const auto types = input_.beliefs.TypesIn(entry_.series.front());
      return types.empty() ||
             std::ranges::any_of(types, [&](spec::DataType known) { return known == type; });
    });
  }

  // Two free clauses are settings that a target description may already tell.
  void ChooseSettings() {
    if (!violations_.empty() || request_touched_) {
      return;
    }
    observations_.Mark("entry.valid.accepted", Side::kAccept);
    const bool stream = !entry_.series.empty() && entry_.series.front().starts_with("alias:");
    if (stream && !entry_.values.empty()) {
      observations_.Choose("identity.unknown-alias", "created");
    }
    for (const ReadValue& value : entry_.values) {
      const auto* number = std::get_if<double>(&*value.value);
      if (std::holds_alternative<spec::NullValue>(*value.value) ||
          (number != nullptr && std::isnan(*number))) {
        observations_.Choose("value.null-nan.setting", "allowed");
      }
    }
  }

  // Names the clause that is broken if this acknowledged value cannot be read.
  [[nodiscard]] std::string_view BecauseOfAcceptance(std::size_t value) {
    const ReadValue& read = entry_.values[value];
    const SeriesBeliefs* known =
        entry_.series.size() == 1 ? input_.beliefs.Find(entry_.series.front()) : nullptr;
    if (known != nullptr && read.time && read.quality && read.value) {
      const auto found = known->find({.time = *read.time, .quality = *read.quality});
      if (found != known->end() && found->second.IsCertain()) {
        if (!spec::SameValue(*found->second.possible.front().value, *read.value)) {
          return "duplicate.same-quality";
        }
        observations_.Mark("duplicate.resend", Side::kAccept);
      }
    }
    if (NamesEffects(input_.put.about)) {
      return input_.put.about->id;
    }
    const bool others_faulty =
        std::ranges::any_of(reading_.violations, [&](const Violation& violation) {
          return violation.scope != Scope::kRequest && violation.entry != input_.entry &&
                 violation.obligation == Obligation::kMustReject;
        });
    return others_faulty ? "entry.independent" : "store.acknowledged";
  }

  // ---- The entry was reported.

  void JudgeReported(const Errors& errors) {
    bool unexplained = false;
    bool transient = false;
    Violations explaining;
    for (const auto& [code, error] : errors) {
      Violations of_code;
      for (const Violation* violation : violations_) {
        if (code.empty() || Permits(*violation, code)) {
          of_code.push_back(violation);
        }
      }
      if (of_code.empty()) {
        transient |= IsTransientCode(code);
        unexplained |= !IsTransientCode(code);
        if (!IsTransientCode(code)) {
          ReportUnexplained(code);
        }
        continue;
      }
      CheckTimestamps(code, error, of_code);
      std::ranges::copy(of_code, std::back_inserter(explaining));
    }
    if (unexplained || transient || explaining.empty()) {
      AddAll(Fate::kOpen);
      return;
    }
    if (std::ranges::all_of(explaining, [](const Violation* violation) {
          return violation->obligation == Obligation::kShouldAccept;
        })) {
      observations_.Deviate(explaining.front()->clause->id, "rejected", explaining.front()->pointer,
                            explaining.front()->clause->statement,
                            fmt::format("entry '{}' was reported", *entry_.id));
    }
    MarkReport(errors);
    AddReported(errors, explaining);
  }

  void ReportUnexplained(const std::string& code) {
    const std::string observed =
        fmt::format("entry '{}' was reported as {}", entry_.id.value_or(""), code);
    if (std::ranges::none_of(violations_, IsMust)) {
      // An open point that was answered by none of its alternatives names itself.
      const spec::Clause* sole = SoleClause();
      const bool open = sole != nullptr && sole->level == spec::Level::kFree;
      const spec::Clause& clause =
          open ? *sole : NameFalseRejection(input_.put, input_.entry, code);
      observations_.Deviate(clause.id, "reported", fmt::format("/entries/{}", input_.entry),
                            "the entry breaks no rule, so it is not reported", observed);
      return;
    }
    std::set<std::string> codes;
    for (const Violation* violation : violations_) {
      const auto& permitted = violation->clause->reject.entry_codes;
      codes.insert(permitted.begin(), permitted.end());
    }
    std::string list;
    for (const std::string& permitted : codes) {
      list += (list.empty() ? "" : ", ") + permitted;
    }
    const spec::Clause& clause = NameWrongCode(reading_, input_.entry);
    observations_.Deviate(clause.id, "wrong-code", fmt::format("/entries/{}", input_.entry),
                          list.empty() ? clause.statement : "one of the codes " + list, observed);
  }

  // response.error-entries.sent-timestamp, response.error-entries.culprit
  void CheckTimestamps(const std::string& code, const CodeErrors& error, const Violations& causes) {
    std::set<SentTime> sent;
    bool all_readable = true;
    for (const ReadValue& value : entry_.values) {
      all_readable = all_readable && value.sent_time && value.time;
      if (value.sent_time) {
        sent.insert(*value.sent_time);
      }
    }
    if (!all_readable) {
      return;  // A server may put a timestamp that breaks the rules in order.
    }
    for (const SentTime& time : error.timestamps) {
      if (!sent.contains(time)) {
        observations_.Deviate("response.error-entries.sent-timestamp", "not-sent", "/errorEntries",
                              "only timestamps that the entry holds",
                              fmt::format("{}.{:09} in an error of entry '{}'", time.seconds,
                                          time.nanos, entry_.id.value_or("")));
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
  [[nodiscard]] std::set<SentTime> CulpritTimes(const Violations& causes) const {
    std::set<SentTime> times;
    for (const Violation* violation : causes) {
      if (violation->scope != Scope::kValue) {
        return {};
      }
      const auto& time = entry_.values[violation->value].sent_time;
      if (!time) {
        return {};  // A value without a readable timestamp cannot be named by one.
      }
      times.insert(*time);
    }
    return times;
  }

  // What a permitted report shows, if one clause explains it alone.
  void MarkReport(const Errors& errors) {
    const spec::Clause* sole = SoleClause();
    if (sole == nullptr) {
      return;
    }
    ChooseSole(Form::kEntry);
    if (std::ranges::any_of(violations_, IsMust)) {
      observations_.Mark(*sole, Side::kReject);
    }
    if (spec::HasPrefix(sole->id, "time.window")) {
      observations_.Mark("time.window.code", Side::kObserve);
    }
    // An error without a code says nothing about the target's choice.
    const bool named = errors.size() == 1 && !errors.begin()->first.empty();
    if (sole->id == "identity.unknown-property" && named) {
      observations_.Choose("identity.unknown-property.code", errors.begin()->first);
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
  void ChooseStyle(const CodeErrors& error) {
    const std::set<SentTime> culprits = CulpritTimes(violations_);
    if (culprits.empty()) {
      return;
    }
    std::set<SentTime> all;
    for (const ReadValue& value : entry_.values) {
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

  // ---- What became of the values of a reported entry.

  void AddReported(const Errors& errors, const Violations& explaining) {
    const bool entry_must = std::ranges::any_of(violations_, [](const Violation* violation) {
      return violation->scope == Scope::kEntry && IsBinding(violation);
    });
    const auto is_entry = [](const Violation* violation) {
      return violation->scope == Scope::kEntry;
    };
    // partial.entry-fault
    if (entry_must || std::ranges::all_of(explaining, is_entry)) {
      observations_.Mark("partial.entry-fault", Side::kReject);
      AddAll(Fate::kRefused);
      return;
    }
    if (std::ranges::any_of(explaining, is_entry)) {
      AddAll(Fate::kOpen);
      return;
    }
    switch (reading_.partial) {
      case PartialFlag::kFalse:
        AddAtomic();
        break;
      case PartialFlag::kTrue:
        CheckEveryCulprit(errors);
        AddPartial(errors, explaining);
        break;
      case PartialFlag::kOmitted:
      case PartialFlag::kUnreadable:
        AddOmitted(explaining);
        break;
    }
  }

  // partial.false.atomic
  void AddAtomic() {
    for (std::size_t j = 0; j < entry_.values.size(); ++j) {
      const bool good = ViolationsOf(j).empty();
      Add(j, Fate::kRefused, good ? "partial.false.atomic" : "store.rejected");
    }
  }

  // partial.true.bad-reported
  void CheckEveryCulprit(const Errors& errors) {
    bool all = true;
    for (const Violation* violation : violations_) {
      const auto& time = entry_.values[violation->value].sent_time;
      if (!IsMust(violation) || !time || IsReported(errors, *violation)) {
        continue;
      }
      // Another rule that the same value breaks may have been named instead (U37).
      const Violations same = ViolationsOf(violation->value);
      if (std::ranges::any_of(same,
                              [&](const Violation* other) { return IsReported(errors, *other); })) {
        continue;
      }
      all = false;
      observations_.Deviate(
          IsBinding(violation) ? "partial.true.bad-reported" : violation->clause->id,
          "not-reported", violation->pointer,
          "every value that is not stored is reported: " + violation->clause->statement,
          fmt::format("no error of entry '{}' covers it", *entry_.id));
    }
    if (all) {
      observations_.Mark("partial.true.bad-reported", Side::kObserve);
    }
  }

  // Whether some error has a permitted code and names the value's timestamp, or none at all.
  [[nodiscard]] bool IsReported(const Errors& errors, const Violation& violation) const {
    const auto& time = entry_.values[violation.value].sent_time;
    return std::ranges::any_of(errors, [&](const auto& item) {
      const auto& [code, error] = item;
      return (code.empty() || Permits(violation, code)) &&
             (error.some_without_timestamps || error.timestamps.empty() || !time ||
              error.timestamps.contains(*time));
    });
  }

  // partial.true.good-kept
  void AddPartial(const Errors& errors, const Violations& explaining) {
    for (std::size_t j = 0; j < entry_.values.size(); ++j) {
      const Violations of_value = ViolationsOf(j);
      if (of_value.empty()) {
        Add(j, Fate::kStored, "partial.true.good-kept");
      } else if (std::ranges::any_of(of_value, IsBinding)) {
        Add(j, Fate::kRefused, "store.rejected");
      } else if (std::ranges::none_of(of_value, [&](const Violation* violation) {
                   return IsReported(errors, *violation);
                 })) {
        AddStored(j, "partial.true.good-kept");
      } else {
        Add(j, explaining.size() == 1 ? Fate::kRefused : Fate::kOpen, "store.rejected");
      }
    }
  }

  // partial.omitted
  void AddOmitted(const Violations& explaining) {
    const bool plain = reading_.partial == PartialFlag::kOmitted && !request_touched_ &&
                       std::ranges::all_of(explaining, IsMust) &&
                       std::ranges::all_of(violations_, IsMust);
    Observations choices;
    choices.Choose("partial.omitted", "as-true");
    choices.Choose("partial.omitted", "as-false");
    for (std::size_t j = 0; j < entry_.values.size(); ++j) {
      const Violations of_value = ViolationsOf(j);
      if (std::ranges::any_of(of_value, IsBinding)) {
        Add(j, Fate::kRefused, "store.rejected");
        continue;
      }
      Add(j, Fate::kOpen, "");
      if (plain && of_value.empty()) {
        for (Write* write : LastWrites()) {
          write->if_stored = choices.choices[0];
          write->if_not_stored = choices.choices[1];
        }
      }
    }
  }

  // ---- Writes.

  [[nodiscard]] Violations ViolationsOf(std::size_t value) const {
    Violations found;
    std::ranges::copy_if(violations_, std::back_inserter(found), [&](const Violation* violation) {
      return violation->scope == Scope::kValue && violation->value == value;
    });
    return found;
  }

  // Returns the writes of the value that was added last: one for each series of the entry.
  [[nodiscard]] std::vector<Write*> LastWrites() {
    std::vector<Write*> last;
    for (std::size_t i = writes_.size() - last_added_; i < writes_.size(); ++i) {
      last.push_back(&writes_[i]);
    }
    return last;
  }

  void AddAll(Fate fate) {
    for (std::size_t j = 0; j < entry_.values.size(); ++j) {
      Add(j, fate, "store.rejected");
    }
  }

  void Add(std::size_t value, Fate fate, std::string_view because) {
    last_added_ = 0;
    const ReadValue& read = entry_.values[value];
    if (!read.time || !read.quality || !read.value) {
      return;
    }
    for (const reference::SeriesId& series : entry_.series) {
      writes_.push_back({.series = series,
                         .key = {.time = *read.time, .quality = *read.quality},
                         .value = *read.value,
                         .entry = input_.entry,
                         .fate = fate,
                         .because = because,
                         .quality_given = read.quality_given,
                         .nanos_given = read.nanos_given,
                         .any_null_letter = HasAnyNullLetter(value, series)});
      ++last_added_;
    }
  }

  // U23: a null whose letter is not the property's may come back with either letter; so may the
  // null of a stream, whose type nobody knows.
  [[nodiscard]] bool HasAnyNullLetter(std::size_t value, const reference::SeriesId& series) const {
    return series.starts_with("alias:") ||
           std::ranges::any_of(ViolationsOf(value), [](const Violation* violation) {
             return violation->clause->id == "value.null.letter";
           });
  }

  // Adds a value that was acknowledged, as far as an acknowledgement binds.
  void AddStored(std::size_t value, std::string_view because) {
    Add(value, Fate::kStored, because);
    const Violations of_value = ViolationsOf(value);
    const bool contradicting = entry_.series.size() == 2;
    const bool other_quality = std::ranges::any_of(of_value, [](const Violation* violation) {
      return violation->clause->id == "duplicate.other-quality";
    });
    if (!contradicting && !other_quality) {
      return;
    }
    Observations choices;
    if (contradicting) {
      choices.Choose("identity.both.contradicting", "ids-win");
      choices.Choose("identity.both.contradicting", "alias-wins");
    } else {
      choices.Choose("duplicate.other-quality", "both-kept");
      choices.Choose("duplicate.other-quality", "newer-ignored");
    }
    const bool sole = SoleClause() != nullptr;
    std::size_t side = 0;
    for (Write* write : LastWrites()) {
      write->fate = Fate::kOpen;
      if (sole && (contradicting || IsNewerForSure(value))) {
        write->if_stored = choices.choices[side];
        if (!contradicting) {
          write->if_not_stored = choices.choices[1];
        }
      }
      side = contradicting ? 1 : 0;
    }
  }

  // Whether a value of another quality was stored at this time before, without any doubt.
  [[nodiscard]] bool IsNewerForSure(std::size_t value) const {
    const ReadValue& read = entry_.values[value];
    if (input_.beliefs.HasOtherQuality(entry_.series.front(), *read.time, *read.quality) ==
        reference::Certainty::kYes) {
      return true;
    }
    // An earlier value of this entry, which nothing keeps from being stored.
    for (std::size_t j = 0; j < value; ++j) {
      const ReadValue& earlier = entry_.values[j];
      if (earlier.time == read.time && earlier.quality != read.quality && ViolationsOf(j).empty()) {
        return true;
      }
    }
    return false;
  }

  const EntryToJudge& input_;
  const Reading& reading_;
  const ReadEntry& entry_;
  Observations& observations_;
  std::vector<Write>& writes_;
  Violations violations_;
  bool request_touched_ = false;
  std::size_t last_added_ = 0;
};

}  // namespace

void JudgeEntry(const EntryToJudge& entry, Observations& observations, std::vector<Write>& writes) {
  EntryJudge(entry, observations, writes).Judge();
}

void ChooseForm(const spec::Clause& clause, spec::Form form, Observations& observations) {
  const spec::Alternative* only = nullptr;
  for (const spec::Alternative& alternative : clause.alternatives) {
    if (alternative.form == form) {
      if (only != nullptr) {
        return;
      }
      only = &alternative;
    }
  }
  if (only != nullptr) {
    observations.Choose(clause.id, only->name);
  } else if (!clause.may_vary) {
    observations.Deviate(clause.id, "no-alternative", "", "one of the clause's alternatives",
                         form == Form::kAccepted ? "it was accepted"
                         : form == Form::kEntry  ? "the entry was reported"
                                                 : "the whole request was refused");
  }
}

bool IsTransientCode(std::string_view code) {
  return code == "ThrottlingException" || code == "InternalFailureException" ||
         code == "ServiceUnavailableException";
}

}  // namespace swc::conformance
