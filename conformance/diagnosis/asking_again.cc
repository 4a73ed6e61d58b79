#include "conformance/diagnosis/asking_again.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/play/case_runner.h"
#include "generators/case/case.h"
#include "generators/shrink/case_without.h"

namespace swc::conformance {
namespace {

std::set<std::string> SignaturesOf(const CaseOutcome& outcome) {
  std::set<std::string> signatures;
  for (const ShownDeviation& shown : outcome.deviations) {
    signatures.insert(shown.deviation.Signature());
  }
  return signatures;
}

bool IsSpent(const CaseContext& context, const AskOptions& options) {
  return context.client.requests() >= options.requests_end || context.client.exhausted();
}

}  // namespace

Task<std::vector<AnswerWithout>> AskAgain(CaseContext& context, generators::Case test_case,
                                          std::string signature, AskOptions options) {
  std::vector<AnswerWithout> answers;
  CaseContext quick = context;
  quick.read_deadline = std::min(context.read_deadline, options.read_deadline);
  const std::vector<generators::CaseWithout> others = generators::CasesWithout(test_case);
  if (others.empty() || IsSpent(context, options)) {
    co_return answers;
  }
  const CaseOutcome unchanged = co_await RunCase(quick, test_case);
  if (!SignaturesOf(unchanged).contains(signature)) {
    co_return answers;
  }
  for (const generators::CaseWithout& other : others) {
    if (IsSpent(context, options)) {
      break;
    }
    const CaseOutcome outcome = co_await RunCase(quick, other.test_case);
    if (outcome.As<CaseOutcome::Played>() != nullptr) {
      std::set<std::string> shows = SignaturesOf(outcome);
      const bool stays = shows.contains(signature);
      answers.push_back({.clause = other.clause,
                         .words = other.words,
                         .right = shows.empty(),
                         .stays = stays,
                         .shows = std::move(shows)});
    }
  }
  co_return answers;
}

}  // namespace swc::conformance
