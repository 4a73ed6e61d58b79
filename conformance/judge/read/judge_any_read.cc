// What holds for reads of all kinds (judge_read.h).
#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "spec/clause.h"

namespace swc::conformance {

void ForgiveMissing(Observations& observations) {
  std::erase_if(observations.deviations,
                [](const Deviation& deviation) { return deviation.kind == "missing"; });
}

reference::PointKey KeyOf(const SeenValue& seen) {
  return {.time = seen.time, .quality = seen.quality};
}

bool MustHaveValue(const SeriesBeliefs& beliefs) {
  return std::ranges::any_of(beliefs, [](const auto& item) { return !item.second.MayBeAbsent(); });
}

void DropUnknown(const SeriesBeliefs& beliefs, std::vector<SeenValue>& values) {
  std::erase_if(values, [&](const SeenValue& value) { return !beliefs.contains(KeyOf(value)); });
}

void NoteNoData(bool not_found, const SeriesBeliefs& beliefs, Observations& observations) {
  const bool may_have =
      std::ranges::any_of(beliefs, [](const auto& item) { return item.second.MayBePresent(); });
  if (not_found && !MustHaveValue(beliefs)) {
    observations.Choose("read.no-data", "not-found");
  } else if (!not_found && !may_have) {
    observations.Choose("read.no-data", "empty");
  }
}

bool MayHeal(const Observations& observations) {
  constexpr std::array<std::string_view, 6> kLagging = {"missing", "no-latest", "older",
                                                        "phantom", "twice",     "error"};
  return std::ranges::any_of(observations.deviations, [&](const Deviation& deviation) {
    // Behind a slash in what a batch read showed.
    const std::string_view kind =
        std::string_view(deviation.kind).substr(deviation.kind.rfind('/') + 1);
    return std::ranges::find(kLagging, kind) != kLagging.end();
  });
}

std::vector<Choice> TakeAbsences(Observations& observations) {
  std::vector<Choice> taken;
  const auto rests_on_absence = [](const Choice& choice) {
    return choice.alternative == "good-only";
  };
  std::ranges::copy_if(observations.choices, std::back_inserter(taken), rests_on_absence);
  std::erase_if(observations.choices, rests_on_absence);
  return taken;
}

Observations InBatch(Observations judged) {
  for (Deviation& deviation : judged.deviations) {
    if (deviation.clause->level == spec::Level::kMust) {
      deviation.kind = deviation.clause->id + "/" + deviation.kind;
      deviation.clause = &spec::Catalogue::Get().At("read.batch.agrees");
    }
  }
  judged.Mark("read.batch.agrees", Side::kObserve);
  return judged;
}

}  // namespace swc::conformance
