// What an endpoint's answers tell a fuzzer: counters that stand in for the coverage that a black
// box does not give.
//
// Law: each of these is a feature of its own: a status with the error codes of its body, a side of
// a clause, an alternative of a free clause, a finding. Equal answers count equal features.
//
// Example: AnswerFeatures features(counters); features.Add(exchange); features.Add(outcome);
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"

namespace swc::fuzz {

class AnswerFeatures {
 public:
  // REQUIRES: `counters` outlive this, and there is at least one.
  explicit AnswerFeatures(std::span<std::uint8_t> counters) : counters_(counters) {}

  void Add(const conformance::Exchange& exchange);
  void Add(const conformance::CaseOutcome& outcome);

 private:
  void Count(std::string_view kind, std::string_view name, std::uint64_t more);

  std::span<std::uint8_t> counters_;
};

}  // namespace swc::fuzz
