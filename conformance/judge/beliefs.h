// What may be stored on the target, as far as its answers tell.
//
// Law: for each series and key (timestamp, quality) there is a set of possible values, absence
// included. An answer that leaves a choice open makes the set larger; a read makes it smaller. A
// possibility may carry the alternative of a free clause that it would prove.
//
// Example: beliefs.Store("alias:/a", key, Value(1.5), "store.acknowledged");
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "conformance/judge/observations.h"
#include "reference/model/store.h"
#include "reference/reading/reading.h"
#include "spec/tqv.h"

namespace swc::conformance {

struct Possibility {
  std::optional<spec::Value> value;  // Nothing: absent.
  std::optional<Choice> proves;      // What seeing this would prove.
  // Another write may still be on its way: only at the deadline does seeing this prove anything.
  bool provisional = false;
  const spec::Clause* breaks = nullptr;  // A clause that seeing this breaks,
  const spec::Clause* keeps = nullptr;   // or one that it keeps.
};

// A value that the target refused for this key, and the clause that demands its absence.
struct RefusedValue {
  spec::Value value;
  const spec::Clause* because = nullptr;
};

struct Belief {
  std::vector<Possibility> possible;  // Never empty, unless `anything`.
  bool anything = false;              // No prediction at all.
  std::vector<Possibility> earlier;   // What reads may show until the last write is visible.
  bool earlier_anything = false;      // The same, without any prediction.
  std::vector<Possibility> past;  // What was there before that: a reader that is behind shows it.
  std::vector<RefusedValue> refused;
  const spec::Clause* because = nullptr;  // The clause that demands what `possible` says.
  bool seen = false;                      // A read has shown the value: it must stay.
  bool quality_given = true;              // False: the quality was left out (quality.default).
  bool nanos_given = true;                // False: the offset was left out (time.nanos.default).

  [[nodiscard]] bool MayBeAbsent() const;
  [[nodiscard]] bool MayBePresent() const;
  // Returns whether exactly one value, not absence, is possible.
  [[nodiscard]] bool IsCertain() const;
  // Returns whether seeing `possibility`, one of `possible`, tells before any deadline that no
  // write is on its way any more.
  [[nodiscard]] bool IsFinal(const Possibility& possibility) const;
};

using SeriesBeliefs = std::map<reference::PointKey, Belief>;

class Beliefs : public reference::SeriesView {
 public:
  // The value is now stored: everything else is history.
  void Store(const reference::SeriesId& series, const reference::PointKey& key,
             const spec::Value& value, std::string_view because);

  // The value was refused: what was possible before stays possible.
  void Refuse(const reference::SeriesId& series, const reference::PointKey& key,
              const spec::Value& value, std::string_view because);

  // The value may have been stored. The two choices, if given, are what presence or absence of
  // this write would prove; `forbidding`, if given, is a clause that its presence would break.
  void Fork(const reference::SeriesId& series, const reference::PointKey& key,
            const spec::Value& value, std::optional<Choice> if_stored,
            std::optional<Choice> if_not_stored, const spec::Clause* forbidding = nullptr);

  // Nothing can be said about this key any more.
  void Forget(const reference::SeriesId& series, const reference::PointKey& key);

  // Returns the belief of a key; a key never heard of is absent.
  [[nodiscard]] Belief& At(const reference::SeriesId& series, const reference::PointKey& key);

  // Returns all keys of a series that were ever written or refused, or null.
  [[nodiscard]] SeriesBeliefs* Find(const reference::SeriesId& series);
  [[nodiscard]] const SeriesBeliefs* Find(const reference::SeriesId& series) const;

  // The value may have been stored, and its type fixed (value.type.stream), even if it is not what
  // lies there now. `Store` and `Fork` note the type of theirs.
  void NoteType(const reference::SeriesId& series, const spec::Value& value);

  // A stream was used by others before: its type may be any.
  void AssumeAnyType(const reference::SeriesId& series);

  // A body that could not be read was accepted: nothing can be said about any series any more.
  void Distrust() { distrusted_ = true; }
  [[nodiscard]] bool distrusted() const { return distrusted_; }

  // A body that could not be read was refused: values out of nowhere come from it.
  void NoteUnreadableRefusal() { unreadable_refused_ = true; }
  [[nodiscard]] bool unreadable_refused() const { return unreadable_refused_; }

  // Returns every series that was ever written or refused.
  [[nodiscard]] std::vector<reference::SeriesId> Ids() const;

  [[nodiscard]] reference::Certainty HasOtherQuality(const reference::SeriesId& series,
                                                     spec::Instant time,
                                                     spec::Quality quality) const override;
  [[nodiscard]] std::size_t PointsInSecond(const reference::SeriesId& series, spec::Instant time,
                                           spec::Quality quality) const override;
  [[nodiscard]] bool MayHold(const reference::SeriesId& series, spec::Instant time,
                             spec::Quality quality) const override;
  // The types of all values that may ever have been stored.
  [[nodiscard]] std::vector<spec::DataType> TypesIn(
      const reference::SeriesId& series) const override;

 private:
  std::map<reference::SeriesId, SeriesBeliefs> series_;
  std::map<reference::SeriesId, std::set<spec::DataType>> types_;
  bool distrusted_ = false;
  bool unreadable_refused_ = false;
};

}  // namespace swc::conformance
