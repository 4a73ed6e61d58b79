#include "fuzz/oracles/answer_features.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "spec/clause.h"
#include "spec/hash.h"

namespace swc::fuzz {
namespace {

constexpr std::array<std::string_view, 10> kNames = {
    "ResourceNotFound", "InvalidRequest",  "InternalFailure",      "ServiceUnavailable",
    "Throttling",       "LimitExceeded",   "ConflictingOperation", "TimestampOutOfRange",
    "AccessDenied",     "UnknownOperation"};

}  // namespace

void AnswerFeatures::Count(std::string_view kind, std::string_view name, std::uint64_t more) {
  const std::uint64_t hash = spec::HashOf(name, spec::HashOf(kind) ^ more);
  std::uint8_t& counter = counters_[(hash ^ (hash >> 32U)) % counters_.size()];
  if (counter != std::numeric_limits<std::uint8_t>::max()) {
    ++counter;
  }
}

void AnswerFeatures::Add(const conformance::Exchange& exchange) {
  if (!exchange.response) {
    Count("failure", conformance::ToString(*exchange.failure), 0);
    return;
  }
  // The set of codes, not their number: a body of ten errors is not ten features.
  std::uint64_t names = 0;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const bool named = exchange.response->body.find(kNames[i]) != std::string::npos;
    names |= named ? std::uint64_t{1} << i : 0;
  }
  const std::string& target = exchange.request.target;
  Count("status", target.substr(0, target.find('?')),
        static_cast<std::uint64_t>(exchange.response->status) << kNames.size() | names);
}

void AnswerFeatures::Add(const conformance::CaseOutcome& outcome) {
  for (const conformance::Exercise& exercise : outcome.observations.exercises) {
    Count("exercise", exercise.clause->id, static_cast<std::uint64_t>(exercise.side));
  }
  for (const conformance::Choice& choice : outcome.observations.choices) {
    Count(choice.clause->id, choice.alternative, 0);
  }
  for (const conformance::ShownDeviation& shown : outcome.deviations) {
    Count("finding", shown.deviation.Signature(), 0);
  }
}

}  // namespace swc::fuzz
