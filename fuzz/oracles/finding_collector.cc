#include "fuzz/oracles/finding_collector.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <filesystem>
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
#include "conformance/preflight/preflight.h"
#include "conformance/run/run.h"
#include "conformance/verdict/conclusion.h"
#include "conformance/verdict/excerpt.h"
#include "conformance/verdict/shrinker.h"
#include "conformance/verdict/tally.h"
#include "generators/case/case.h"
#include "reports/console/console_finding.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/http_message.h"
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

// Between two questions whether a target is back.
constexpr std::chrono::milliseconds kRecoveryPause{500};

// After so many values the pace of a target is known.
constexpr std::uint64_t kPaceKnown = 1'000;
constexpr int kManyTimes = 20;
constexpr std::chrono::milliseconds kPatienceMin{500};

constexpr std::string_view kSuspectsFolder = "suspects";

// Asks something harmless until there is an answer or `deadline` has come.
Task<bool> WaitForAnswer(CaseContext& context, Transport::Clock deadline) {
  Transport& transport = context.client.transport();
  while (transport.Now() < deadline) {
    spec::HttpRequest request = conformance::HarmlessRequest(context.leases.run());
    const conformance::Sent sent = co_await context.client.Send(std::move(request));
    if (!sent.transient && sent.exchange.response) {
      co_return true;
    }
    co_await Sleep(transport, kRecoveryPause);
  }
  co_return false;
}

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

// A file that an earlier campaign left counts for this one too once its finding is seen again.
bool FindingCollector::IsKnown(const std::string& signature) {
  if (!known_.insert(signature).second) {
    return true;
  }
  if (options_.folder.empty() || vanishing_.contains(signature)) {
    return false;
  }
  const std::string file = conformance::CaseFileName(conformance::FoundCaseId(signature));
  const std::filesystem::path record = options_.folder + "/records/" + file;
  if (!std::filesystem::exists(record)) {
    return false;
  }
  std::error_code ignored;
  std::filesystem::last_write_time(record, std::filesystem::file_time_type::clock::now(), ignored);
  return true;
}

std::vector<FindingCollector::Fresh> FindingCollector::FreshIn(
    const std::vector<Case>& cases, const std::vector<CaseOutcome>& outcomes) {
  std::vector<Fresh> fresh;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const conformance::ShownDeviation& shown : outcomes[i].deviations) {
      std::string signature = shown.deviation.Signature();
      if (!IsKnown(signature)) {
        fresh.push_back(
            {.test_case = &cases[i], .outcome = &outcomes[i], .signature = std::move(signature)});
      }
    }
  }
  return fresh;
}

std::expected<void, spec::Error> FindingCollector::Write(const Fresh& fresh,
                                                         const Shrunk* shrunk) const {
  conformance::Tally tally({.reproduce_target = options_.reproduce_target,
                            .endpoint = context_.target.endpoint,
                            .case_folder = options_.folder});
  Case named = *fresh.test_case;
  named.id = conformance::FoundCaseId(fresh.signature);
  (void)tally.Add(named, options_.harness, context_.client.requests(), *fresh.outcome);
  if (shrunk != nullptr) {
    tally.SetSmallest(fresh.signature, *shrunk);
  }
  reports::RunRecord record{.tool_version = std::string(conformance::kToolVersion),
                            .target = context_.target.endpoint};
  tally.Finish({}, record);
  conformance::ConcludeRun({}, record);
  std::erase_if(record.findings, [&](const reports::Finding& finding) {
    return finding.signature != fresh.signature;
  });
  // The campaign tells causes, from what all harnesses found.
  record.causes.clear();
  reports::Finding& finding = record.findings.front();
  if (shrunk == nullptr) {
    finding.shrinking = "not minimal: there was no time to make it smaller";
    spec::PrintError(fmt::format("sitewise-conformance: found {}: expected {}; observed {}\n",
                                 finding.clause, reports::ForTerminal(finding.expected),
                                 reports::ForTerminal(finding.observed)));
    if (options_.folder.empty()) {  // Somebody plays a file by hand: no report will show it.
      spec::PrintError(reports::ExchangeText(finding, {}));
    }
  }
  return options_.folder.empty() ? std::expected<void, spec::Error>()
                                 : WriteFinding(options_.folder, record);
}

