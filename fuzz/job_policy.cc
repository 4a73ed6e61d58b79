#include "fuzz/job_policy.h"

namespace swc::fuzz {

bool IsCrash(const JobEnd& end) {
  if (!end.artifact.empty()) {
    return true;
  }
  // Without an artifact only the end itself tells, and a stopped harness ends as libFuzzer likes.
  return !end.stopped && !end.end.ok() && end.end.code != kCouldNotTestCode && end.executions > 0;
}

JobNext JobPolicy::Next(const JobEnd& end) {
  if (!end.artifact.empty() && ++artifacts_[end.artifact] >= kSameArtifactMax) {
    return JobNext::kSameArtifact;
  }
  if (end.stopped || end.end.ok()) {
    return JobNext::kDone;
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
  return restarts_++ < kRestartsMax ? JobNext::kStartAgain : JobNext::kRestartsUsedUp;
}

}  // namespace swc::fuzz
