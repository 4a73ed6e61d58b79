#include "conformance/judge/put/judge_entry.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/blamed_clause.h"
#include "conformance/judge/put/entry_errors.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/entry_writes.h"
#include "conformance/judge/put/refusal_forms.h"
#include "conformance/judge/put/writes.h"
#include "conformance/judge/transient_answer.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::Obligation;
using reference::SentValue;
using reference::Violation;
using spec::Form;
using spec::Scope;

class EntryJudge {
 public:
  EntryJudge(const EntryToJudge& input, Observations& observations, std::vector<Write>& writes)
      : subject_(input),
        observations_(observations),
        reported_(subject_, observations),
        became_(subject_, observations, writes) {}

  // Returns whether what became of the entry can be known.
  bool Judge() {
    const EntryErrors* errors = FindErrors();
    if (errors == nullptr) {
      JudgeAccepted();
    } else if (SharesItsId()) {
      // U26: which entry an error of a repeated entryId is about cannot be told.
      if (OnlyTheIdIsAtFault()) {
        ChooseSole(Form::kEntry);
      }
      became_.AddAll(Fate::kOpen);
    } else {
      JudgeReported(*errors);
      if (became_.MayHoldCoerced()) {
        predictable_ = false;
      }
    }
    return predictable_;
  }

 private:
  // An error with an id that was not sent is about an entry without one.
  [[nodiscard]] const EntryErrors* FindErrors() const {
    const auto& all = subject_.input.answer.errors;
    if (subject_.entry.id) {
      const auto found = std::ranges::find_if(all, [&](const auto& item) {
        return reference::MayBeNamed(subject_.reading, subject_.input.entry, item.first);
      });
      return found == all.end() ? nullptr : &found->second;
    }
    const auto stray = std::ranges::find_if(all, [&](const auto& item) {
      return !reference::MayBeNamed(subject_.reading, item.first);
    });
    if (stray == all.end() && subject_.input.answer.some_unnamed) {
      return &subject_.input.answer.unnamed;
    }
    return stray == all.end() ? nullptr : &stray->second;
  }

