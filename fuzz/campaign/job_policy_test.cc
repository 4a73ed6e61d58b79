#include "fuzz/campaign/job_policy.h"

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "fuzz/engine/fuzzer_process.h"

namespace swc::fuzz {
namespace {

struct EndCase {
  std::string_view name;
  JobEnd end;
  JobNext next;
  bool crash;
};

void PrintTo(const EndCase& row, std::ostream* out) { *out << row.name; }

JobEnd Ended(ProcessEnd end, std::string artifact = "", std::uint64_t executions = 9) {
  return {.end = end,
          .artifact = std::move(artifact),
          .executions = executions,
          .remaining = std::chrono::seconds(60)};
}

JobEnd Stopped(JobEnd end) {
  end.stopped = true;
  return end;
}

JobEnd Complaining(JobEnd end) {
  end.complained = true;
  return end;
}

JobEnd Late(JobEnd end) {
  end.remaining = std::chrono::seconds(0);
  return end;
}

class JobEndTest : public testing::TestWithParam<EndCase> {};

TEST_P(JobEndTest, IsJudged) {
  JobPolicy policy;
  EXPECT_EQ(policy.Next(GetParam().end), GetParam().next);
  EXPECT_EQ(IsCrash(GetParam().end), GetParam().crash);
}

INSTANTIATE_TEST_SUITE_P(
    Ends, JobEndTest,
    testing::Values(
        EndCase{"TimeIsOver", Ended({.code = 0}), JobNext::kDone, false},
        EndCase{"Crash", Ended({.code = 77}, "crash-1"), JobNext::kStartAgain, true},
        EndCase{"CrashOnTheFirstInput", Ended({.code = 1}, "crash-1", 0), JobNext::kStartAgain,
                true},
        EndCase{"CrashAtTheEnd", Late(Ended({.code = 77}, "crash-1")), JobNext::kDone, true},
        EndCase{"KilledForItsMemory", Ended({.signal = 9}), JobNext::kStartAgain, true},
        EndCase{"CrashWithoutArtifact", Ended({.code = 1}), JobNext::kStartAgain, true},
        EndCase{"Interrupted", Stopped(Ended({.code = 72})), JobNext::kDone, false},
        EndCase{"KilledByTheDriver", Stopped(Ended({.signal = 9})), JobNext::kDone, false},
        EndCase{"CrashWhileInterrupted", Stopped(Ended({.code = 77}, "crash-1")), JobNext::kDone,
                true},
        EndCase{"NeverRan", Ended({.code = 127}, "", 0), JobNext::kNeverRan, false},
        EndCase{"WrongSettings", Complaining(Ended({.code = 2}, "", 0)), JobNext::kWrongSettings,
                false},
        EndCase{"WrongSettingsOnTheFirstInput", Complaining(Ended({.code = 2})),
                JobNext::kWrongSettings, false},
        EndCase{"TwoWithoutAWord", Ended({.code = 2}), JobNext::kStartAgain, true},
        EndCase{"TwoWithAnArtifact", Complaining(Ended({.code = 2}, "crash-1")),
                JobNext::kStartAgain, true},
        EndCase{"TargetGone", Ended({.code = 3}), JobNext::kCouldNotTest, false},
        EndCase{"TargetGoneAtOnce", Ended({.code = 3}, "", 0), JobNext::kCouldNotTest, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(JobPolicyTest, TheSameArtifactEndsAJob) {
  JobPolicy policy;
  for (int i = 1; i < JobPolicy::kSameArtifactMax; ++i) {
    EXPECT_EQ(policy.Next(Ended({.code = 77}, "crash-1")), JobNext::kStartAgain);
    EXPECT_EQ(policy.Next(Ended({.code = 77}, "crash-other" + std::to_string(i))),
              JobNext::kStartAgain);
  }
  EXPECT_EQ(policy.Next(Ended({.code = 77}, "crash-1")), JobNext::kSameArtifact);
}

TEST(JobPolicyTest, RestartsAreBounded) {
  JobPolicy policy;
  for (int i = 0; i < JobPolicy::kRestartsMax; ++i) {
    EXPECT_EQ(policy.Next(Ended({.code = 77}, "crash-" + std::to_string(i))), JobNext::kStartAgain);
  }
  EXPECT_EQ(policy.Next(Ended({.code = 77}, "crash-last")), JobNext::kRestartsUsedUp);
}

}  // namespace
}  // namespace swc::fuzz
