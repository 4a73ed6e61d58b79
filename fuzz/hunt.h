// Runs the cases of a fuzzer against one target and keeps what it finds: each signature once, made
// as small as it can be, as a case file and a report of its own.
//
// Law: fuzzing goes on after a finding. A finding is complete on disk or not there at all: files
// are written under another name and renamed. A signature that an earlier campaign left in the
// folder is not looked at again.
//
// Example: Hunt hunt(context, {.harness = "endpoint", .folder = folder}); hunt.Run(cases);
#pragma once

#include <cstdint>
#include <expected>
#include <set>
#include <string>
#include <vector>

#include "conformance/case_runner.h"
#include "generators/case.h"
#include "reports/run_record.h"
#include "spec/error.h"

namespace swc::fuzz {

struct HuntOptions {
  std::string harness;           // Names the phase in the reports.
  std::string reproduce_target;  // For the reproduction lines: "--target t.json".
  std::string folder;            // Empty: findings are printed only.
  std::uint64_t shrink_requests = 1'000;
};

class Hunt {
 public:
  // Cases in a row that could not be asked before the target counts as gone.
  static constexpr std::uint64_t kInfraInARowMax = 20;

  // REQUIRES: `context` and its transport outlive the hunt.
  Hunt(conformance::CaseContext& context, HuntOptions options)
      : context_(context), options_(std::move(options)) {}

  // Runs the cases at once and keeps what is new. Returns their outcomes, or an error if the target
  // is gone or a file could not be written.
  [[nodiscard]] std::expected<std::vector<conformance::CaseOutcome>, spec::Error> Run(
      const std::vector<generators::Case>& cases);

 private:
  [[nodiscard]] std::expected<void, spec::Error> Keep(const generators::Case& test_case,
                                                      const conformance::CaseOutcome& outcome,
                                                      const std::string& signature);
  [[nodiscard]] bool IsKnown(const std::string& signature);

  conformance::CaseContext& context_;
  HuntOptions options_;
  std::set<std::string> known_;
  std::uint64_t infra_in_a_row_ = 0;
};

// Returns where the campaign wants findings (SWC_FUZZ_FINDINGS), or an empty string.
[[nodiscard]] std::string FindingsFolder();

// Writes the files of one finding: FOLDER/<case file>.json and FOLDER/records/<case file>.json.
[[nodiscard]] std::expected<void, spec::Error> WriteFinding(const std::string& folder,
                                                            const reports::RunRecord& record);

}  // namespace swc::fuzz
