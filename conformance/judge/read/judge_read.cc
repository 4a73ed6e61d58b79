#include "conformance/judge/read/judge_read.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/rfc3339.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::PointKey;

// A bound as a query says it, and in seconds, as values have it.
std::string Bound(spec::Instant bound) {
  return fmt::format("{} ({})", spec::FormatRfc3339(bound), spec::ToString(bound));
}

// A value, and how far from a bound it lies.
std::string Beyond(const PointKey& key, spec::Instant bound) {
  const double seconds = static_cast<double>(key.time.seconds - bound.seconds) +
                         static_cast<double>(key.time.nanos - bound.nanos) / 1e9;
  return fmt::format("{}, {:g} s {} it", ToString(key), std::abs(seconds),
                     seconds > 0 ? "after" : "before");
}

class HistoryJudge {
 public:
  HistoryJudge(const HistoryRequest& request, const std::vector<std::vector<SeenValue>>& pages,
               const SeriesBeliefs& beliefs)
      : request_(request), pages_(pages), beliefs_(beliefs) {
    for (const auto& page : pages) {
      for (const SeenValue& value : page) {
        all_.push_back(&value);
      }
    }
  }

  Observations Judge() {
    CheckPages();
    CheckOrder();
    CheckValues();
    CheckMissing();
    return std::move(observations_);
  }

 private:
  // Whether the history came in more than one page, or should have.
  [[nodiscard]] bool IsCut() const {
    return pages_.size() > 1 || (request_.max_results && all_.size() >= *request_.max_results);
  }

  void CheckPages() {
    if (!request_.max_results) {
      return;
    }
    for (const auto& page : pages_) {
      if (page.size() > *request_.max_results) {
        observations_.Deviate("read.history.max-results", "too-many", "",
                              fmt::format("at most {} values in a page", *request_.max_results),
                              fmt::format("{} values", page.size()));
        return;
      }
    }
    observations_.Mark("read.history.max-results", Side::kObserve);
  }

  void CheckOrder() {
    for (std::size_t i = 1; i < all_.size(); ++i) {
      const bool right = request_.descending ? all_[i - 1]->time >= all_[i]->time
                                             : all_[i - 1]->time <= all_[i]->time;
      if (!right) {
        observations_.Deviate(
            "read.history.order", request_.descending ? "descending" : "ascending", "",
            request_.descending ? "the latest value first" : "the oldest value first",
            fmt::format("{} before {}", ToString(KeyOf(*all_[i - 1])), ToString(KeyOf(*all_[i]))));
        return;
      }
    }
    if (all_.size() > 1) {
      observations_.Mark("read.history.order", Side::kObserve);
    }
  }

  // Every value that is shown has to be asked for, known, and shown once. Each check is made of
  // every value: a server that ignores all of a query is told about all of it.
  void CheckValues() {
    std::map<PointKey, int> count;
    for (const SeenValue* seen : all_) {
      const PointKey key = KeyOf(*seen);
      if (++count[key] == 2) {
        DeviateOnce(
            IsCut() ? spec::ClauseId("read.history.paging") : spec::ClauseId("store.no-phantom"),
            "twice", "every value once", ToString(key) + " twice");
      }
      if (CheckSelected(key)) {
        CheckKnown(*seen);
      }
    }
  }

  // Returns whether a value was asked for.
  bool CheckSelected(const PointKey& key) {
    if (request_.quality && key.quality != *request_.quality) {
      DeviateOnce("read.history.quality", "other-quality",
                  fmt::format("only {}", spec::ToString(*request_.quality)), ToString(key));
    }
    if (request_.start && key.time <= *request_.start) {
      DeviateOnce("read.history.start", "before",
                  "values after startDate, " + Bound(*request_.start),
                  Beyond(key, *request_.start));
    }
    if (request_.end && key.time > *request_.end) {
      DeviateOnce("read.history.end", "after", "values up to endDate, " + Bound(*request_.end),
                  Beyond(key, *request_.end));
    }
    return Selected(key);
  }

