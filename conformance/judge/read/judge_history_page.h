// The judge of one page of a history whose later pages are not asked for.
//
// Law: what a page does not show may come later, as long as it has a nextToken. A bound with a
// fraction of a second may be taken for a whole second (read.date-fraction).
#pragma once

#include <string_view>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"

namespace swc::conformance {

struct PageToJudge {
  HistoryRequest asked;
  const std::vector<SeenValue>& values;
  bool last = true;        // It has no nextToken.
  bool may_round = false;  // Bounds may be taken for whole seconds.
  const SeriesBeliefs& beliefs;
};

struct JudgedPage {
  Observations observations;
  std::string_view fraction = "exact";  // The alternative of read.date-fraction.
};

[[nodiscard]] JudgedPage JudgeHistoryPage(const PageToJudge& page);

}  // namespace swc::conformance
