// A harness that ended badly: what happened, as a finding, and its input, as a case.
//
// Law: crashes are grouped like other findings: those in the same place (crash_frames.h), or an
// objection of an oracle with the same key (stop.h), are one finding, however many inputs show it
// and whatever is said of them. Where no stack was printed, and of a timeout or too much memory,
// which may come anywhere, the words have to do, without their numbers. An input becomes a case
// file only if the case sends the very same bytes.
//
// Example: const Crash crash = {.kind = "crash", .summary = "AddressSanitizer: ... in F", ...};
//          ToFinding(crash).clause == "fuzz.crash"
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_plan.h"
#include "generators/case/case.h"
#include "reports/run_record.h"

namespace swc::fuzz {

// The clause that a crash breaks; the contract has no such clause.
inline constexpr std::string_view kCrashClause = "fuzz.crash";

struct Crash {
  std::filesystem::path artifact;  // Empty: the harness wrote none.
  std::string kind = "crash";      // As libFuzzer names artifacts: crash, timeout, oom, leak.
  std::string happened;            // One line.
  std::string signature;
  std::filesystem::path log;        // Empty: nothing is known but the artifact.
  std::filesystem::path case_file;  // Empty: no case can hold the input.
  std::string case_json;
};

// Returns the crash of a harness that ended like this. `artifact` may be empty.
[[nodiscard]] Crash CrashOf(const FuzzerOutput& output, const ProcessEnd& end,
                            const std::filesystem::path& artifact);

// Returns the crash of which only the artifact was left.
[[nodiscard]] Crash CrashOfArtifact(const std::filesystem::path& artifact);

// Returns the case that sends what `bytes`, an input of `harness`, says, if there is one.
[[nodiscard]] std::optional<generators::Case> CaseOfInput(const Harness& harness,
                                                          std::string_view bytes,
                                                          std::string_view name);

// Returns whether a file is an artifact of libFuzzer: "crash-<sha1>", "timeout-...".
[[nodiscard]] bool IsArtifact(const std::filesystem::path& file);

// Returns the crash as a finding of the plan's campaign.
[[nodiscard]] reports::Finding ToFinding(const Crash& crash, const CampaignPlan& plan);

}  // namespace swc::fuzz
