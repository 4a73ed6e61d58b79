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

// A crash on an input that lies in the corpus or the seeds.
JobEnd OnASeed(int number, bool left_out) {
  JobEnd end = Ended({.code = 77}, "crash-" + std::to_string(number));
  end.left_out = left_out;
  return end;
}

TEST(JobPolicyTest, CrashesOnWhatIsNewNeverEndAJob) {
  JobPolicy policy;
  JobEnd end = Ended({.code = 77}, "crash-1");
  end.seeds_read = true;
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(policy.Next(end), JobNext::kStartAgain);
  }
}

TEST(JobPolicyTest, SeedsThatAreLeftOutNeverEndAJob) {
  JobPolicy policy;
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(policy.Next(OnASeed(i, true)), JobNext::kStartAgain);
  }
}

TEST(JobPolicyTest, AnInputThatComesBackAlthoughItIsLeftOutEndsAJob) {
  JobPolicy policy;
  for (int i = 0; i < JobPolicy::kUselessMax; ++i) {
    EXPECT_EQ(policy.Next(OnASeed(1, true)), JobNext::kStartAgain);
  }
  EXPECT_EQ(policy.Next(OnASeed(1, true)), JobNext::kNothingNew);
}

TEST(JobPolicyTest, StartsWithoutUseAreBoundedInARow) {
  JobPolicy policy;
  const auto fail_all_but_one = [&] {
    for (int i = 1; i < JobPolicy::kUselessMax; ++i) {
      EXPECT_EQ(policy.Next(OnASeed(i, false)), JobNext::kStartAgain);
    }
  };
  fail_all_but_one();
  EXPECT_EQ(policy.Next(OnASeed(0, true)), JobNext::kStartAgain);
  fail_all_but_one();
  EXPECT_EQ(policy.Next(OnASeed(99, false)), JobNext::kNothingNew);
}

}  // namespace
}  // namespace swc::fuzz
