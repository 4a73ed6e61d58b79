#include "conformance/judge/read/judge_stored.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/belief.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/blamed_value_clause.h"
#include "conformance/judge/read/compare_stored.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::PointKey;

// store.acknowledged: no document says when.
constexpr std::string_view kByDeadline = " by the read deadline of the run (--read-deadline)";

bool IsSurely(const Belief& belief, const SeenValue& seen) {
  const spec::Value* value = belief.Certain();
  return value != nullptr && ShowsSame(seen, *value);
}

class StoredJudge {
 public:
  StoredJudge(const StoredToJudge& stored, bool at_deadline, Beliefs& beliefs)
      : stored_(stored), at_deadline_(at_deadline), beliefs_(beliefs), seen_(ByKey(stored.seen)) {}

  StoredJudgement Judge() {
    if (beliefs_.distrusted()) {
      return {};
    }
    observations_.Mark("store.no-phantom", Side::kObserve);
    JudgeMissing();
    for (const auto& [key, values] : seen_) {
      if (!explained_.contains(key)) {
        JudgeSeen(key, values);
      }
    }
    return {.observations = std::move(observations_), .undecided = std::move(undecided_)};
  }

 private:
  void JudgeMissing() {
    SeriesBeliefs* series = beliefs_.Find(stored_.series);
    if (series == nullptr) {
      return;
    }
    for (auto at = series->lower_bound({.time = stored_.first});
         at != series->end() && at->first.time <= stored_.last; ++at) {
      auto& [key, belief] = *at;
      if (seen_.contains(key) || !stored_.qualities.contains(key.quality)) {
        continue;
      }
      if (const Possibility* match = belief.Match(nullptr)) {
        Confirm(key, belief, *match, Side::kReject);
      } else if (!belief.IsUnpredictable()) {
        ReportMissing(key, belief);
        belief.StopPredicting();
      }
    }
  }

  void ReportMissing(const PointKey& key, const Belief& belief) {
    spec::ClauseId clause = NameChange(belief, belief.because());
    std::string where;
    if (const auto other = FindElsewhere(key, belief)) {
      where = fmt::format(", but it stands at {}", ToString(*other));
      explained_.insert(*other);
      clause = other->time == key.time
                   ? (belief.quality_given() ? spec::ClauseId("quality.kept")
                                             : spec::ClauseId("quality.default"))
                   : (belief.nanos_given() ? spec::ClauseId("time.nanos.distinct")
                                           : spec::ClauseId("time.nanos.default"));
    }
    observations_.DeviateAt(
        key, clause, "missing",
        fmt::format("the acknowledged value {} at {} can be read",
                    spec::ToJson(*belief.possible().front().value), ToString(key)),
        "it cannot be read" + (at_deadline_ ? std::string(kByDeadline) : "") + where);
  }

