// What may be stored under one key of one series, as far as the answers of a target tell.
//
// Law: unless nothing is predicted, at least one possibility is left (absence is one). A write
// whose fate is open adds a possibility, a read leaves one; what a write replaced may still be
// shown until a read settles the key. Only the verbs below change a belief.
//
// Example:
//   Belief belief;                                  // Absent: nobody wrote.
//   belief.Store(spec::Value(1.5), acknowledged);   // Now 1.5; a reader may still see nothing.
//   belief.NarrowTo(*belief.Match(&seen));          // A read showed it: now it has to stay.
#pragma once

#include <optional>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "spec/clause.h"
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

// A write of which it is open whether it was stored.
struct OpenWrite {
  spec::Value value;
  std::optional<Choice> if_stored;           // What its presence would prove,
  std::optional<Choice> if_not_stored;       // and its absence.
  const spec::Clause* forbidding = nullptr;  // A clause that its presence would break.
};

class Belief {
 public:
  // Nothing was ever written: store.no-phantom demands absence.
  Belief();

  [[nodiscard]] bool MayBeAbsent() const;
  [[nodiscard]] bool MayBePresent() const;
  // Returns the value, if it alone is possible, or null.
  [[nodiscard]] const spec::Value* Certain() const;
  // Returns whether anything goes: the target was asked too much, or has already been reported.
  [[nodiscard]] bool IsUnpredictable() const { return unpredictable_; }
  // Returns whether a read may show more than one thing.
  [[nodiscard]] bool IsOpen() const;

  // Returns the possibility that a read shows (null: it shows nothing), or null.
  [[nodiscard]] const Possibility* Match(const SeenValue* seen) const;
  // Returns whether seeing `possibility`, one of this belief, tells before any deadline that no
  // write is on its way any more.
  [[nodiscard]] bool IsFinal(const Possibility& possibility) const;
  // Returns whether `seen` is possible, or what was there before a write that is on its way.
  [[nodiscard]] bool MayShow(const SeenValue& seen) const;
  // Returns whether `seen` is a value that the last writes replaced.
  [[nodiscard]] bool WasReplaced(const SeenValue& seen) const;
  // Returns whether a reader that is behind may show this (null: nothing).
  [[nodiscard]] bool MayHaveShown(const SeenValue* seen) const;
  // Returns the refused value that looks like `seen`, or null.
  [[nodiscard]] const RefusedValue* FindRefused(const SeenValue& seen) const;

  [[nodiscard]] const std::vector<Possibility>& possible() const { return possible_; }
  [[nodiscard]] const std::vector<RefusedValue>& refused() const { return refused_; }
  // The clause that demands what is possible.
  [[nodiscard]] const spec::Clause& because() const { return *because_; }
  // A read has shown the value: it must stay.
  [[nodiscard]] bool was_seen() const { return seen_; }
  [[nodiscard]] bool quality_given() const { return quality_given_; }
  [[nodiscard]] bool nanos_given() const { return nanos_given_; }

  // The value is now stored: everything else is history.
  void Store(const spec::Value& value, const spec::Clause& because);
  // The value was refused: what was possible before stays possible.
  void Refuse(const spec::Value& value, const spec::Clause& because);
  // The value may have been stored.
  void Fork(const OpenWrite& write);
  // Nothing can be said any more.
  void Forget();
  // What a read showed was reported: it is reported once. What was possible is remembered.
  void StopPredicting() { unpredictable_ = true; }
  // A read showed `match`, one of this belief: it is the only possibility now.
  void NarrowTo(const Possibility& match);

  // Another clause demands what is possible.
  void DemandBy(const spec::Clause& because) { because_ = &because; }
  // The value may be `other` as well, wherever it may be `value`.
  void AllowInstead(const spec::Value& value, const spec::Value& other);
  // `value` may be there as well, and would prove `proves`, unless it is known to be possible.
  // REQUIRES: absence is not possible.
  void Allow(const spec::Value& value, std::optional<Choice> proves);
  // Seeing the one value that is possible proves `choice`. REQUIRES: Certain().
  void ProveBySeeing(const Choice& choice);
  // In which order the possibilities become visible is not said.
  void LeaveOrderOpen();
  // Whether the last writes gave a quality (quality.default) and an offset (time.nanos.default).
  void NoteGiven(bool quality, bool nanos);

 private:
  // What is possible now may be shown until the write that follows is visible.
  void KeepEarlier();

  std::vector<Possibility> possible_;  // Never empty, unless `unpredictable_`.
  bool unpredictable_ = false;
  std::vector<Possibility> earlier_;    // What reads may show until the last write is visible.
  bool earlier_unpredictable_ = false;  // The same, without any prediction.
  std::vector<Possibility> past_;       // What was there before that.
  std::vector<RefusedValue> refused_;
  const spec::Clause* because_;
  bool seen_ = false;
  bool quality_given_ = true;
  bool nanos_given_ = true;
};

}  // namespace swc::conformance
