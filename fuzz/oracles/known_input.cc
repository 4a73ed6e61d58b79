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
#include "conformance/target/leases.h"
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

namespace {

// Returns what a case shows now that is the same bug most likely: the same clause is broken, in a
// way in which the case did not break it when it was found. Null: nothing.
const conformance::ShownDeviation* OtherwiseShown(const conformance::CaseOutcome& outcome,
                                                  const generators::SeenIn& seen) {
  const auto other =
      std::ranges::find_if(outcome.deviations, [&](const conformance::ShownDeviation& one) {
        return one.deviation.clause->id == seen.clause &&
               std::ranges::count(seen.also, one.deviation.Signature()) == 0;
      });
  return other == outcome.deviations.end() ? nullptr : &*other;
}

conformance::Shrunk AsItIs(const generators::Case& known, const conformance::CaseOutcome& outcome,
                           const conformance::ShownDeviation& shown) {
  return {.smallest = known,
          .reproduced = true,
          .minimal = true,
          .shown = shown,
          .also = conformance::AlsoShown(outcome, shown.deviation.Signature()),
          .less = known.seen->less};
}

}  // namespace

std::expected<KnownResult, spec::Error> FindingCollector::PlayKnown(const generators::Case& known) {
  constexpr int kTriesMax = 2;  // A target may be late, once.
  const std::string& signature = known.seen->signature;
  KnownResult result;
  conformance::CaseOutcome outcome;
  for (int i = 0; i < kTriesMax; ++i) {
    conformance::CaseContext patient = Patient();
    const conformance::Leases::FreshStreams fresh_streams(context_.leases);
    outcome = conformance::Finish(patient.client.transport(), RunCase(patient, known));
    const auto shown =
        std::ranges::find_if(outcome.deviations, [&](const conformance::ShownDeviation& one) {
          return one.deviation.Signature() == signature;
        });
    if (shown != outcome.deviations.end()) {
      const Fresh fresh{.test_case = &known, .outcome = &outcome, .signature = signature};
      const conformance::Shrunk smallest = AsItIs(known, outcome, *shown);
      const auto written = WasMinimal(signature) ? Write(fresh, &smallest, i + 1)
                                                 : MakeSmaller(fresh, options_.shrink_time);
      return written ? std::expected<KnownResult, spec::Error>({.state = KnownState::kStillOpen})
                     : std::unexpected(written.error());
    }
    if (outcome.As<conformance::CaseOutcome::Played>() != nullptr || !outcome.deviations.empty()) {
      const bool right = known.seen->reproduced.value_or(false) && outcome.deviations.empty();
      result.state = right ? KnownState::kFixed : KnownState::kShowsNoMore;
    }
  }
  const conformance::ShownDeviation* other = OtherwiseShown(outcome, *known.seen);
  // What has a case of its own is told by that one.
  if (other == nullptr || !RecordOf(other->deviation.Signature()).empty()) {
    return result;
  }
  result = {.state = KnownState::kStillOpen, .now = other->deviation.Signature()};
  const Fresh fresh{.test_case = &known, .outcome = &outcome, .signature = result.now};
  const conformance::Shrunk smallest = AsItIs(known, outcome, *other);
  auto written = Write(fresh, &smallest, kTriesMax);
  written = written ? MakeSmaller(fresh, options_.shrink_time) : written;
  return written ? std::expected<KnownResult, spec::Error>(result)
                 : std::unexpected(written.error());
}

std::expected<void, spec::Error> PlayKnownInput(FindingCollector& collector,
                                                const generators::Case& known) {
  if (!known.seen) {
    return {};
  }
  const auto result = collector.PlayKnown(known);
  if (!result) {
    return std::unexpected(result.error());
  }
  const auto file = [](const std::string& signature) {
    return conformance::CaseFileName(conformance::FoundCaseId(signature));
  };
  spec::PrintError(fmt::format("sitewise-conformance: known {}: {}{}\n",
                               file(known.seen->signature), ToString(result->state),
                               result->now.empty() ? "" : " as " + file(result->now)));
  return {};
}

}  // namespace swc::fuzz