  // Finds a value that nobody wrote and that looks like the missing one: another quality, or a
  // timestamp that lost digits.
  [[nodiscard]] std::optional<PointKey> FindElsewhere(const PointKey& key,
                                                      const Belief& belief) const {
    const spec::Value* written = belief.Certain();
    if (written == nullptr) {
      return std::nullopt;
    }
    for (const auto& [other, values] : seen_) {
      const bool near = other.time.seconds == key.time.seconds &&
                        (other.time == key.time || other.quality == key.quality);
      if (near && !explained_.contains(other) && !IsKnown(other) &&
          ShowsSame(*values.front(), *written)) {
        return other;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool IsKnown(const PointKey& key) const {
    const SeriesBeliefs* series = beliefs_.Find(stored_.series);
    if (series == nullptr) {
      return false;
    }
    const auto found = series->find(key);
    return found != series->end() && found->second.MayBePresent();
  }

  void JudgeSeen(const PointKey& key, const std::vector<const SeenValue*>& values) {
    Belief& belief = beliefs_.At(stored_.series, key);
    if (values.size() > 1) {
      observations_.DeviateAt(
          key, belief.MayBePresent() ? belief.because() : spec::ClauseId("store.no-phantom"),
          "twice", fmt::format("one value at {}", ToString(key)),
          fmt::format("{} values", values.size()));
      belief.StopPredicting();
      return;
    }
    const SeenValue& seen = *values.front();
    if (belief.IsUnpredictable()) {
      return;
    }
    if (const Possibility* match = belief.Match(&seen)) {
      Confirm(key, belief, *match, Side::kAccept);
      return;
    }
    ReportWrong(key, belief, seen);
    belief.StopPredicting();
  }

  void ReportWrong(const PointKey& key, const Belief& belief, const SeenValue& seen) {
    const std::string observed = fmt::format("{} at {}", spec::ToJson(seen.value), ToString(key));
    if (const RefusedValue* refused = belief.FindRefused(seen)) {
      observations_.DeviateAt(key, *refused->because, "stored",
                              "a value that was refused cannot be read", observed);
      return;
    }
    const bool expected_some = belief.MayBePresent();
    spec::ClauseId clause = beliefs_.unreadable_refused() ? spec::ClauseId("store.rejected")
                            : StandsUnderOther(key, seen) ? spec::ClauseId("quality.kept")
                                                          : spec::ClauseId("store.no-phantom");
    std::string expected = fmt::format("no value at {}", ToString(key));
    if (expected_some) {
      const bool astray = !ExplainsChanges(belief) && StandsInOtherSeries(key, seen);
      clause = NameChange(
          belief, astray ? spec::ClauseId("store.no-phantom") : NameWrongValue(belief, seen));
      expected = "one of";
      for (const Possibility& possibility : belief.possible()) {
        expected += possibility.value ? " " + spec::ToJson(*possibility.value) : " nothing";
      }
    }
    observations_.DeviateAt(key, clause, expected_some ? "other-value" : "phantom", expected,
                            observed);
  }

  // Whether the same value was written at this time under another quality.
  [[nodiscard]] bool StandsUnderOther(const PointKey& key, const SeenValue& seen) {
    const SeriesBeliefs* series = beliefs_.Find(stored_.series);
    return std::ranges::any_of(spec::kQualities, [&](spec::Quality quality) {
      const auto found = series->find({.time = key.time, .quality = quality});
      return quality != key.quality && found != series->end() && IsSurely(found->second, seen);
    });
  }

  // Whether the same value was written under this key to another series of the case.
  [[nodiscard]] bool StandsInOtherSeries(const PointKey& key, const SeenValue& seen) const {
    return std::ranges::any_of(beliefs_.Ids(), [&](const reference::SeriesId& id) {
      const SeriesBeliefs* series = std::as_const(beliefs_).Find(id);
      const auto found = series->find(key);
      return id != stored_.series && found != series->end() && IsSurely(found->second, seen);
    });
  }

  // A read settled an open question.
  void Confirm(const PointKey& key, Belief& belief, const Possibility& match, Side side) {
    if (!at_deadline_ && !belief.IsFinal(match)) {
      if (match.proves) {
        undecided_.push_back(*match.proves);
      }
      return;
    }
    if (belief.Certain() != nullptr && match.value) {
      observations_.Mark(belief.because(), side);
      observations_.Mark("store.acknowledged", Side::kAccept);
      observations_.Mark("quality.kept", Side::kAccept);
      if (!belief.quality_given()) {
        observations_.Mark("quality.default", Side::kAccept);
      }
      if (belief.was_seen()) {
        observations_.Mark("store.stays", Side::kObserve);
      }
    }
    if (match.proves) {
      observations_.choices.push_back(*match.proves);
    }
    if (match.breaks != nullptr) {
      observations_.DeviateAt(key, *match.breaks, "stored", match.breaks->statement,
                              fmt::format("{} at {}", spec::ToJson(*match.value), ToString(key)));
    }
    if (match.keeps != nullptr) {
      observations_.Mark(*match.keeps, Side::kReject);
    }
    for (const RefusedValue& refused : belief.refused()) {
      observations_.Mark(*refused.because, Side::kReject);
    }
    belief.NarrowTo(match);
  }

  const StoredToJudge& stored_;
  bool at_deadline_;
  Beliefs& beliefs_;
  std::vector<Choice> undecided_;
  SeenMap seen_;
  std::set<PointKey> explained_;  // Seen where a missing value went astray.
  Observations observations_;
};

}  // namespace

void NoteVisible(bool at_once, Observations& observations) {
  observations.Choose("store.visibility", at_once ? "at-once" : "later");
}

void BelieveSeen(const reference::SeriesId& series, const std::vector<SeenValue>& seen,
                 Beliefs& beliefs) {
  for (const SeenValue& value : seen) {
    beliefs.Store(series, {.time = value.time, .quality = value.quality}, value.value,
                  "store.acknowledged");
  }
}

StoredJudgement JudgeStored(const StoredToJudge& stored, bool at_deadline, Beliefs& beliefs) {
  return StoredJudge(stored, at_deadline, beliefs).Judge();
}

}  // namespace swc::conformance
