#include "conformance/smallest/shrinker.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/smallest/visible_times.h"
#include "generators/case/case.h"
#include "generators/shrink/case_shrinks.h"
#include "spec/hash.h"

namespace swc::conformance {
namespace {

using generators::Case;

constexpr std::chrono::milliseconds kReadDeadlineMin{100};
constexpr int kReadPatience = 4;

bool Shows(const CaseOutcome& outcome, const std::string& signature) {
  return std::ranges::any_of(outcome.deviations, [&](const ShownDeviation& shown) {
    return shown.deviation.Signature() == signature;
  });
}

std::optional<ShownDeviation> FoundAs(const std::string& signature, const CaseOutcome& outcome) {
  const auto found = std::ranges::find_if(outcome.deviations, [&](const ShownDeviation& each) {
    return each.deviation.Signature() == signature;
  });
  return found == outcome.deviations.end() ? std::nullopt : std::optional(*found);
}

std::string ClauseOf(const std::string& signature) {
  return signature.substr(0, signature.find('|'));
}

// Whether the case was written about the clause that the finding names.
bool IsAbout(const Case& test_case, const std::string& signature) {
  return !test_case.clauses.empty() && test_case.clauses.front().text() == ClauseOf(signature);
}

auto CandidatesOf(const Case& test_case, const std::string& signature) {
  return IsAbout(test_case, signature) ? generators::RemovalsOf(test_case)
                                       : generators::ShrinksOf(test_case);
}

// The first smaller case that shows the finding.
struct Attempt {
  std::optional<Case> smaller;
  std::size_t index = 0;   // Of that case among the candidates.
  bool tried_all = false;  // There is none.
  // What others showed, by their text.
  std::map<std::string, std::set<std::string>> others;
};

// Where shrinking ends, minimal or not.
struct End {
  std::uint64_t requests = 0;
  Transport::Clock time;

  [[nodiscard]] bool IsReached(CaseContext& context) const {
    return context.client.requests() >= requests || context.client.exhausted() ||
           context.client.transport().Now() >= time;
  }
};

// Tries what is one step smaller, from the candidate `first` on and then those before it.
Task<Attempt> TrySmaller(CaseContext& context, const Case& larger, std::string signature,
                         std::size_t first, End end) {
  Attempt attempt;
  for (const bool again : {false, true}) {
    // What worked last is often followed by what works next.
    auto candidates = CandidatesOf(larger, signature);
    for (std::size_t i = 0;; ++i) {
      auto candidate = candidates.next();
      if (!candidate || (again && i >= first)) {
        break;
      }
      if (!again && i < first) {
        continue;
      }
      if (end.IsReached(context)) {
        co_return attempt;
      }
      Case smaller = *std::move(candidate);
      const CaseOutcome outcome = co_await RunCase(context, smaller);
      if (Shows(outcome, signature)) {
        attempt.smaller = std::move(smaller);
        attempt.index = i;
        co_return attempt;
      }
      for (const ShownDeviation& shown : outcome.deviations) {
        attempt.others[ToJson(smaller)].insert(shown.deviation.Signature());
      }
    }
  }
  attempt.tried_all = true;
  co_return attempt;
}

std::vector<std::string> ShownByParts(const Case& whole, const Attempt& attempt) {
  std::set<std::string> shown;
  if (!attempt.others.empty()) {
    auto parts = generators::PartsOf(whole);
    while (const auto part = parts.next()) {
      if (const auto found = attempt.others.find(ToJson(*part)); found != attempt.others.end()) {
        shown.insert(found->second.begin(), found->second.end());
      }
    }
  }
  std::vector<std::string> few;
  std::ranges::copy(shown | std::views::take(kLessMax), std::back_inserter(few));
  return few;
}

}  // namespace

Task<Shrunk> ShrinkCase(CaseContext& context, Case test_case, std::string signature,
                        ShrinkOptions options) {
  const End end{.requests = context.client.requests() + options.requests_max,
                .time = context.client.transport().Now() + options.time_max};
  CaseContext quick = context;
  quick.read_deadline = std::min(context.read_deadline, options.read_deadline);
  Shrunk shrunk{.smallest = std::move(test_case)};
  const Case original = shrunk.smallest;
  const CaseOutcome first = co_await RunCase(quick, original);
  shrunk.reproduced = Shows(first, signature);
  std::size_t index = 0;
  while (shrunk.reproduced && !shrunk.minimal) {
    Attempt attempt = co_await TrySmaller(quick, shrunk.smallest, signature, index, end);
    if (!attempt.smaller) {
      shrunk.minimal = attempt.tried_all;
      if (shrunk.minimal) {
        shrunk.less = ShownByParts(shrunk.smallest, attempt);
      }
      break;
    }
    shrunk.smallest = *std::move(attempt.smaller);
    index = attempt.index;
  }
  if (shrunk.reproduced) {
    const Case smallest = shrunk.smallest;
    const CaseOutcome last = co_await RunCase(context, smallest);
    shrunk.shown = FoundAs(signature, last);
    shrunk.also = AlsoShown(last, signature);
    if (!shrunk.shown) {
      shrunk = {.smallest = original};
    }
  }
  co_return shrunk;
}

std::vector<std::string> AlsoShown(const CaseOutcome& outcome, const std::string& signature) {
  std::set<std::string> others;
  for (const ShownDeviation& shown : outcome.deviations) {
    others.insert(shown.deviation.Signature());
  }
  others.erase(signature);
  return {others.begin(), others.end()};
}

std::chrono::nanoseconds ShrinkDeadline(const VisibleTimes& visible) {
  return std::max<std::chrono::nanoseconds>(kReadDeadlineMin, kReadPatience * visible.Usual());
}

std::string FoundCaseId(const std::string& signature) {
  constexpr unsigned kShortBits = 32;
  return fmt::format("found/{}/{:08x}", ClauseOf(signature), spec::HashOf(signature) >> kShortBits);
}

}  // namespace swc::conformance
