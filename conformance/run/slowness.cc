#include "conformance/run/slowness.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ratio>
#include <string>

#include <fmt/format.h>

#include "conformance/run/run.h"

namespace swc::conformance {
namespace {

// Of a whole run on a target with properties of all types: about so many.
constexpr double kRequestsOfRun = 60'000;

}  // namespace

std::string HintIfSlow(std::chrono::nanoseconds answer, const RunOptions& options) {
  const bool whole =
      options.phases.empty() && options.selection.only.empty() && options.time_max.count() == 0;
  if (!whole || answer <= kQuickAnswerMax) {
    return "";
  }
  const std::chrono::duration<double, std::milli> answer_ms = answer;
  const double minutes = kRequestsOfRun * answer_ms.count() / std::max(options.jobs, 1) / 1000 / 60;
  return fmt::format(
      "the target takes about {:.0f} ms for an answer: a whole run may take {:.0f} minutes; "
      "--phase directed is a first look",
      answer_ms.count(), std::max(std::ceil(minutes), 2.0));
}

std::chrono::nanoseconds SlowAnswerOf(const RunOptions& options) {
  if (options.time_max.count() > 0) {
    return std::chrono::nanoseconds(0);
  }
  // Cases that are under way at once wait for each other where answers come one after the other.
  constexpr int kAtOnce = 16;
  return std::chrono::seconds(1) * std::max(1, options.jobs / kAtOnce);
}

}  // namespace swc::conformance
