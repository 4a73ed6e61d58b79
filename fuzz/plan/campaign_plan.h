// What a campaign is to do, and the command lines that it follows from.
//
// Law: a plan is data; the same plan gives the same command lines, but for the remaining time.
//
// Example: FuzzCommand(plan, {.number = 0, .remaining = 60s, ...}).command.front() ==
//          "build/fuzz/request_bytes_fuzzer"
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/harnesses/harnesses.h"
#include "spec/text/error.h"

namespace swc::fuzz {

// What a server that keeps everything in memory bears: some gigabytes.
inline constexpr std::uint64_t kValuesMax = 50'000'000;

struct CampaignPlan {
  Harness harness;
  std::filesystem::path program;
  std::filesystem::path dictionary;  // Empty: none.
  std::filesystem::path corpus;
  std::filesystem::path findings;
  std::vector<std::filesystem::path> seeds;  // Folders that are only read.
  // The files of these that are played, in this order, where a campaign may not get through all.
  std::vector<std::filesystem::path> seed_files;
  std::filesystem::path target_file;  // Empty: the harness needs none.
  bool allow_live = false;            // The target may be a host of AWS.
  std::string target_name;            // For the report: the endpoint, or what is fuzzed.
  std::string target_words;           // What to write behind `replay CASE`.
  std::uint64_t seed = 0;
  int jobs = 1;
  std::chrono::seconds time{60};
  std::chrono::milliseconds wait{0};  // Before that, for a target that is starting.
  // Property values that may be sent to a target, by all jobs: it may keep them all.
  std::uint64_t values_max = kValuesMax;
  bool prune = true;
  bool only_new = false;  // What an earlier campaign found fails nothing.
  // Flags for libFuzzer that the command line hands on (engine_flags.h).
  std::vector<std::string> engine_flags;
  bool strict = false;  // A warning fails the campaign.
};

// One start of a harness.
struct Launch {
  std::uint64_t number = 0;  // Of all starts of the campaign, from 0; it changes the seed.
  std::chrono::seconds remaining{0};
  std::filesystem::path status_file;         // Where the harness may count its executions.
  int job = 1;                               // Its share of the target's properties, from 1.
  std::vector<std::filesystem::path> seeds;  // Folders of inputs to begin with, beside the corpus.
};

// Returns how a harness is started to fuzz.
[[nodiscard]] ProcessStart FuzzCommand(const CampaignPlan& plan, const Launch& launch);

// Returns the file in which a harness that talks to a target notes what its inputs showed.
[[nodiscard]] std::filesystem::path FeatureFile(const CampaignPlan& plan);

// Returns the file that names the files of `seed_files` for libFuzzer, and what is to stand in it.
[[nodiscard]] std::filesystem::path SeedListFile(const CampaignPlan& plan);
[[nodiscard]] std::string SeedListText(const CampaignPlan& plan);

// Returns the folder of the names of all series that campaigns make on the target of the plan:
// "fuzz-1a2b3c4d", the same every night, so that its owner finds them again. Below it each start of
// a harness has a folder of its own, which no other start ever has: what is fresh has to be so even
// if nothing but the target remembers the nights before.
[[nodiscard]] std::string SeriesFolder(const CampaignPlan& plan);

// Returns how a harness is started to play the cases of earlier findings, one after the other.
[[nodiscard]] ProcessStart KnownCommand(const CampaignPlan& plan,
                                        const std::vector<std::filesystem::path>& files,
                                        const std::filesystem::path& status_file);

// Returns how a harness is started to play one input as a campaign does.
[[nodiscard]] ProcessStart ReplayCommand(const CampaignPlan& plan,
                                         const std::filesystem::path& input,
                                         const std::filesystem::path& status_file);

// Returns how a harness is started to merge the corpus into the folder `fresh`. Seeds stay out:
// they are read by every campaign anyway.
[[nodiscard]] ProcessStart MergeCommand(const CampaignPlan& plan,
                                        const std::filesystem::path& fresh);

// Returns the line for the shell that runs the harness on one input.
[[nodiscard]] std::string HarnessLine(const CampaignPlan& plan, const std::filesystem::path& input);

// Returns the line for the shell that replays a case file on the target of the plan.
[[nodiscard]] std::string ReplayLine(const CampaignPlan& plan,
                                     const std::filesystem::path& case_file);

// Where the parts of a campaign are looked for.
struct Places {
  std::string fuzzers;               // --fuzzers; empty: not given.
  std::string from_environment;      // SWC_FUZZERS; empty: not set.
  std::filesystem::path executable;  // The running program.
};

// Returns what `--list` prints: for each harness what it is for, and its program or that it is not
// built.
[[nodiscard]] std::string HarnessList(const Places& places);

// Returns the program of a harness. Error: it is nowhere; the message says how to build it.
[[nodiscard]] std::expected<std::filesystem::path, spec::Error> FindProgram(const Harness& harness,
                                                                            const Places& places);

// Returns the committed seed corpus of a harness, looked for beside `program` and in the sources
// above it; none if there is none.
[[nodiscard]] std::vector<std::filesystem::path> FindSeeds(const Harness& harness,
                                                           const std::filesystem::path& program);

// Returns the dictionary beside `program` or in the sources above it, or an empty path.
[[nodiscard]] std::filesystem::path FindDictionary(const std::filesystem::path& program);

}  // namespace swc::fuzz
