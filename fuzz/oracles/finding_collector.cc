#include "fuzz/oracles/finding_collector.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/client.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/run/run.h"
#include "conformance/smallest/excerpt.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/tally/tally.h"
#include "conformance/target/leases.h"
#include "conformance/verdict/conclusion.h"
#include "fuzz/oracles/seen_once.h"
#include "generators/case/case.h"
#include "reports/console/console_finding.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using conformance::CaseContext;
using conformance::CaseOutcome;
using conformance::Shrunk;
using conformance::Task;
using conformance::Transport;
using generators::Case;

// After so many values the pace of a target is known: what has not come after many times what is
// usual is looked at. Only what does not come in a longer time either is told.
constexpr std::uint64_t kPaceKnown = 50;
constexpr std::chrono::milliseconds kQuick{500};  // For one case, to learn the pace by fifty.
constexpr int kManyTimes = 20;
constexpr std::chrono::milliseconds kPatienceMin{500};
constexpr int kVeryManyTimes = 100;
constexpr std::chrono::seconds kPatienceToTellMin{3};

}  // namespace

std::string FindingsFolderInEnvironment() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* folder = std::getenv("SWC_FUZZ_FINDINGS");
  return folder == nullptr ? "" : folder;
}

std::expected<void, spec::Error> WriteFinding(const std::string& folder,
                                              const reports::RunRecord& record) {
  const reports::Finding& finding = record.findings.front();
  const std::string file = conformance::CaseFileName(finding.case_file);
  if (auto written = spec::WriteFile(folder + "/" + file, finding.case_json + "\n"); !written) {
    return written;
  }
  return spec::WriteFile(folder + "/records/" + file, reports::ToJsonReport(record));
}

bool FindingCollector::Sightings::IsTried() const {
  constexpr std::uint64_t kFirst = 3;
  return !settled && (count <= kFirst || std::has_single_bit(count));
}

std::filesystem::path FindingCollector::RecordOf(const std::string& signature) const {
  if (options_.folder.empty()) {
    return {};
  }
  const std::string file = conformance::CaseFileName(conformance::FoundCaseId(signature));
  std::filesystem::path path = options_.folder + "/records/" + file;
  const auto text = spec::ReadFile(path.string());
  const auto record = text ? reports::ParseJsonReport(*text) : std::unexpected(text.error());
  const bool stands = record && !record->findings.empty() && !IsSeenOnce(record->findings.front());
  return stands ? path : std::filesystem::path();
}

std::vector<FindingCollector::Fresh> FindingCollector::FreshIn(
    const std::vector<Case>& cases, const std::vector<CaseOutcome>& outcomes) {
  std::vector<Fresh> fresh;
  std::set<std::string> here;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const conformance::ShownDeviation& shown : outcomes[i].deviations) {
      std::string signature = shown.deviation.Signature();
      if (!here.insert(signature).second) {
        continue;
      }
      Sightings& sightings = sightings_[signature];
      ++sightings.count;
      if (sightings.IsTried()) {
        fresh.push_back(
            {.test_case = &cases[i], .outcome = &outcomes[i], .signature = std::move(signature)});
      }
    }
  }
  return fresh;
}

std::expected<void, spec::Error> FindingCollector::Write(const Fresh& fresh, const Shrunk* shrunk,
                                                         int tries) const {
  conformance::Tally tally({.reproduce_target = options_.reproduce_target,
                            .endpoint = context_.target.endpoint,
                            .case_folder = options_.folder});
  Case named = *fresh.test_case;
  named.id = conformance::FoundCaseId(fresh.signature);
  (void)tally.Add(named, options_.harness, context_.client.requests(), *fresh.outcome);
  tally.SetSmallest(fresh.signature, shrunk != nullptr ? *shrunk : Shrunk{.smallest = named});
  reports::RunRecord record{.tool_version = std::string(conformance::kToolVersion),
                            .target = context_.target.endpoint};
  tally.Finish({}, record);
  std::erase_if(record.findings, [&](const reports::Finding& finding) {
    return finding.signature != fresh.signature;
  });
  reports::Finding& finding = record.findings.front();
  if (shrunk == nullptr) {
    TellSeenOnce(tries, finding);
  } else if (options_.folder.empty()) {  // Somebody plays a file by hand: no report will show it.
    spec::PrintError(reports::ExchangeText(finding, {}));
  }
  conformance::ConcludeRun({}, record);
  // The campaign tells causes, from what all harnesses found.
  record.causes.clear();
  return options_.folder.empty() ? std::expected<void, spec::Error>()
                                 : WriteFinding(options_.folder, record);
}

Shrunk FindingCollector::Shrink(const Fresh& fresh, std::uint64_t requests_max,
                                std::chrono::nanoseconds time_max) {
  CaseContext patient = Patient();
  const conformance::Leases::FreshStreams fresh_streams(context_.leases);
  return conformance::Finish(context_.client.transport(),
                             ShrinkCase(patient, *fresh.test_case, fresh.signature,
                                        {.requests_max = requests_max,
                                         .read_deadline = conformance::ShrinkDeadline(visible_),
                                         .time_max = time_max}));
}

