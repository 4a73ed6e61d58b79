#include "conformance/judge/read/judge_history_page.h"

#include <optional>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

Observations JudgeAs(const HistoryRequest& asked, const PageToJudge& page) {
  Observations judged = JudgeHistory(asked, {page.values}, page.beliefs);
  if (!page.last) {
    ForgiveMissing(judged);
  }
  return judged;
}

void MoveToSecond(std::optional<spec::Instant>& bound, bool up) {
  if (bound && bound->nanos != 0) {
    bound = {.seconds = bound->seconds + (up ? 1 : 0), .nanos = 0};
  }
}

}  // namespace

JudgedPage JudgeHistoryPage(const PageToJudge& page) {
  JudgedPage exact{.observations = JudgeAs(page.asked, page)};
  if (!page.may_round || exact.observations.deviations.empty()) {
    return exact;
  }
  for (const bool start_up : {false, true}) {
    for (const bool end_up : {false, true}) {
      HistoryRequest rounded = page.asked;
      MoveToSecond(rounded.start, start_up);
      MoveToSecond(rounded.end, end_up);
      JudgedPage judged{.observations = JudgeAs(rounded, page), .fraction = "whole-second"};
      if (judged.observations.deviations.empty()) {
        return judged;
      }
    }
  }
  return exact;
}

}  // namespace swc::conformance
