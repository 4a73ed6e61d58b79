#include "conformance/judge/put/writes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "conformance/judge/belief.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using Group = std::vector<const Write*>;

Choice ChoiceOf(spec::ClauseId clause, std::string_view alternative) {
  Observations one;
  one.Choose(clause, alternative);
  return one.choices.front();
}

// duplicate.other-quality.first-kept: what was certainly there before has to stay.
void KeepOtherQualities(const Write& write, Beliefs& beliefs) {
  for (const spec::Quality other : spec::kQualities) {
    SeriesBeliefs* series = beliefs.Find(write.series);
    if (other == write.key.quality || series == nullptr) {
      continue;
    }
    const auto found = series->find({.time = write.key.time, .quality = other});
    if (found != series->end() && found->second.Certain() != nullptr) {
      found->second.DemandBy(spec::Catalogue::Get().At("duplicate.other-quality.first-kept"));
    }
  }
}

// wire.member.duplicate: what is stored is the last of two values, or the first.
void AllowFirst(const Write& write, Beliefs& beliefs) {
  if (write.if_first_counts) {
    Belief& belief = beliefs.At(write.series, write.key);
    belief.ProveBySeeing(ChoiceOf("wire.member.duplicate", "last-wins"));
    belief.Allow(*write.if_first_counts, ChoiceOf("wire.member.duplicate", "first-wins"));
  }
}

void ApplyOne(const Write& write, Beliefs& beliefs) {
  switch (write.fate) {
    case Fate::kStored:
      beliefs.Store(write.series, write.key, write.value, write.because);
      AllowFirst(write, beliefs);
      break;
    case Fate::kRefused:
      beliefs.Refuse(write.series, write.key, write.value, write.because);
      break;
    case Fate::kOpen:
      beliefs.Fork(write.series, write.key,
                   {.value = write.value,
                    .if_stored = write.if_stored,
                    .if_not_stored = write.if_not_stored,
                    .forbidding = write.forbidding});
      break;
    case Fate::kUnknown:
      beliefs.Forget(write.series, write.key);
      break;
  }
}

// A null that may come back with any letter.
void AllowNullLetters(const Write& write, Beliefs& beliefs) {
  const auto* null = std::get_if<spec::NullValue>(&write.value);
  if (null == nullptr || !write.any_null_letter) {
    return;
  }
  Belief& belief = beliefs.At(write.series, write.key);
  for (const char letter : std::string_view("DISBU")) {
    if (letter != null->letter) {
      belief.AllowInstead(write.value, spec::NullValue{.letter = letter});
    }
  }
}

// Several stored values with one key in one entry: one of them survives.
void ApplyInEntry(const Group& stored, Beliefs& beliefs) {
  const Write& first = *stored.front();
  const Write& last = *stored.back();
  beliefs.Store(last.series, last.key, last.value, last.because);
  Belief& belief = beliefs.At(last.series, last.key);
  belief.DemandBy(spec::Catalogue::Get().At("duplicate.in-entry"));
  const bool all_same = std::ranges::all_of(
      stored, [&](const Write* write) { return spec::SameValue(write->value, last.value); });
  if (all_same) {
    return;
  }
  if (!spec::SameValue(first.value, last.value)) {
    belief.ProveBySeeing(ChoiceOf("duplicate.in-entry", "last-wins"));
  }
  for (const Write* write : stored) {
    beliefs.NoteType(last.series, write->value);
    const bool is_first = spec::SameValue(write->value, first.value);
    belief.Allow(write->value, is_first
                                   ? std::optional(ChoiceOf("duplicate.in-entry", "first-wins"))
                                   : std::nullopt);
  }
  belief.LeaveOrderOpen();
}

// Several values with one key, of several entries or of open fates: any of them may survive.
void ApplyMixed(const Group& group, Beliefs& beliefs) {
  const auto stored = std::ranges::find(group, Fate::kStored, &Write::fate);
  if (stored != group.end()) {
    ApplyOne(**stored, beliefs);
  }
  for (const Write* write : group) {
    if (write->fate != Fate::kRefused && (stored == group.end() || write != *stored)) {
      beliefs.Fork(write->series, write->key, {.value = write->value});
    }
  }
  for (const Write* write : group) {
    const Belief& belief = beliefs.At(write->series, write->key);
    const bool possible =
        std::ranges::any_of(belief.possible(), [&](const Possibility& possibility) {
          return possibility.value && spec::SameValue(*possibility.value, write->value);
        });
    if (write->fate == Fate::kRefused && !possible) {
      ApplyOne(*write, beliefs);
    }
  }
  Belief& belief = beliefs.At(group.front()->series, group.front()->key);
  belief.DemandBy(spec::Catalogue::Get().At("duplicate.cross-entry"));
  belief.LeaveOrderOpen();
}

}  // namespace

void ApplyWrites(const std::vector<Write>& writes, Beliefs& beliefs) {
  std::map<std::pair<reference::SeriesId, reference::PointKey>, Group> groups;
  for (const Write& write : writes) {
    groups[{write.series, write.key}].push_back(&write);
    if (write.fate != Fate::kRefused) {
      KeepOtherQualities(write, beliefs);
    }
  }
  for (const auto& [key, group] : groups) {
    const bool one_entry = std::ranges::all_of(
        group, [&](const Write* write) { return write->entry == group.front()->entry; });
    const bool all_stored =
        std::ranges::all_of(group, [](const Write* write) { return write->fate == Fate::kStored; });
    const bool unknown = std::ranges::any_of(
        group, [](const Write* write) { return write->fate == Fate::kUnknown; });
    if (unknown) {
      beliefs.Forget(key.first, key.second);
    } else if (group.size() == 1) {
      ApplyOne(*group.front(), beliefs);
    } else if (one_entry && all_stored) {
      ApplyInEntry(group, beliefs);
    } else {
      ApplyMixed(group, beliefs);
    }
    for (const Write* write : group) {
      AllowNullLetters(*write, beliefs);
    }
    beliefs.At(key.first, key.second)
        .NoteGiven(std::ranges::all_of(group, &Write::quality_given),
                   std::ranges::all_of(group, &Write::nanos_given));
  }
}

}  // namespace swc::conformance