std::expected<void, spec::Error> FindingCollector::MakeSmaller(const Fresh& fresh,
                                                               std::chrono::nanoseconds time_max) {
  const Shrunk shrunk =
      conformance::Finish(context_.client.transport(),
                          ShrinkCase(context_, *fresh.test_case, fresh.signature,
                                     {.requests_max = options_.shrink_requests,
                                      .read_deadline = conformance::ShrinkDeadline(visible_),
                                      .time_max = std::min(time_max, options_.shrink_time)}));
  // Another case may have been the cause: the next ones that show it are tried as well.
  if (!shrunk.reproduced && ++vanishing_[fresh.signature] < kCasesPerSignature) {
    known_.erase(fresh.signature);
  }
  return Write(fresh, &shrunk);
}

bool FindingCollector::ComesBack() {
  if (++recoveries_in_a_row_ > kRecoveriesMax) {
    return false;
  }
  conformance::Transport& transport = context_.client.transport();
  return conformance::Finish(transport,
                             WaitForAnswer(context_, transport.Now() + options_.recovery_time));
}

spec::Error FindingCollector::Gone(const std::string& reason) const {
  spec::Error error{.kind = spec::ErrorKind::kNetwork,
                    .message = context_.target.endpoint + " stopped answering: " + reason};
  if (options_.folder.empty()) {
    return error;
  }
  const std::filesystem::path folder = options_.folder + "/" + std::string(kSuspectsFolder);
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  bool written = true;
  for (std::size_t i = 0; i < suspects_.size(); ++i) {
    const std::string file = (folder / fmt::format("{}.json", i)).string();
    written = written && spec::WriteFile(file, generators::ToJson(suspects_[i]) + "\n").has_value();
  }
  if (written) {
    error.message += fmt::format("; the cases that were under way: {}/", folder.string());
  }
  return error;
}

std::expected<void, spec::Error> FindingCollector::NoteHealth(
    const std::vector<Case>& cases, const std::vector<CaseOutcome>& outcomes) {
  for (const CaseOutcome& outcome : outcomes) {
    const auto* unasked = outcome.As<CaseOutcome::Unasked>();
    if (unasked == nullptr) {
      infra_in_a_row_ = 0;
      recoveries_in_a_row_ = 0;
      continue;
    }
    if (infra_in_a_row_++ == 0) {
      suspects_ = cases;
    }
    if (infra_in_a_row_ < kInfraInARowMax) {
      continue;
    }
    if (!ComesBack()) {
      return std::unexpected(Gone(unasked->why));
    }
    infra_in_a_row_ = 0;
    break;
  }
  return {};
}

// A value that has not come after many times what is usual is not waited for much longer.
void FindingCollector::LearnPace(const std::vector<CaseOutcome>& outcomes) {
  for (const CaseOutcome& outcome : outcomes) {
    visible_.Add(outcome.visible_ms);
  }
  if (visible_.count() >= kPaceKnown && context_.read_deadline == patience_) {
    context_.read_deadline = std::min(
        patience_, std::max<std::chrono::nanoseconds>(kPatienceMin, kManyTimes * visible_.Usual()));
  }
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
  LearnPace(outcomes);
  const std::vector<Fresh> fresh = FreshIn(cases, outcomes);
  for (const Fresh& each : fresh) {
    if (auto written = Write(each, nullptr); !written) {
      return std::unexpected(written.error());
    }
  }
  const Transport& transport = context_.client.transport();
  const Transport::Clock end = transport.Now() + options_.shrink_time_of_run;
  for (const Fresh& each : fresh) {
    if (transport.Now() >= end) {
      break;
    }
    if (auto written = MakeSmaller(each, end - transport.Now()); !written) {
      return std::unexpected(written.error());
    }
  }
  if (auto healthy = NoteHealth(cases, outcomes); !healthy) {
    return std::unexpected(healthy.error());
  }
  return outcomes;
}

}  // namespace swc::fuzz
