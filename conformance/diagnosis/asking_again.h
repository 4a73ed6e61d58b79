// Asks a target a case again with one thing changed: what then succeeds is innocent, and what was
// left out is what the target stumbles over.
//
// Law: first the case is asked as it is; if it does not show its finding, nothing follows and
// nothing more is asked. The number of requests is bounded.
//
// Example: std::vector<Answer> answers = co_await AskAgain(context, test_case, signature, {...});
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "generators/case/case.h"

namespace swc::conformance {

struct AskOptions {
  std::uint64_t requests_end = 0;  // Nothing is asked once so many requests were sent in all.
  std::chrono::nanoseconds read_deadline = std::chrono::milliseconds(500);
};

// REQUIRES: `context` outlives the task.
Task<std::vector<AnswerWithout>> AskAgain(CaseContext& context, generators::Case test_case,
                                          std::string signature, AskOptions options);

}  // namespace swc::conformance
