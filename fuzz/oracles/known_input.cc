#include "fuzz/oracles/known_input.h"

#include <algorithm>
#include <expected>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/smallest/excerpt.h"
#include "conformance/smallest/shrinker.h"
#include "fuzz/oracles/finding_collector.h"
#include "generators/case/case.h"
#include "reports/formats/json_report.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {

std::string_view ToString(KnownState state) {
  switch (state) {
    case KnownState::kStillOpen:
      return "still open";
    case KnownState::kFixed:
      return "fixed";
    case KnownState::kShowsNoMore:
      return "shows no more";
    case KnownState::kNotPlayed:
      break;
  }
  return "not played";
}

bool FindingCollector::WasMinimal(const std::string& signature) const {
  const std::string file = conformance::CaseFileName(conformance::FoundCaseId(signature));
  const auto text = spec::ReadFile(options_.folder + "/records/" + file);
  const auto record = text ? reports::ParseJsonReport(*text) : std::unexpected(text.error());
  return record && record->findings.size() == 1 && record->findings[0].shrinking == "minimal";
}

std::expected<KnownState, spec::Error> FindingCollector::PlayKnown(const generators::Case& known) {
  constexpr int kTriesMax = 2;  // A target may be late, once.
  const std::string& signature = known.seen->signature;
  KnownState state = KnownState::kNotPlayed;
  for (int i = 0; i < kTriesMax; ++i) {
    const conformance::CaseOutcome outcome =
        conformance::Finish(context_.client.transport(), RunCase(context_, known));
    const auto shown =
        std::ranges::find_if(outcome.deviations, [&](const conformance::ShownDeviation& one) {
          return one.deviation.Signature() == signature;
        });
    if (shown != outcome.deviations.end()) {
      const Fresh fresh{.test_case = &known, .outcome = &outcome, .signature = signature};
      const conformance::Shrunk smallest{.smallest = known,
                                         .reproduced = true,
                                         .minimal = true,
                                         .shown = *shown,
                                         .also = conformance::AlsoShown(outcome, signature)};
      const auto written = WasMinimal(signature) ? Write(fresh, &smallest, i + 1)
                                                 : MakeSmaller(fresh, options_.shrink_time);
      return written ? std::expected<KnownState, spec::Error>(KnownState::kStillOpen)
                     : std::unexpected(written.error());
    }
    if (outcome.As<conformance::CaseOutcome::Played>() != nullptr || !outcome.deviations.empty()) {
      const bool right = known.seen->reproduced.value_or(false) && outcome.deviations.empty();
      state = right ? KnownState::kFixed : KnownState::kShowsNoMore;
    }
  }
  return state;
}

std::expected<void, spec::Error> PlayKnownInput(FindingCollector& collector,
                                                const generators::Case& known) {
  if (!known.seen) {
    return {};
  }
  const auto state = collector.PlayKnown(known);
  if (!state) {
    return std::unexpected(state.error());
  }
  spec::PrintError(
      fmt::format("sitewise-conformance: known {}: {}\n",
                  conformance::CaseFileName(conformance::FoundCaseId(known.seen->signature)),
                  ToString(*state)));
  return {};
}

}  // namespace swc::fuzz
