#include "fuzz/campaign/job_policy.h"

namespace swc::fuzz {
namespace {

// Without a word it is a crash like any other: a plugin in Go that panics ends with 2 as well.
bool HasWrongSettings(const JobEnd& end) {
  return end.artifact.empty() && end.end.code == kWrongSettingsCode && end.complained;
}

}  // namespace

bool IsCrash(const JobEnd& end) {
  if (!end.artifact.empty()) {
    return true;
  }
  // Without an artifact only the end itself tells, and a stopped harness ends as libFuzzer likes.
  return !end.stopped && !end.end.ok() && end.end.code != kCouldNotTestCode &&
         !HasWrongSettings(end) && end.executions > 0;
}

// Another job may have seen to it that the input is left out after this one had started: once.
bool JobPolicy::WasOfUse(const JobEnd& end) {
  return end.seeds_read || (end.left_out && left_out_.insert(end.artifact).second);
}

JobNext JobPolicy::Next(const JobEnd& end) {
  if (end.stopped || end.end.ok()) {
    return JobNext::kDone;
  }
  if (HasWrongSettings(end)) {
    return JobNext::kWrongSettings;
  }
  if (end.artifact.empty() && end.end.code == kCouldNotTestCode) {
    return JobNext::kCouldNotTest;
  }
  if (end.artifact.empty() && end.executions == 0) {
    return JobNext::kNeverRan;
  }
  if (end.remaining < kRemainingMin) {
    return JobNext::kDone;
  }
  useless_ = WasOfUse(end) ? 0 : useless_ + 1;
  return useless_ < kUselessMax ? JobNext::kStartAgain : JobNext::kNothingNew;
}

}  // namespace swc::fuzz
