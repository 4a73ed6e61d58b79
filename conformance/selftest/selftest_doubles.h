// How like its original a double is (conformance/diagnosis/likeness.h): random legal servers are
// tested, each is rebuilt from its report, and the double is tested as well.
//
// Law: both runs are ordinary runs, with the same seed. Of each clause of which the original's
// report tells choices or a warning, that of the double tells the same.
//
// Example: const DoublesResult result = TestDoubles({.phases = {"directed"}}, 10, progress);
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/selftest/selftest.h"
#include "reference/model/policies.h"

namespace swc::conformance {

// One original and its double.
struct DoubleResult {
  reference::Assignments policies;       // Of the original.
  std::vector<std::string> differences;  // "clause: a in the original, b in the double".
};

struct DoublesResult {
  std::vector<DoubleResult> doubles;
  [[nodiscard]] bool passed() const;
};

// Draws `count` originals from `options.first_seed`: for each policy an alternative, or a set where
// a server may vary.
[[nodiscard]] DoublesResult TestDoubles(const SelftestOptions& options, int count,
                                        const std::function<void(std::string_view)>& progress);

// Returns what differs, and "N of M doubles tell the choices of their originals".
[[nodiscard]] std::string TextOf(const DoublesResult& result);

}  // namespace swc::conformance
