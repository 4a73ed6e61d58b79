#include "reports/run_record.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "spec/outcome.h"

namespace swc::reports {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 8> kVerdictNames = {
    "PASS", "FAIL", "WARN", "FREE", "INCONSISTENT", "UNTESTED", "BLOCKED", "INFRA"};
constexpr std::array<std::string_view, 4> kRunVerdictNames = {"CONFORMS", "DEVIATES",
                                                              "COULD NOT TEST", "INCOMPLETE"};

static_assert(static_cast<std::size_t>(Verdict::kInfra) + 1 == kVerdictNames.size());
static_assert(static_cast<std::size_t>(RunVerdict::kIncomplete) + 1 == kRunVerdictNames.size());

}  // namespace

std::string_view ToString(Verdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

std::string_view ToString(RunVerdict verdict) {
  return kRunVerdictNames.at(static_cast<std::size_t>(verdict));
}

RunVerdict VerdictOf(spec::Outcome outcome) {
  switch (outcome) {
    case spec::Outcome::kConforms:
      return RunVerdict::kConforms;
    case spec::Outcome::kFound:
      return RunVerdict::kDeviates;
    case spec::Outcome::kWrongInput:
    case spec::Outcome::kCouldNotTest:
      return RunVerdict::kCouldNotTest;
    case spec::Outcome::kIncomplete:
    case spec::Outcome::kDefect:
      break;
  }
  return RunVerdict::kIncomplete;
}

void Conclude(RunRecord& record, spec::Outcome outcome, std::string message) {
  record.outcome = outcome;
  record.verdict = VerdictOf(outcome);
  record.message = std::move(message);
}

void RunListener::Said(std::string_view /*headline*/) {}

void RunListener::PhaseStarted(std::string_view /*phase*/, std::uint64_t /*cases*/) {}

void RunListener::Progressed(std::uint64_t /*cases_done*/, std::uint64_t /*requests_sent*/) {}

void RunListener::FindingFound(const Finding& /*finding*/) {}

void RunListener::RunEnded(const RunRecord& /*record*/) {}

}  // namespace swc::reports
