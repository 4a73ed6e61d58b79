#include "fuzz/oracles/legal_check.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "fuzz/input/input.h"
#include "fuzz/oracles/play_in_process.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "spec/clause.h"

namespace swc::fuzz {
namespace {

using conformance::CaseOutcome;
using conformance::Choice;

std::string Describe(const reference::Assignments& policies) {
  std::string text = "under";
  for (const auto& [name, alternative] : policies) {
    text += fmt::format(" {}={}", name, alternative);
  }
  return policies.empty() ? "under the defaults" : text;
}

// A target on the other side of a contested point earns a warning there.
bool IsContested(const reference::Assignments& policies, std::string_view clause) {
  return std::ranges::any_of(policies, [&](const auto& policy) {
    return policy.first == clause && reference::EarnsWarning(policy.first, policy.second);
  });
}

// The form of a refusal may differ from request to request, so it need not be that of the policy.
bool IsTrue(const Choice& choice, const reference::Policies& policies) {
  const std::string_view chosen = policies.Chosen(choice.clause->id);
  return chosen == choice.alternative || chosen == reference::kVarying ||
         spec::MayCoexist(*choice.clause, {std::string(chosen), std::string(choice.alternative)});
}

bool IsPolicy(std::string_view clause) {
  return std::ranges::any_of(reference::AllPolicies(),
                             [&](const reference::PolicyRow& row) { return row.name == clause; });
}

}  // namespace

std::string LegalObjection(const generators::Case& test_case) {
  const std::uint64_t number = NumberOf(test_case);
  const reference::Assignments policies = PoliciesOf(number);
  const CaseOutcome outcome =
      PlayInProcess(test_case,
                    {.policies = policies, .number = number, .clock_steps = number % 2 == 1})
          .outcome;
  for (const conformance::ShownDeviation& shown : outcome.deviations) {
    if (!IsContested(policies, shown.deviation.clause->id)) {
      return fmt::format("{}: expected {}; observed {}; {}", shown.deviation.clause->id,
                         shown.deviation.expected, shown.deviation.observed, Describe(policies));
    }
  }
  const reference::Policies chosen = reference::PoliciesFrom(policies);
  for (const Choice& choice : outcome.observations.choices) {
    if (IsPolicy(choice.clause->id) && !IsTrue(choice, chosen)) {
      return fmt::format("{} was learnt as {}; {}", choice.clause->id, choice.alternative,
                         Describe(policies));
    }
  }
  return "";
}

}  // namespace swc::fuzz
