// What may be stored on the target, as far as its answers tell.
//
// Law: for each series and key (timestamp, quality) there is one belief (belief.h); a key that
// nobody wrote is absent. What was written gives a series its types, whether it is still there or
// not.
//
// Example: beliefs.Store(reference::SeriesOfStream("/a"), key, Value(1.5), "store.acknowledged");
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "conformance/judge/belief.h"
#include "reference/model/store.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {

using SeriesBeliefs = std::map<reference::PointKey, Belief>;

class Beliefs : public reference::SeriesView {
 public:
  // These do what those of `Belief` do. Store and Fork note the type of the value, too.
  void Store(const reference::SeriesId& series, const reference::PointKey& key,
             const spec::Value& value, spec::ClauseId because);
  void Refuse(const reference::SeriesId& series, const reference::PointKey& key,
              const spec::Value& value, spec::ClauseId because);
  void Fork(const reference::SeriesId& series, const reference::PointKey& key,
            const OpenWrite& write);

  // Nothing can be said about this key, or about the type of its series, any more.
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
