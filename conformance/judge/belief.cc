#include "conformance/judge/belief.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "spec/check.h"
#include "spec/clause.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

bool IsValue(const Possibility& possibility, const spec::Value& value) {
  return possibility.value && spec::SameValue(*possibility.value, value);
}

const Possibility* FindShown(const std::vector<Possibility>& possible, const SeenValue* seen) {
  const auto found = std::ranges::find_if(possible, [&](const Possibility& possibility) {
    return seen == nullptr ? !possibility.value
                           : possibility.value && ShowsSame(*seen, *possibility.value);
  });
  return found == possible.end() ? nullptr : &*found;
}

}  // namespace

Belief::Belief() : possible_(1), because_(&spec::Catalogue::Get().At("store.no-phantom")) {}

bool Belief::MayBeAbsent() const {
  return unpredictable_ || FindShown(possible_, nullptr) != nullptr;
}

bool Belief::MayBePresent() const {
  return unpredictable_ || std::ranges::any_of(possible_, [](const Possibility& possibility) {
           return possibility.value.has_value();
         });
}

const spec::Value* Belief::Certain() const {
  const bool certain = !unpredictable_ && possible_.size() == 1 && possible_[0].value;
  return certain ? &*possible_[0].value : nullptr;
}

bool Belief::IsOpen() const {
  return unpredictable_ || possible_.size() > 1 || !IsFinal(possible_.front());
}

const Possibility* Belief::Match(const SeenValue* seen) const { return FindShown(possible_, seen); }

bool Belief::IsFinal(const Possibility& possibility) const {
  if (possibility.provisional) {
    return false;
  }
  const auto same = [&](const Possibility& other) {
    return possibility.value && IsValue(other, *possibility.value);
  };
  const auto another = [&](const Possibility& other) { return other.value && !same(other); };
  // With A, B, A written one after the other, an A may be the first one.
  return std::ranges::none_of(earlier_, same) ||
         (std::ranges::none_of(earlier_, another) && std::ranges::none_of(possible_, another));
}

bool Belief::MayShow(const SeenValue& seen) const {
  if (unpredictable_ || Match(&seen) != nullptr) {
    return true;
  }
  const bool settled = std::ranges::any_of(
      possible_, [&](const Possibility& possibility) { return IsFinal(possibility); });
  return !settled && (earlier_unpredictable_ || WasReplaced(seen));
}

bool Belief::WasReplaced(const SeenValue& seen) const {
  return FindShown(earlier_, &seen) != nullptr;
}

bool Belief::MayHaveShown(const SeenValue* seen) const {
  return seen == nullptr || earlier_unpredictable_ || FindShown(earlier_, seen) != nullptr ||
         FindShown(past_, seen) != nullptr;
}

const RefusedValue* Belief::FindRefused(const SeenValue& seen) const {
  const auto found = std::ranges::find_if(
      refused_, [&](const RefusedValue& refused) { return ShowsSame(seen, refused.value); });
  return found == refused_.end() ? nullptr : &*found;
}

void Belief::KeepEarlier() { std::ranges::copy(possible_, std::back_inserter(earlier_)); }

void Belief::Store(const spec::Value& value, const spec::Clause& because) {
  KeepEarlier();
  earlier_unpredictable_ = earlier_unpredictable_ || unpredictable_;
  possible_ = {{.value = value, .proves = std::nullopt}};
  unpredictable_ = false;
  because_ = &because;
  seen_ = false;
}

void Belief::Refuse(const spec::Value& value, const spec::Clause& because) {
  refused_.push_back({.value = value, .because = &because});
}

void Belief::Fork(const OpenWrite& write) {
  KeepEarlier();
  const bool same = std::ranges::any_of(
      possible_, [&](const Possibility& possibility) { return IsValue(possibility, write.value); });
  for (Possibility& possibility : possible_) {
    // With the same value before and after, a read tells nothing.
    possibility.proves = same || possibility.proves ? std::nullopt : write.if_not_stored;
    possibility.provisional = !IsValue(possibility, write.value);
    possibility.keeps = same ? nullptr : write.forbidding;
    if (IsValue(possibility, write.value) && write.forbidding == nullptr) {
      possibility.breaks = nullptr;  // A write that breaks nothing may have stored it, too.
    }
  }
  if (!same) {
    possible_.push_back(
        {.value = write.value, .proves = write.if_stored, .breaks = write.forbidding});
  }
  seen_ = false;
}

void Belief::Forget() {
  unpredictable_ = true;
  possible_.clear();
  seen_ = false;
}

void Belief::NarrowTo(const Possibility& match) {
  possible_ = {Possibility{.value = match.value, .proves = std::nullopt}};
  past_ = std::exchange(earlier_, {});
  earlier_unpredictable_ = false;
  seen_ = possible_.front().value.has_value();
}

void Belief::AllowInstead(const spec::Value& value, const spec::Value& other) {
  const auto found = std::ranges::find_if(
      possible_, [&](const Possibility& possibility) { return IsValue(possibility, value); });
  if (found != possible_.end()) {
    possible_.push_back(
        {.value = other, .proves = found->proves, .provisional = found->provisional});
  }
}

void Belief::Allow(const spec::Value& value, std::optional<Choice> proves) {
  const bool known = std::ranges::any_of(
      possible_, [&](const Possibility& possibility) { return IsValue(possibility, value); });
  if (!known) {
    possible_.push_back({.value = value, .proves = proves});
  }
}

void Belief::ProveBySeeing(const Choice& choice) {
  SWC_CHECK(Certain() != nullptr, "only the one possible value can prove a choice");
  possible_.front().proves = choice;
}

void Belief::LeaveOrderOpen() {
  for (Possibility& possibility : possible_) {
    possibility.provisional = possible_.size() > 1;
  }
}

void Belief::NoteGiven(bool quality, bool nanos) {
  quality_given_ = quality;
  nanos_given_ = nanos;
}

}  // namespace swc::conformance
