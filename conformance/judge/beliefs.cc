#include "conformance/judge/beliefs.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "spec/clause.h"

namespace swc::conformance {

using reference::Certainty;
using reference::PointKey;
using reference::SeriesId;

bool Belief::MayBeAbsent() const {
  return anything || std::ranges::any_of(possible, [](const Possibility& possibility) {
           return !possibility.value;
         });
}

bool Belief::MayBePresent() const {
  return anything || std::ranges::any_of(possible, [](const Possibility& possibility) {
           return possibility.value.has_value();
         });
}

bool Belief::IsCertain() const { return !anything && possible.size() == 1 && possible[0].value; }

bool Belief::IsFinal(const Possibility& possibility) const {
  if (possibility.provisional) {
    return false;
  }
  const auto same = [&](const Possibility& other) {
    return other.value && possibility.value && spec::SameValue(*other.value, *possibility.value);
  };
  const auto another = [&](const Possibility& other) { return other.value && !same(other); };
  // With A, B, A written one after the other, an A may be the first one.
  return std::ranges::none_of(earlier, same) ||
         (std::ranges::none_of(earlier, another) && std::ranges::none_of(possible, another));
}

Belief& Beliefs::At(const SeriesId& series, const PointKey& key) {
  Belief& belief = series_[series][key];
  if (belief.possible.empty() && !belief.anything) {
    belief.possible.push_back({});
    belief.because = &spec::Catalogue::Get().At("store.no-phantom");
  }
  return belief;
}

void Beliefs::Store(const SeriesId& series, const PointKey& key, const spec::Value& value,
                    std::string_view because) {
  NoteType(series, value);
  Belief& belief = At(series, key);
  std::ranges::copy(belief.possible, std::back_inserter(belief.earlier));
  belief.earlier_anything = belief.earlier_anything || belief.anything;
  belief.possible = {{.value = value, .proves = std::nullopt}};
  belief.anything = false;
  belief.because = &spec::Catalogue::Get().At(because);
  belief.seen = false;
}

void Beliefs::Refuse(const SeriesId& series, const PointKey& key, const spec::Value& value,
                     std::string_view because) {
  Belief& belief = At(series, key);
  belief.refused.push_back({.value = value, .because = &spec::Catalogue::Get().At(because)});
}

void Beliefs::Fork(const SeriesId& series, const PointKey& key, const spec::Value& value,
                   std::optional<Choice> if_stored, std::optional<Choice> if_not_stored,
                   const spec::Clause* forbidding) {
  NoteType(series, value);
  Belief& belief = At(series, key);
  std::ranges::copy(belief.possible, std::back_inserter(belief.earlier));
  const auto is_same = [&](const Possibility& possibility) {
    return possibility.value && spec::SameValue(*possibility.value, value);
  };
  const bool same = std::ranges::any_of(belief.possible, is_same);
  for (Possibility& possibility : belief.possible) {
    // With the same value before and after, a read tells nothing.
    possibility.proves = same || possibility.proves ? std::nullopt : if_not_stored;
    possibility.provisional = !is_same(possibility);
    possibility.keeps = same ? nullptr : forbidding;
  }
  if (!same) {
    belief.possible.push_back({.value = value, .proves = if_stored, .breaks = forbidding});
  }
  belief.seen = false;
}

void Beliefs::Forget(const SeriesId& series, const PointKey& key) {
  AssumeAnyType(series);
  Belief& belief = At(series, key);
  belief.anything = true;
  belief.possible.clear();
  belief.seen = false;
}

SeriesBeliefs* Beliefs::Find(const SeriesId& series) {
  const auto found = series_.find(series);
  return found == series_.end() ? nullptr : &found->second;
}

const SeriesBeliefs* Beliefs::Find(const SeriesId& series) const {
  const auto found = series_.find(series);
  return found == series_.end() ? nullptr : &found->second;
}

std::vector<SeriesId> Beliefs::Ids() const {
  std::vector<SeriesId> ids;
  ids.reserve(series_.size());
  for (const auto& [id, beliefs] : series_) {
    ids.push_back(id);
  }
  return ids;
}

Certainty Beliefs::HasOtherQuality(const SeriesId& series, spec::Instant time,
                                   spec::Quality quality) const {
  const SeriesBeliefs* beliefs = Find(series);
  if (beliefs == nullptr) {
    return Certainty::kNo;
  }
  Certainty certainty = Certainty::kNo;
  for (const spec::Quality other : spec::kQualities) {
    const auto found = beliefs->find({.time = time, .quality = other});
    if (other == quality || found == beliefs->end() || !found->second.MayBePresent()) {
      continue;
    }
    const bool sure = !found->second.MayBeAbsent();
    certainty = std::max(certainty, sure ? Certainty::kYes : Certainty::kMaybe);
  }
  return certainty;
}

std::size_t Beliefs::PointsInSecond(const SeriesId& series, spec::Instant time,
                                    spec::Quality quality) const {
  const SeriesBeliefs* beliefs = Find(series);
  if (beliefs == nullptr) {
    return 0;
  }
  return static_cast<std::size_t>(std::ranges::count_if(*beliefs, [&](const auto& item) {
    const auto& [key, belief] = item;
    return key.quality == quality && key.time.seconds == time.seconds && key.time != time &&
           belief.MayBePresent();
  }));
}

bool Beliefs::MayHold(const SeriesId& series, spec::Instant time, spec::Quality quality) const {
  const SeriesBeliefs* beliefs = Find(series);
  if (beliefs == nullptr) {
    return false;
  }
  const auto found = beliefs->find({.time = time, .quality = quality});
  return found != beliefs->end() && found->second.MayBePresent();
}

void Beliefs::AssumeAnyType(const SeriesId& series) {
  types_[series].insert(spec::kDataTypes.begin(), spec::kDataTypes.end());
}

void Beliefs::NoteType(const SeriesId& series, const spec::Value& value) {
  if (const auto type = spec::TypeOf(value)) {
    types_[series].insert(*type);
  }
}

std::vector<spec::DataType> Beliefs::TypesIn(const SeriesId& series) const {
  const auto found = types_.find(series);
  return found == types_.end()
             ? std::vector<spec::DataType>()
             : std::vector<spec::DataType>(found->second.begin(), found->second.end());
}

}  // namespace swc::conformance
