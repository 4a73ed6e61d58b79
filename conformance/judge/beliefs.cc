#include "conformance/judge/beliefs.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "conformance/judge/belief.h"
#include "reference/model/store.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {

using reference::Certainty;
using reference::PointKey;
using reference::SeriesId;

Belief& Beliefs::At(const SeriesId& series, const PointKey& key) { return series_[series][key]; }

void Beliefs::Store(const SeriesId& series, const PointKey& key, const spec::Value& value,
                    spec::ClauseId because) {
  NoteType(series, value);
  At(series, key).Store(value, spec::Catalogue::Get().At(because));
}

void Beliefs::Refuse(const SeriesId& series, const PointKey& key, const spec::Value& value,
                     spec::ClauseId because) {
  At(series, key).Refuse(value, spec::Catalogue::Get().At(because));
}

void Beliefs::Fork(const SeriesId& series, const PointKey& key, const OpenWrite& write) {
  NoteType(series, write.value);
  At(series, key).Fork(write);
}

void Beliefs::Forget(const SeriesId& series, const PointKey& key) {
  AssumeAnyType(series);
  At(series, key).Forget();
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