std::expected<bool, spec::Error> FindingCollector::ShowsAgain(const Fresh& fresh) {
  const std::filesystem::path record = RecordOf(fresh.signature);
  for (int tries = 1; tries <= kTries; ++tries) {
    const Shrunk shrunk = Shrink(fresh, 0, options_.shrink_time);
    if (!shrunk.reproduced) {
      continue;
    }
    sightings_[fresh.signature].settled = true;
    if (!record.empty()) {  // What an earlier campaign left counts for this one too.
      std::error_code ignored;
      std::filesystem::last_write_time(record, std::filesystem::file_time_type::clock::now(),
                                       ignored);
      return false;
    }
    const auto& deviation = shrunk.shown->deviation;
    spec::PrintError(fmt::format("sitewise-conformance: found {}: expected {}; observed {}\n",
                                 deviation.clause->id, reports::ForTerminal(deviation.expected),
                                 reports::ForTerminal(deviation.observed)));
    if (auto written = Write(fresh, &shrunk, tries); !written) {
      return std::unexpected(written.error());
    }
    return true;
  }
  if (!RecordOf(fresh.signature).empty()) {  // Of another job perhaps.
    return false;
  }
  if (auto written = Write(fresh, nullptr, kTries); !written) {
    return std::unexpected(written.error());
  }
  return false;
}

std::expected<void, spec::Error> FindingCollector::MakeSmaller(const Fresh& fresh,
                                                               std::chrono::nanoseconds time_max) {
  const Shrunk shrunk =
      Shrink(fresh, options_.shrink_requests, std::min(time_max, options_.shrink_time));
  // What showed itself when it was run by itself keeps that case.
  return shrunk.reproduced ? Write(fresh, &shrunk, 1) : std::expected<void, spec::Error>();
}

std::expected<void, spec::Error> FindingCollector::Keep(const std::vector<Fresh>& fresh) {
  for (const Fresh& each : fresh) {
    if (sightings_[each.signature].count > 1 || !RecordOf(each.signature).empty()) {
      continue;
    }
    if (auto written = Write(each, nullptr, 0); !written) {
      return written;
    }
  }
  const Transport& transport = context_.client.transport();
  const Transport::Clock end = transport.Now() + options_.shrink_time_of_run;
  std::vector<Fresh> shown;
  for (const Fresh& each : fresh) {
    if (transport.Now() >= end) {
      sightings_[each.signature].count = 0;  // It is tried as soon as it is seen again.
      continue;
    }
    const auto again = ShowsAgain(each);
    if (!again) {
      return std::unexpected(again.error());
    }
    if (*again) {
      shown.push_back(each);
    }
  }
  for (const Fresh& each : shown) {
    if (transport.Now() >= end) {
      break;
    }
    if (auto written = MakeSmaller(each, end - transport.Now()); !written) {
      return written;
    }
  }
  return {};
}

std::chrono::nanoseconds FindingCollector::PatienceFor(int times_usual,
                                                       std::chrono::nanoseconds at_least) const {
  return visible_.count() < kPaceKnown
             ? patience_
             : std::min(patience_, std::max(at_least, times_usual * visible_.Usual()));
}

CaseContext FindingCollector::Patient() const {
  CaseContext patient = context_;
  patient.read_deadline = PatienceFor(kVeryManyTimes, kPatienceToTellMin);
  patient.deadlines_missed = 0;
  return patient;
}

void FindingCollector::LearnPace() {
  const auto one_value = generators::ParseCase(
      std::string_view(R"({"id": "fuzz/pace", "clauses": ["store.acknowledged"], "title": "t",
        "series": {"s1": {}}, "steps": [{"put": {"entries": [{"entryId": "e1", "series": "s1",
          "propertyValues": [{"value": {"doubleValue": 1}, "at": "t0", "quality": "GOOD"}]}]}}]})"),
      "pace");
  Transport& transport = context_.client.transport();
  const auto begun = transport.Now();
  for (const std::uint64_t count : {std::uint64_t{1}, kPaceKnown}) {
    if (transport.Now() - begun > kQuick) {
      return;  // A slow target is asked what matters; its pace shows itself by and by.
    }
    std::vector<Task<CaseOutcome>> tasks;
    for (std::uint64_t i = 0; i < count; ++i) {
      tasks.push_back(RunCase(context_, *one_value));
    }
    NotePace(conformance::FinishAll(transport, std::move(tasks)));
  }
}

void FindingCollector::NotePace(const std::vector<CaseOutcome>& outcomes) {
  for (const CaseOutcome& outcome : outcomes) {
    visible_.Add(outcome.visible_ms);
  }
  context_.read_deadline = PatienceFor(kManyTimes, kPatienceMin);
}

std::expected<std::vector<CaseOutcome>, spec::Error> FindingCollector::Run(
    const std::vector<Case>& cases) {
  std::vector<Task<CaseOutcome>> tasks;
  tasks.reserve(cases.size());
  for (const Case& test_case : cases) {
    tasks.push_back(RunCase(context_, test_case));
  }
  std::vector<CaseOutcome> outcomes =
      conformance::FinishAll(context_.client.transport(), std::move(tasks));
  NotePace(outcomes);
  if (auto kept = Keep(FreshIn(cases, outcomes)); !kept) {
    return std::unexpected(kept.error());
  }
  if (auto healthy = NoteHealth(cases, outcomes); !healthy) {
    return std::unexpected(healthy.error());
  }
  return outcomes;
}

}  // namespace swc::fuzz