  void CheckKnown(const SeenValue& seen) {
    const auto found = beliefs_.find(KeyOf(seen));
    if (found == beliefs_.end() || !found->second.MayShow(seen)) {
      DeviateOnce("store.no-phantom", "phantom", "only values that were written",
                  fmt::format("{} at {}", spec::ToJson(seen.value), ToString(KeyOf(seen))));
    } else if (request_.quality) {
      observations_.Mark("read.history.quality", Side::kObserve);
    }
  }

  // The first value of a history that breaks a rule stands for the others.
  void DeviateOnce(spec::ClauseId clause, std::string_view kind, std::string expected,
                   std::string observed) {
    const bool told = std::ranges::any_of(observations_.deviations, [&](const Deviation& each) {
      return each.kind == kind && each.clause->id == clause.text();
    });
    if (!told) {
      observations_.Deviate(clause, kind, "", std::move(expected), std::move(observed));
    }
  }

  [[nodiscard]] bool Selected(const PointKey& key) const {
    return (!request_.start || key.time > *request_.start) &&
           (!request_.end || key.time <= *request_.end) &&
           (!request_.quality || key.quality == *request_.quality);
  }

  // Every value that must be there has to be shown.
  void CheckMissing() {
    std::vector<PointKey> missing;
    bool good_shown = false;
    bool other_shown = false;
    bool other_exists = false;
    for (const auto& [key, belief] : beliefs_) {
      if (!Selected(key) || belief.Certain() == nullptr) {
        continue;
      }
      const bool shown =
          std::ranges::any_of(all_, [&](const SeenValue* seen) { return KeyOf(*seen) == key; });
      const bool good = key.quality == spec::Quality::kGood;
      good_shown |= shown && good;
      other_shown |= shown && !good;
      other_exists |= !good;
      if (!shown) {
        missing.push_back(key);
      }
    }
    // read.history.default-quality: without a quality, GOOD alone is legal too.
    if (!request_.quality) {
      if (!other_shown) {
        std::erase_if(missing,
                      [](const PointKey& key) { return key.quality != spec::Quality::kGood; });
      }
      if (other_exists && missing.empty() && (good_shown || other_shown)) {
        observations_.Choose("read.history.default-quality", other_shown ? "all" : "good-only");
      }
    }
    if (missing.empty()) {
      MarkBounds();
    } else {
      ReportMissing(missing.front());
    }
  }

  void ReportMissing(const PointKey& key) {
    const bool at_end = request_.end && key.time == *request_.end;
    const spec::ClauseId clause = at_end ? spec::ClauseId("read.history.end")
                                  : !request_.quality
                                      ? spec::ClauseId("read.history.default-quality")
                                  : IsCut() ? spec::ClauseId("read.history.paging")
                                            : spec::ClauseId("store.acknowledged");
    observations_.Deviate(clause, "missing", "", fmt::format("a value at {}", ToString(key)),
                          "the history does not show it");
  }

  // A bound counts as exercised only when a value lies exactly on it.
  void MarkBounds() {
    for (const auto& [key, belief] : beliefs_) {
      if (belief.Certain() == nullptr || (request_.quality && key.quality != *request_.quality)) {
        continue;
      }
      if (request_.start && key.time == *request_.start) {
        observations_.Mark("read.history.start", Side::kObserve);
      }
      if (request_.end && key.time == *request_.end) {
        observations_.Mark("read.history.end", Side::kObserve);
      }
    }
    if (pages_.size() > 1) {
      observations_.Mark("read.history.paging", Side::kObserve);
    }
  }

  const HistoryRequest& request_;
  const std::vector<std::vector<SeenValue>>& pages_;
  const SeriesBeliefs& beliefs_;
  std::vector<const SeenValue*> all_;
  Observations observations_;
};

}  // namespace

Observations JudgeHistory(const HistoryRequest& request,
                          const std::vector<std::vector<SeenValue>>& pages,
                          const SeriesBeliefs& beliefs) {
  return HistoryJudge(request, pages, beliefs).Judge();
}

}  // namespace swc::conformance
