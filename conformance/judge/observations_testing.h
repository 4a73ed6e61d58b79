// For tests: observations in a form that reads well beside what is expected.
#pragma once

#include <string>
#include <vector>

#include "conformance/judge/observations.h"

namespace swc::conformance {

// Returns "clause/kind" of each deviation.
inline std::vector<std::string> DeviationsOf(const Observations& observations) {
  std::vector<std::string> kinds;
  for (const Deviation& deviation : observations.deviations) {
    kinds.push_back(deviation.clause->id + "/" + deviation.kind);
  }
  return kinds;
}

}  // namespace swc::conformance
