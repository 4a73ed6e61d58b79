#include "fuzz/hunt.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "conformance/command_line.h"
#include "conformance/excerpt.h"
#include "conformance/run.h"
#include "conformance/shrinker.h"
#include "conformance/tally.h"
#include "conformance/task.h"
#include "reports/json_report.h"
#include "reports/text.h"

namespace swc::fuzz {
namespace {

using conformance::CaseContext;
using conformance::CaseOutcome;
using conformance::Shrunk;
using conformance::Task;
using generators::Case;

template <typename T>
Task<void> Keep(Task<T> task, std::optional<T>& result) {
  result = co_await std::move(task);
}

void PollAll(CaseContext& context) {
  while (context.client.transport().Poll()) {
  }
}

Shrunk ShrinkNow(CaseContext& context, const Case& test_case, const std::string& signature,
                 std::uint64_t requests_max) {
  std::optional<Shrunk> shrunk;
  Spawn(Keep(ShrinkCase(context, test_case, signature, {.requests_max = requests_max}), shrunk));
  PollAll(context);
  return *std::move(shrunk);
}

// Writes under another name first, so that a kill leaves no half of a file.
std::expected<void, spec::Error> WriteWhole(const std::string& path, const std::string& content) {
  const std::string partial = fmt::format("{}.{}.partial", path, getpid());
  if (auto written = conformance::WriteFile(partial, content); !written) {
    return written;
  }
  std::error_code error;
  std::filesystem::rename(partial, path, error);
  if (error) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kInput, .message = path + ": " + error.message()});
  }
  return {};
}

}  // namespace

std::string FindingsFolder() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* folder = std::getenv("SWC_FUZZ_FINDINGS");
  return folder == nullptr ? "" : folder;
}

std::expected<void, spec::Error> WriteFinding(const std::string& folder,
                                              const reports::RunRecord& record) {
  const reports::Finding& finding = record.findings.front();
  const std::string file = conformance::CaseFileName(finding.case_file);
  if (auto written = WriteWhole(folder + "/" + file, finding.case_json + "\n"); !written) {
    return written;
  }
  return WriteWhole(folder + "/records/" + file, reports::ToJsonReport(record));
}

bool Hunt::IsKnown(const std::string& signature) {
  if (!known_.insert(signature).second) {
    return true;
  }
  const std::string file = conformance::CaseFileName(conformance::FoundCaseId(signature));
  return !options_.folder.empty() && std::filesystem::exists(options_.folder + "/records/" + file);
}

std::expected<void, spec::Error> Hunt::Keep(const Case& test_case, const CaseOutcome& outcome,
                                            const std::string& signature) {
  Shrunk shrunk = ShrinkNow(context_, test_case, signature, options_.shrink_requests);
  conformance::Tally tally({.reproduce_target = options_.reproduce_target,
                            .endpoint = context_.target.endpoint,
                            .case_folder = options_.folder});
  (void)tally.Add(test_case, options_.harness, context_.client.requests(), outcome);
  tally.SetSmallest(signature, std::move(shrunk));
  reports::RunRecord record{.tool_version = std::string(conformance::kToolVersion),
                            .target = context_.target.endpoint};
  tally.Finish(context_.target, 0, record);
  std::erase_if(record.findings,
                [&](const reports::Finding& finding) { return finding.signature != signature; });
  const reports::Finding& finding = record.findings.front();
  std::fprintf(stderr, "sitewise-conformance: found %s: expected %s; observed %s\n",
               finding.clause.c_str(), reports::ForTerminal(finding.expected).c_str(),
               reports::ForTerminal(finding.observed).c_str());
  if (options_.folder.empty()) {
    return {};
  }
  return WriteFinding(options_.folder, record);
}

std::expected<std::vector<CaseOutcome>, spec::Error> Hunt::Run(const std::vector<Case>& cases) {
  std::vector<std::optional<CaseOutcome>> results(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Spawn(fuzz::Keep(RunCase(context_, cases[i]), results[i]));
  }
  PollAll(context_);
  std::vector<CaseOutcome> outcomes;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CaseOutcome& outcome = *results[i];
    infra_in_a_row_ = outcome.infra.empty() ? 0 : infra_in_a_row_ + 1;
    if (infra_in_a_row_ >= kInfraInARowMax) {
      return std::unexpected(spec::Error{
          .kind = spec::ErrorKind::kNetwork,
          .message = context_.target.endpoint + " stopped answering: " + outcome.infra});
    }
    for (const conformance::Found& found : outcome.found) {
      const std::string signature = found.deviation.Signature();
      if (IsKnown(signature)) {
        continue;
      }
      if (auto kept = Keep(cases[i], outcome, signature); !kept) {
        return std::unexpected(kept.error());
      }
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace swc::fuzz
