#include "conformance/judge/put/entry_writes.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/writes.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {

using reference::PartialFlag;
using reference::SentValue;
using reference::Violation;
using spec::Scope;

void EntryWrites::AddReported(const EntryErrors& errors, const Violations& explaining) {
  const bool entry_must = std::ranges::any_of(subject_.violations, [](const Violation* violation) {
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
  switch (subject_.reading.partial) {
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

// A value of another JSON type breaks a `should`: a target that coerces it is warned for that, and
// what it made of it nobody can say.
bool EntryWrites::MayHoldCoerced() const {
  for (std::size_t j = 0; j < subject_.entry.values.size(); ++j) {
    const SentValue& value = subject_.entry.values[j];
    const bool unreadable = !value.value || !value.time || !value.quality;
    if (unreadable && subject_.reading.partial != PartialFlag::kFalse &&
        std::ranges::none_of(subject_.ViolationsOf(j), IsBinding)) {
      return true;
    }
  }
  return false;
}

// partial.false.atomic
void EntryWrites::AddAtomic() {
  for (std::size_t j = 0; j < subject_.entry.values.size(); ++j) {
    const bool good = subject_.ViolationsOf(j).empty();
    Add(j, Fate::kRefused,
        good ? spec::ClauseId("partial.false.atomic") : spec::ClauseId("store.rejected"));
  }
}

// partial.true.bad-reported
void EntryWrites::CheckEveryCulprit(const EntryErrors& errors) {
  bool all = true;
  for (const Violation* violation : subject_.violations) {
    const auto& time = subject_.entry.values[violation->value].sent_time;
    if (!IsMust(violation) || !time || IsReported(errors, *violation)) {
      continue;
    }
    // Another rule that the same value breaks may have been named instead (U37).
    const Violations same = subject_.ViolationsOf(violation->value);
    if (std::ranges::any_of(same,
                            [&](const Violation* other) { return IsReported(errors, *other); })) {
      continue;
    }
    all = false;
    observations_.Deviate(
        IsBinding(violation) ? spec::ClauseId("partial.true.bad-reported") : *violation->clause,
        "not-reported", violation->pointer,
        "every value that is not stored is reported: " + violation->clause->statement,
        fmt::format("no error of entry '{}' covers it", *subject_.entry.id));
  }
  if (all) {
    observations_.Mark("partial.true.bad-reported", Side::kObserve);
  }
}

// Whether some error has a permitted code and names the value's timestamp, or none at all. No
// answer can name a timestamp that breaks the rules of timestamps.
bool EntryWrites::IsReported(const EntryErrors& errors, const Violation& violation) const {
  const SentValue& value = subject_.entry.values[violation.value];
  return std::ranges::any_of(errors, [&](const auto& item) {
    const auto& [code, error] = item;
    return (code.empty() || Permits(violation, code)) &&
           (error.some_without_timestamps || error.timestamps.empty() || !value.time ||
            !value.sent_time || error.timestamps.contains(*value.sent_time));
  });
}

// partial.true.good-kept
void EntryWrites::AddPartial(const EntryErrors& errors, const Violations& explaining) {
  for (std::size_t j = 0; j < subject_.entry.values.size(); ++j) {
    const Violations of_value = subject_.ViolationsOf(j);
    if (std::ranges::any_of(of_value, IsBinding)) {
      Add(j, Fate::kRefused, "store.rejected");
    } else if (std::ranges::none_of(of_value, [&](const Violation* violation) {
                 return IsReported(errors, *violation);
               })) {
      if (ConflictCovers(errors, j)) {
        Add(j, Fate::kOpen, "store.rejected");
      } else {
        AddStored(j, "partial.true.good-kept");
      }
    } else {
      Add(j, explaining.size() == 1 ? Fate::kRefused : Fate::kOpen, "store.rejected");
    }
  }
}

// F94, U4, U5, U6: whether a conflict of keys is one of a value or of its whole entry is not said,
// so an error about one that names no value, or that names this one too, may be about it.
bool EntryWrites::ConflictCovers(const EntryErrors& errors, std::size_t value) const {
  const auto& time = subject_.entry.values[value].sent_time;
  return std::ranges::any_of(errors, [&](const auto& item) {
    const auto& [code, error] = item;
    const bool covers = error.some_without_timestamps || error.timestamps.empty() ||
                        (time && error.timestamps.contains(*time));
    return covers && std::ranges::any_of(subject_.violations, [&](const Violation* violation) {
             return violation->clause->IsUnder("duplicate") &&
                    (code.empty() || Permits(*violation, code));
           });
  });
}

// partial.omitted: a target that keeps the good values breaks this clause and no other, so nothing
// more follows from what it does with them.
void EntryWrites::AddOmitted(const Violations& explaining) {
  const bool plain = subject_.reading.partial == PartialFlag::kOmitted &&
                     !subject_.request_touched && std::ranges::all_of(explaining, IsMust) &&
                     std::ranges::all_of(subject_.violations, IsMust);
  for (std::size_t j = 0; j < subject_.entry.values.size(); ++j) {
    const Violations of_value = subject_.ViolationsOf(j);
    if (std::ranges::any_of(of_value, IsBinding)) {
      Add(j, Fate::kRefused, "store.rejected");
      continue;
    }
    Add(j, Fate::kOpen, "store.rejected");
    if (plain && of_value.empty()) {
      for (Write* write : LastWrites()) {
        write->forbidding = &spec::Catalogue::Get().At("partial.omitted");
      }
    }
  }
}

// Returns the writes of the value that was added last: one for each series of the entry.
std::vector<Write*> EntryWrites::LastWrites() {
  std::vector<Write*> last;
  for (std::size_t i = writes_.size() - last_added_; i < writes_.size(); ++i) {
    last.push_back(&writes_[i]);
  }
  return last;
}

void EntryWrites::AddAll(Fate fate) {
  for (std::size_t j = 0; j < subject_.entry.values.size(); ++j) {
    Add(j, fate, "store.rejected");
  }
}

void EntryWrites::Add(std::size_t value, Fate fate, spec::ClauseId because) {
  last_added_ = 0;
  const SentValue& read = subject_.entry.values[value];
  if (!read.time || !read.quality || !read.value) {
    return;
  }
  for (const reference::SeriesId& series : subject_.entry.series) {
    writes_.push_back({.series = series,
                       .key = {.time = *read.time, .quality = *read.quality},
                       .value = *read.value,
                       .entry = subject_.input.entry,
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
bool EntryWrites::HasAnyNullLetter(std::size_t value, const reference::SeriesId& series) const {
  return series.stream() != nullptr ||
         std::ranges::any_of(subject_.ViolationsOf(value), [](const Violation* violation) {
           return violation->clause->Is("value.null.letter");
         });
}

void EntryWrites::AddStored(std::size_t value, spec::ClauseId because) {
  Add(value, Fate::kStored, because);
  const Violations of_value = subject_.ViolationsOf(value);
  const bool contradicting = subject_.entry.series.size() == 2;
  const bool other_quality = std::ranges::any_of(of_value, [](const Violation* violation) {
    return violation->clause->Is("duplicate.other-quality");
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
  const bool sole = subject_.SoleClause() != nullptr;
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
bool EntryWrites::IsNewerForSure(std::size_t value) const {
  const SentValue& read = subject_.entry.values[value];
  if (subject_.input.beliefs.HasOtherQuality(subject_.entry.series.front(), *read.time,
                                             *read.quality) == reference::Certainty::kYes) {
    return true;
  }
  // An earlier value of this entry, which nothing keeps from being stored.
  for (std::size_t j = 0; j < value; ++j) {
    const SentValue& earlier = subject_.entry.values[j];
    if (earlier.time == read.time && earlier.quality != read.quality &&
        subject_.ViolationsOf(j).empty()) {
      return true;
    }
  }
  return false;
}

}  // namespace swc::conformance
