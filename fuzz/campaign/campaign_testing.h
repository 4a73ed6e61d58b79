// What the tests of campaigns share: a folder of their own, a fuzzer that is a shell script, and
// campaigns of it.
//
// Law: a fake fuzzer keeps the contract of a harness: libFuzzer's flags, its lines, its artifacts.
//
// Example: const TestFolder folder; const auto fuzzer = WriteFakeFuzzer(folder, "exit 0");
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "spec/check.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {

// A folder that goes away with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "swc-fuzz-XXXXXX").string();
    SWC_CHECK(mkdtemp(name.data()) != nullptr, "no temporary folder");
    path_ = name;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Writes a file below it, and returns its path.
  [[nodiscard]] std::filesystem::path Write(const std::filesystem::path& name,
                                            std::string_view content) const {
    std::filesystem::path file = path_ / name;
    SWC_CHECK(spec::WriteFile(file.string(), content).has_value(), "cannot write");
    return file;
  }

 private:
  std::filesystem::path path_;
};

// Writes a fuzzer. `body` is shell; it finds $artifacts (with a slash at its end), $seed, $corpus
// and, in a merge, $merge=1, $fresh and $corpus.
inline std::filesystem::path WriteFakeFuzzer(const TestFolder& folder, std::string_view body,
                                             std::string_view name = "request_bytes_fuzzer") {
  std::filesystem::path file =
      folder.Write(std::filesystem::path("fuzzers") / name, fmt::format(R"(#!/bin/sh
merge= artifacts= fresh= corpus= seed=
for argument in "$@"; do
  case "$argument" in
    -merge=1) merge=1 ;;
    -artifact_prefix=*) artifacts="${{argument#*=}}" ;;
    -seed=*) seed="${{argument#*=}}" ;;
    -*) ;;
    *) if [ -n "$merge" ] && [ -z "$fresh" ]; then fresh="$argument"
       elif [ -z "$corpus" ]; then corpus="$argument"; fi ;;
  esac
done
{}
)",
                                                                        body));
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  return file;
}

// A plan for the fake fuzzer of `folder`: one job, one second.
inline CampaignPlan TestPlan(const TestFolder& folder) {
  return {.harness = *FindHarness("request_bytes"),
          .program = folder.path() / "fuzzers/request_bytes_fuzzer",
          .corpus = folder.path() / "corpus",
          .findings = folder.path() / "findings",
          .seed = 7,
          .time = std::chrono::seconds(1)};
}

// Returns the record that a harness writes for one finding.
inline std::string RecordText(const std::string& clause, const std::string& signature,
                              std::uint64_t count = 1, const std::string& reproduce = "") {
  reports::RunRecord record;
  record.tool_version = "0";
  record.findings = {{.clause = clause,
                      .signature = signature,
                      .count = count,
                      .phase = "fuzz",
                      .case_id = "found/x",
                      .case_json = R"({"id":"found/x","steps":[{"put":{"entries":[]}}]})",
                      .expected = "this",
                      .observed = "that",
                      .reproduce = reproduce}};
  return reports::ToJsonReport(record);
}

// Keeps what a campaign tells.
struct RecordingListener final : CampaignListener {
  void FindingFound(const reports::Finding& finding) override { found.push_back(finding); }
  void FindingStillOpen(const reports::Finding& finding) override { still_open.push_back(finding); }
  void Said(std::string_view line) override { said.emplace_back(line); }
  void Progressed(const CampaignProgress& progress) override { last = progress; }

  std::vector<reports::Finding> found;
  std::vector<reports::Finding> still_open;
  std::vector<std::string> said;
  CampaignProgress last;
};

// A merge that keeps one input.
inline constexpr std::string_view kMerge = R"(
if [ -n "$merge" ]; then cp "$corpus"/a* "$fresh"; exit 0; fi
)";

// Runs campaigns of a harness that is a script.
class CampaignTest : public testing::Test {
 protected:
  CampaignTest() {
    (void)test_.Write("corpus/a", "a");
    (void)test_.Write("corpus/b", "b");
  }

  CampaignResult Run(const std::string& body) {
    WriteFakeFuzzer(test_, merge_ + body);
    auto folder = CampaignFolder::Open(plan_.findings);
    EXPECT_TRUE(folder);
    const auto result = RunCampaign(
        plan_, *folder,
        {.now =
             [] {
               return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now().time_since_epoch());
             },
         .stop_requested =
             [this] { return !stop_file_.empty() && std::filesystem::exists(stop_file_); }},
        listener_);
    EXPECT_TRUE(result);
    folder->Finish();
    return result.value_or(CampaignResult{});
  }

  TestFolder test_;
  CampaignPlan plan_ = TestPlan(test_);
  std::filesystem::path stop_file_;
  std::string merge_ = std::string(kMerge);
  RecordingListener listener_;
};

// Returns a finding whose observation tries to reach the terminal.
inline reports::Finding FindingOn(std::string_view clause, reports::Verdict verdict) {
  return {.clause = std::string(clause),
          .signature = std::string(clause) + "|s",
          .expected = "this",
          .observed = "\x1b[2Jthat",
          .verdict = verdict};
}

}  // namespace swc::fuzz
