#include "conformance/run/phase_budget.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "conformance/net/transport.h"
#include "conformance/run/phases.h"

namespace swc::conformance {
namespace {

// Returns "directed 40 of 1312, wire 0 of 167": the phases that have an end and did not reach it.
std::string Unfinished(std::span<const Phase> phases) {
  std::string text;
  for (const Phase& phase : phases) {
    if (!phase.ended && phase.cases > 0) {
      text += fmt::format("{}{} {} of {}", text.empty() ? "" : ", ", phase.name, phase.begun,
                          phase.cases);
    }
  }
  return text;
}

}  // namespace

PhaseLimit ShareOf(const PhaseLimit& limit, const PhaseLimit& used, std::uint64_t phases_left) {
  PhaseLimit share;
  const auto parts = std::max<std::uint64_t>(phases_left, 1);
  if (limit.requests > 0) {
    const std::uint64_t left = limit.requests - std::min(limit.requests, used.requests);
    share.requests = std::max<std::uint64_t>(used.requests + left / parts, 1);
  }
  if (limit.time.count() > 0) {
    const auto left = std::max(limit.time - used.time, Transport::Clock::zero());
    share.time = std::max(used.time + left / static_cast<std::int64_t>(parts), Transport::Clock(1));
  }
  return share;
}

bool IsSpent(const PhaseLimit& limit, const PhaseLimit& used) {
  return (limit.requests > 0 && used.requests >= limit.requests) ||
         (limit.time.count() > 0 && used.time >= limit.time);
}

std::vector<std::string> LimitsHit(const PhaseLimit& named, const PhaseLimit& limit,
                                   const PhaseLimit& used, std::span<const Phase> phases) {
  std::vector<std::string> hit;
  const std::string left = Unfinished(phases);
  if (left.empty()) {
    return hit;
  }
  if (limit.requests > 0 && used.requests >= limit.requests) {
    hit.push_back(
        fmt::format("--max-requests {} ended the run before its end ({})", named.requests, left));
  }
  if (limit.time.count() > 0 && used.time >= limit.time) {
    hit.push_back(fmt::format("--time {:.0f}s ended the run before its fixed phases had ({})",
                              std::chrono::duration<double>(named.time).count(), left));
  }
  return hit;
}

}  // namespace swc::conformance
