// What becomes of a job when its harness has ended: started again, or not.
//
// Law: a crash never ends a campaign, however often it comes, and neither does it keep one busy
// with nothing else: a start is of use if it ran all inputs that there were, so that new ones were
// tried, or if it showed one that can be left out from now on. After `kUselessMax` others in a row
// the job is given up.
//
// Example: JobPolicy policy; policy.Next({.end = {.code = 77}, .artifact = "crash-1",
//          .remaining = 60s}) == JobNext::kStartAgain
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>

#include "fuzz/engine/fuzzer_process.h"

namespace swc::fuzz {

// A harness that ends with this code, and says why, was set up wrongly.
inline constexpr int kWrongSettingsCode = 2;
// A harness that ends with this code could not talk to its target.
inline constexpr int kCouldNotTestCode = 3;

enum class JobNext : std::uint8_t {
  kStartAgain,
  kDone,           // Its time is over, or it was stopped.
  kNothingNew,     // It crashes whenever it is started, before it tries anything new.
  kNeverRan,       // It ended before it executed anything, and without an artifact.
  kWrongSettings,  // It refuses its settings, which are those of all jobs.
  kCouldNotTest,   // Its target cannot be tested, so no other job can either.
};

// How one start of a harness ended.
struct JobEnd {
  ProcessEnd end;
  std::string artifact;          // Name of the file; empty: none.
  std::uint64_t executions = 0;  // Of this start.
  bool complained = false;       // It said why, in a line of its own.
  bool stopped = false;          // The driver told it to end.
  bool seeds_read = false;       // It ran all inputs that it began with.
  bool left_out = false;         // The input of the artifact is left out from now on.
  std::chrono::seconds remaining{0};
};

class JobPolicy {
 public:
  static constexpr int kUselessMax = 10;
  // A start takes a second or so; less is not worth one.
  static constexpr std::chrono::seconds kRemainingMin{2};

  [[nodiscard]] JobNext Next(const JobEnd& end);

 private:
  [[nodiscard]] bool WasOfUse(const JobEnd& end);

  int useless_ = 0;                 // In a row.
  std::set<std::string> left_out_;  // Artifacts: not more than there were inputs to begin with.
};

// Whether a harness that ended like this crashed.
[[nodiscard]] bool IsCrash(const JobEnd& end);

}  // namespace swc::fuzz
