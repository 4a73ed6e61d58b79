// Runs the cases of a fuzzer against one target and keeps what it finds: each signature once, made
// as small as it can be, as a case file and a report of its own.
//
// Law: fuzzing goes on after a finding. What is found is on disk before it is run again, whole or
// not at all: files are written under another name and renamed. Until its case shows it once more,
// run by itself and waiting longer for what does not come, a finding is one that was seen once
// (seen_once.h). That is done on streams that nobody wrote to: what a case shows only beside what
// others left, it does not show by itself. A signature that an earlier
// campaign left in the folder is marked as seen again once that is so, and not made smaller.
//
// Example: FindingCollector collector(context, {.harness = "endpoint", .folder = folder});
// collector.Run(cases);
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/play/case_runner.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/smallest/visible_times.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::fuzz {

struct FindingCollectorOptions {
  std::string harness;           // Names the phase in the reports.
  std::string reproduce_target;  // For the reproduction lines: "--target t.json".
  std::string folder;            // Empty: findings are printed only.
  std::uint64_t shrink_requests = 1'000;
  // How long making smaller may take: one finding, and all that one call of Run shows.
  std::chrono::nanoseconds shrink_time = std::chrono::seconds(5);
  std::chrono::nanoseconds shrink_time_of_run = std::chrono::seconds(15);
  // How long a target that stopped answering may take to come back.
  std::chrono::nanoseconds recovery_time = std::chrono::seconds(60);
};

// What became of an earlier finding.
enum class KnownState : std::uint8_t {
  kStillOpen,    // Its case shows it; a record tells how, this time.
  kFixed,        // Its case showed it when it was found, and is answered rightly now.
  kShowsNoMore,  // Its case does not show it, but something else; or never did again by itself.
  kNotPlayed,    // Its case could not be played to its end.
};
[[nodiscard]] std::string_view ToString(KnownState state);  // "still open", ...

struct KnownResult {
  KnownState state = KnownState::kNotPlayed;
  std::string now;  // Still open: the signature by which it shows itself now, if that is another.
};

class FindingCollector {
 public:
  // Cases in a row that could not be asked before the target counts as gone.
  static constexpr std::uint64_t kInfraInARowMax = 20;
  // Targets that come back and still cannot be asked are given up after so many times.
  static constexpr int kRecoveriesMax = 5;
  // How often a case is run by itself before it counts as one that does not show its finding.
  static constexpr int kTries = 2;

  // REQUIRES: `context` and its transport outlive the collector.
  FindingCollector(conformance::CaseContext& context, FindingCollectorOptions options)
      : context_(context), options_(std::move(options)), patience_(context.read_deadline) {}

  // Plays harmless cases to see how soon values can be read, so that what does not come is not
  // waited for longer than need be from the first case on. Of a slow target only one.
  void LearnPace();

  // Runs the cases at once and keeps what is new. Returns their outcomes, or an error if the target
  // is gone or a file could not be written.
  [[nodiscard]] std::expected<std::vector<conformance::CaseOutcome>, spec::Error> Run(
      const std::vector<generators::Case>& cases);

  // Plays the case of an earlier finding, twice if need be. What was not minimal is made smaller. A
  // case that breaks its clause in another way now shows the same bug: the record of that is
  // written. REQUIRES: it says where it was seen.
  [[nodiscard]] std::expected<KnownResult, spec::Error> PlayKnown(const generators::Case& known);

 private:
  // A signature that was not known, and the case that showed it.
  struct Fresh {
    const generators::Case* test_case = nullptr;
    const conformance::CaseOutcome* outcome = nullptr;
    std::string signature;
  };

  // How often a signature was seen until its case showed it again.
  struct Sightings {
    std::uint64_t count = 0;
    bool settled = false;  // It did: nothing more is wanted.

    // Whether the case of this sighting is run again: of the first ones, and then less and less.
    [[nodiscard]] bool IsTried() const;
  };

  [[nodiscard]] std::vector<Fresh> FreshIn(const std::vector<generators::Case>& cases,
                                           const std::vector<conformance::CaseOutcome>& outcomes);
  [[nodiscard]] bool WasMinimal(const std::string& signature) const;
  // Returns the record that an earlier campaign, or this one, left of a finding that showed itself
  // again; an empty path: there is none.
  [[nodiscard]] std::filesystem::path RecordOf(const std::string& signature) const;
  // Runs the case by itself, makes it smaller within `limits`, and returns what came of it.
  [[nodiscard]] conformance::Shrunk Shrink(const Fresh& fresh, std::uint64_t requests_max,
                                           std::chrono::nanoseconds time_max);
  // Writes a finding: as `shrunk` shows it, or as seen once, after `tries` to see it again.
  [[nodiscard]] std::expected<void, spec::Error> Write(const Fresh& fresh,
                                                       const conformance::Shrunk* shrunk,
                                                       int tries) const;
  // Runs the case of a finding again by itself. Returns whether it is new and showed itself.
  [[nodiscard]] std::expected<bool, spec::Error> ShowsAgain(const Fresh& fresh);
  [[nodiscard]] std::expected<void, spec::Error> MakeSmaller(const Fresh& fresh,
                                                             std::chrono::nanoseconds time_max);
  // Keeps what is new among the findings of one call of Run.
  [[nodiscard]] std::expected<void, spec::Error> Keep(const std::vector<Fresh>& fresh);
  // Returns how long a value is waited for: as many times what is usual, if that is known.
  [[nodiscard]] std::chrono::nanoseconds PatienceFor(int times_usual,
                                                     std::chrono::nanoseconds at_least) const;
  // What is told of a target was waited for longer than what is looked at.
  [[nodiscard]] conformance::CaseContext Patient() const;
  void NotePace(const std::vector<conformance::CaseOutcome>& outcomes);

  // Returns an error if the target is gone for good.
  [[nodiscard]] std::expected<void, spec::Error> NoteHealth(
      const std::vector<generators::Case>& cases,
      const std::vector<conformance::CaseOutcome>& outcomes);
  [[nodiscard]] bool ComesBack();
  [[nodiscard]] spec::Error Gone(const std::string& reason) const;

  conformance::CaseContext& context_;
  FindingCollectorOptions options_;
  std::map<std::string, Sightings> sightings_;  // By signature.
  conformance::VisibleTimes visible_;
  std::chrono::nanoseconds patience_;  // The deadline of reads before anything was learnt.
  std::uint64_t infra_in_a_row_ = 0;
  int recoveries_in_a_row_ = 0;
  std::vector<generators::Case> suspects_;  // What was under way when the target fell silent.
};

// Returns where the campaign wants findings (SWC_FUZZ_FINDINGS), or an empty string.
[[nodiscard]] std::string FindingsFolderInEnvironment();

// Writes the files of one finding: FOLDER/<case file>.json and FOLDER/records/<case file>.json.
[[nodiscard]] std::expected<void, spec::Error> WriteFinding(const std::string& folder,
                                                            const reports::RunRecord& record);

}  // namespace swc::fuzz
