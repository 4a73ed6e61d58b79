// Makes the case of a finding as small as it can be: what a user wants to look at.
//
// Law: every step is judged again on the target and has to show the same finding (clause, kind and
// place: the signature). A case that does not show its finding when it is run alone is left as it
// is, and so is one whose smallest case does not show it with the whole deadline for reads: the
// steps between wait less, or each value that stays away would cost seconds. A case that was
// written for the clause it broke only loses parts; its values stay, since they are its point. The
// number of requests is bounded.
//
// Example: Shrunk shrunk = co_await ShrinkCase(context, test_case, signature, {});
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "conformance/smallest/visible_times.h"
#include "generators/case/case.h"

namespace swc::conformance {

struct ShrinkOptions {
  std::uint64_t requests_max = 2'000;
  // How long a value may stay away in the steps between.
  std::chrono::nanoseconds read_deadline = std::chrono::milliseconds(500);
  std::chrono::nanoseconds time_max = std::chrono::hours(1);
};

// Returns some times as long as nearly all values took, for `ShrinkOptions::read_deadline`.
[[nodiscard]] std::chrono::nanoseconds ShrinkDeadline(const VisibleTimes& visible);

inline constexpr int kLessMax = 8;

struct Shrunk {
  generators::Case smallest;
  bool reproduced = false;              // The case showed its finding again.
  bool minimal = false;                 // No single step of shrinking keeps the finding.
  std::optional<ShownDeviation> shown;  // What the smallest case shows; set if it was reproduced.
  std::vector<std::string> also;        // Signatures of what else it shows.
  // If it is minimal: signatures of what it shows when a part is taken away, and the rest is sent
  // as it was (generators::PartsOf). That has the same cause most likely. kLessMax at most.
  std::vector<std::string> less;
};

// Returns the signatures of what a case showed beside `signature`, each once.
[[nodiscard]] std::vector<std::string> AlsoShown(const CaseOutcome& outcome,
                                                 const std::string& signature);

// Shrinks until nothing smaller shows the finding, or the requests or the time are used up.
// REQUIRES: `context` outlives the task.
Task<Shrunk> ShrinkCase(CaseContext& context, generators::Case test_case, std::string signature,
                        ShrinkOptions options);

// Returns the id of a shrunk case, the same in every run: "found/<clause>/<hash of the signature>".
[[nodiscard]] std::string FoundCaseId(const std::string& signature);

}  // namespace swc::conformance