  // Whether what the answer reports may as well be about another entry.
  [[nodiscard]] bool SharesItsId() const {
    for (std::size_t other = 0; other < subject_.reading.entries.size(); ++other) {
      const bool nameless = !subject_.entry.id && !subject_.reading.entries[other].id;
      if (other != subject_.input.entry && (nameless || MayBothBeNamed(other))) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool MayBothBeNamed(std::size_t other) const {
    return std::ranges::any_of(subject_.input.answer.errors, [&](const auto& item) {
      return reference::MayBeNamed(subject_.reading, subject_.input.entry, item.first) &&
             reference::MayBeNamed(subject_.reading, other, item.first);
    });
  }

  // Whether no entry with this id breaks anything but its uniqueness.
  [[nodiscard]] bool OnlyTheIdIsAtFault() const {
    return std::ranges::all_of(subject_.reading.violations, [&](const Violation& violation) {
      return violation.scope != Scope::kRequest &&
             (subject_.reading.entries[violation.entry].id != subject_.entry.id ||
              violation.clause->Is("entry.id.duplicate"));
    });
  }

  void ChooseSole(Form form) {
    const spec::Clause* sole = subject_.SoleClause();
    if (sole != nullptr && sole->level == spec::Level::kFree) {
      ChooseForm(*sole, form, observations_);
    }
  }

  // ---- The entry was not reported.

  void JudgeAccepted() {
    std::set<const spec::Clause*> broken;
    for (const Violation* violation : subject_.violations) {
      if (IsMust(violation) && broken.insert(violation->clause).second) {
        observations_.Deviate(
            *violation->clause, "accepted", violation->pointer,
            RightRefusal(*violation->clause, subject_.entry.id),
            fmt::format("entry '{}' was accepted", subject_.entry.id.value_or("")));
      }
    }
    if (broken.empty() && became_.AddDoubled()) {
      return;
    }
    if (!broken.empty() || subject_.entry.ambiguous) {
      became_.AddAll(Fate::kUnknown);
      if (!broken.empty() && HasUnreadableValue()) {
        predictable_ = false;
      }
      return;
    }
    if (ShowsItsChoice()) {
      ChooseSole(Form::kAccepted);
    }
    ChooseSettings();
    for (std::size_t j = 0; j < subject_.entry.values.size(); ++j) {
      became_.AddStored(j, BecauseOfAcceptance(j));
    }
  }

  [[nodiscard]] bool HasUnreadableValue() const {
    return std::ranges::any_of(subject_.entry.values, [](const SentValue& value) {
      return !value.value || !value.time || !value.quality;
    });
  }

  // value.type.stream: only a value of a type that the stream surely did not have shows anything.
  [[nodiscard]] bool ShowsItsChoice() const {
    return std::ranges::none_of(subject_.violations, [&](const Violation* violation) {
      if (!violation->clause->Is("value.type.stream")) {
        return false;
      }
      const auto type = spec::TypeOf(*subject_.entry.values[violation->value].value);
      const auto types = subject_.input.beliefs.TypesIn(subject_.entry.series.front());
      return types.empty() ||
             std::ranges::any_of(types, [&](spec::DataType known) { return known == type; });
    });
  }

  // Two free clauses are settings that a target description may already tell.
  void ChooseSettings() {
    if (!subject_.violations.empty() || subject_.request_touched) {
      return;
    }
    observations_.Mark("entry.valid.accepted", Side::kAccept);
    const bool stream =
        !subject_.entry.series.empty() && subject_.entry.series.front().stream() != nullptr;
    if (stream && !subject_.entry.values.empty()) {
      observations_.Choose("identity.unknown-alias", "created");
    }
    for (const SentValue& value : subject_.entry.values) {
      const auto* number = std::get_if<double>(&*value.value);
      if (std::holds_alternative<spec::NullValue>(*value.value) ||
          (number != nullptr && std::isnan(*number))) {
        observations_.Choose("value.null-nan.setting", "allowed");
      }
    }
  }

  // Names the clause that is broken if this acknowledged value cannot be read.
  [[nodiscard]] spec::ClauseId BecauseOfAcceptance(std::size_t value) {
    const SentValue& read = subject_.entry.values[value];
    const SeriesBeliefs* known = subject_.entry.series.size() == 1
                                     ? subject_.input.beliefs.Find(subject_.entry.series.front())
                                     : nullptr;
    if (known != nullptr && read.time && read.quality && read.value) {
      const auto found = known->find({.time = *read.time, .quality = *read.quality});
      const spec::Value* there = found == known->end() ? nullptr : found->second.Certain();
      if (there != nullptr) {
        if (!spec::SameValue(*there, *read.value)) {
          return "duplicate.same-quality";
        }
        observations_.Mark("duplicate.resend", Side::kAccept);
      }
    }
    if (MayNameWrongEffect(subject_.input.put.about)) {
      return *subject_.input.put.about;
    }
    const bool others_faulty =
        std::ranges::any_of(subject_.reading.violations, [&](const Violation& violation) {
          return violation.scope != Scope::kRequest && violation.entry != subject_.input.entry &&
                 violation.obligation == Obligation::kMustReject;
        });
    return others_faulty ? spec::ClauseId("entry.independent")
                         : spec::ClauseId("store.acknowledged");
  }

  // ---- The entry was reported.

  void JudgeReported(const EntryErrors& errors) {
    bool unexplained = false;
    bool transient = false;
    Violations explaining;
    if (errors.empty() && subject_.violations.empty()) {
      reported_.ReportUnexplained("");
    }
    for (const auto& [code, error] : errors) {
      Violations of_code;
      for (const Violation* violation : subject_.violations) {
        if (code.empty() || Permits(*violation, code)) {
          of_code.push_back(violation);
        }
      }
      if (of_code.empty()) {
        const bool excused = IsTransientCode(code) && !subject_.input.put.lasting;
        transient |= excused;
        unexplained |= !excused;
        if (!excused) {
          reported_.ReportUnexplained(code);
        }
        continue;
      }
      reported_.CheckTimestamps(code, error, of_code);
      std::ranges::copy(of_code, std::back_inserter(explaining));
    }
    if (unexplained || transient || explaining.empty()) {
      became_.AddAll(Fate::kOpen);
      return;
    }
    reported_.MarkReport(errors);
    if (IsQuotaOfAll(errors, explaining)) {
      became_.AddAll(Fate::kOpen);
      return;
    }
    became_.AddReported(errors, explaining);
  }

  // F60: where a quota is met before a value is stored is not said, so an error that names no value
  // may be about all of the entry.
  static bool IsQuotaOfAll(const EntryErrors& errors, const Violations& explaining) {
    const bool quota = std::ranges::any_of(
        explaining, [](const Violation* violation) { return violation->clause->IsUnder("quota"); });
    return quota && std::ranges::any_of(errors, [](const auto& error) {
             return error.second.some_without_timestamps;
           });
  }

  EntryWithViolations subject_;
  Observations& observations_;
  EntryErrorsJudge reported_;
  EntryWrites became_;
  bool predictable_ = true;
};

}  // namespace

bool JudgeEntry(const EntryToJudge& entry, Observations& observations, std::vector<Write>& writes) {
  return EntryJudge(entry, observations, writes).Judge();
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
    observations.Choose(clause, only->name);
  } else if (!clause.may_vary) {
    observations.Deviate(clause, "no-alternative", "", "one of the clause's alternatives",
                         form == Form::kAccepted ? "it was accepted"
                         : form == Form::kEntry  ? "the entry was reported"
                                                 : "the whole request was refused");
  }
}

}  // namespace swc::conformance
