// What becomes of a job when its harness has ended: started again, or not.
//
// Law: a crash never ends a campaign, and neither does it keep one busy with nothing else: a job
// is started again `kRestartsMax` times at most, and not again once it wrote the same artifact
// `kSameArtifactMax` times (then the input lies in the corpus or the seeds, and every start fails).
//
// Example: JobPolicy policy; policy.Next({.end = {.code = 77}, .artifact = "crash-1",
//          .remaining = 60s}) == JobNext::kStartAgain
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "fuzz/engine/fuzzer_process.h"

namespace swc::fuzz {

// A harness that ends with this code, and says why, was set up wrongly.
inline constexpr int kWrongSettingsCode = 2;
// A harness that ends with this code could not talk to its target.
inline constexpr int kCouldNotTestCode = 3;

enum class JobNext : std::uint8_t {
  kStartAgain,
  kDone,            // Its time is over, or it was stopped.
  kRestartsUsedUp,  // It crashed too often.
  kSameArtifact,    // It crashes on the same input whenever it is started.
  kNeverRan,        // It ended before it executed anything, and without an artifact.
  kWrongSettings,   // It refuses its settings, which are those of all jobs.
  kCouldNotTest,    // Its target cannot be tested, so no other job can either.
};

// How one start of a harness ended.
struct JobEnd {
  ProcessEnd end;
  std::string artifact;          // Name of the file; empty: none.
  std::uint64_t executions = 0;  // Of this start.
  bool complained = false;       // It said why, in a line of its own.
  bool stopped = false;          // The driver told it to end.
  std::chrono::seconds remaining{0};
};

class JobPolicy {
 public:
  static constexpr int kRestartsMax = 50;
  static constexpr int kSameArtifactMax = 3;
  // A start takes a second or so; less is not worth one.
  static constexpr std::chrono::seconds kRemainingMin{2};

  [[nodiscard]] JobNext Next(const JobEnd& end);

 private:
  int restarts_ = 0;
  std::map<std::string, int> artifacts_;  // At most `kRestartsMax`.
};

// Whether a harness that ended like this crashed.
[[nodiscard]] bool IsCrash(const JobEnd& end);

}  // namespace swc::fuzz
