#include "fuzz/crashes/crash_collector.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/smallest/excerpt.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/crashes/crash_replay.h"
#include "fuzz/crashes/known_crashes.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {

std::string NameOf(const reports::Finding& finding) {
  return finding.case_file.empty() ? finding.case_id : finding.case_file;
}

CrashCollector::CrashCollector(const CampaignPlan& plan, const CampaignFolder& folder)
    : plan_(plan), folder_(folder), earlier_(ReadKnownCrashes(folder)) {}

std::set<std::string> CrashCollector::Known() const {
  std::set<std::string> known;
  for (const auto& [signature, finding] : findings_) {
    if (earlier_.contains(signature)) {
      known.insert(NameOf(finding));
    }
  }
  return known;
}

std::vector<reports::Finding> CrashCollector::Take(ReplayedCrashes replayed) {
  std::vector<reports::Finding> found;
  for (const std::string& signature : replayed.fixed) {
    earlier_.erase(signature);
  }
  for (ReplayedCrashes::StillOpen& open : replayed.still_open) {
    const std::string artifact = open.crash.artifact.filename().string();
    earlier_.erase(open.before);
    earlier_.emplace(open.crash.signature, artifact);
    if (auto finding = Add(std::move(open.crash), &open.output)) {
      found.push_back(*std::move(finding));
    }
  }
  return found;
}

void CrashCollector::Remember() const {
  KnownCrashes crashes = earlier_;
  for (const auto& [signature, finding] : findings_) {
    std::string& artifact = crashes[signature];
    artifact = artifact.empty() ? finding.case_id : artifact;
  }
  WriteKnownCrashes(folder_, crashes);
}

void CrashCollector::WriteLog(Crash& crash, const FuzzerOutput& output) const {
  std::string text;
  for (const std::string& line : output.tail()) {
    text += line + "\n";
  }
  const std::string name =
      crash.artifact.empty() ? fmt::format("end-{}", count_) : crash.artifact.filename().string();
  const std::filesystem::path log = folder_.logs() / (name + ".log");
  if (spec::WriteFile(log, text)) {
    crash.log = log;
  }
}

void CrashCollector::WriteCase(Crash& crash) const {
  std::error_code error;
  if (crash.artifact.empty() || !std::filesystem::exists(crash.artifact, error)) {
    return;
  }
  const auto bytes = spec::ReadFile(crash.artifact.string());
  const std::string name = crash.artifact.filename().string();
  auto test_case = bytes ? CaseOfInput(plan_.harness, *bytes, name) : std::nullopt;
  if (!test_case) {
    return;
  }
  const std::filesystem::path file = folder_.root() / conformance::CaseFileName(name);
  test_case->seen = generators::SeenIn{
      .clause = std::string(kCrashClause), .signature = crash.kind, .reproduced = std::nullopt};
  crash.case_json = generators::ToJson(*test_case);
  if (spec::WriteFile(file, crash.case_json + "\n")) {
    crash.case_file = file;
  }
}

void CrashCollector::Drop(const Crash& crash) {
  std::error_code ignored;
  const bool kept = artifacts_.contains(crash.artifact.filename().string());
  if (!kept && !crash.artifact.empty()) {
    std::filesystem::remove(crash.artifact, ignored);
  }
}

std::optional<reports::Finding> CrashCollector::Add(Crash crash, const FuzzerOutput* output) {
  ++count_;
  const auto known = findings_.find(crash.signature);
  const bool is_new = known == findings_.end();
  if (is_new ? findings_.size() >= kSignaturesMax : known->second.count >= kArtifactsMax) {
    Drop(crash);
  } else {
    artifacts_.insert(crash.artifact.filename().string());
  }
  if (!is_new) {
    ++known->second.count;
    return std::nullopt;
  }
  if (findings_.size() >= kSignaturesMax) {
    return std::nullopt;
  }
  if (output != nullptr) {
    WriteLog(crash, *output);
  }
  WriteCase(crash);
  reports::Finding finding = ToFinding(crash, plan_);
  order_.push_back(crash.signature);
  findings_.emplace(crash.signature, finding);
  return finding;
}

std::vector<reports::Finding> CrashCollector::AddLeftArtifacts() {
  std::vector<reports::Finding> added;
  for (const std::filesystem::path& file : FilesByName(folder_.artifacts())) {
    const bool taken = artifacts_.contains(file.filename().string());
    if (taken || !IsArtifact(file) || !folder_.IsOfThisCampaign(file) || IsTorn(file)) {
      continue;
    }
    // The driver may have been killed after it wrote the log, and before its report.
    const std::filesystem::path log = folder_.logs() / (file.filename().string() + ".log");
    FuzzerOutput said;
    if (const auto text = spec::ReadFile(log.string())) {
      said.Add(*text);
    }
    const bool heard = !said.tail().empty();
    Crash crash = heard ? CrashOf(said, {}, file) : CrashOfArtifact(file);
    if (auto finding = Add(std::move(crash), heard ? &said : nullptr)) {
      added.push_back(*std::move(finding));
    }
  }
  return added;
}

std::vector<reports::Finding> CrashCollector::Findings() const {
  std::vector<reports::Finding> findings;
  findings.reserve(order_.size());
  for (const std::string& signature : order_) {
    findings.push_back(findings_.at(signature));
  }
  return findings;
}

}  // namespace swc::fuzz
