// What a target answers when it is asked again with one thing changed, and what a run makes of it.
#include "conformance/diagnosis/asking_again.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/fixed_cases.h"
#include "conformance/net/finish.h"
#include "conformance/play/in_process_session.h"
#include "conformance/run/run.h"
#include "conformance/selftest/selftest.h"
#include "conformance/target/target.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "reports/run_record.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const reference::Mutant* NullQuality() { return reference::FindMutant("null-quality-refused"); }

constexpr std::string_view kNullQualityCase = "wire.member.null-is-absent/quality";
constexpr std::string_view kRefusedNull = "wire.member.null-is-absent|reported|/entries/*";

// Asks a server with that bug.
class Asked {
 public:
  [[nodiscard]] std::vector<AnswerWithout> About(std::string_view case_id,
                                                 std::string_view signature,
                                                 std::uint64_t requests_end) {
    return Finish(session_.transport(),
                  AskAgain(session_.context(), *FindFixedCase(std::string(case_id)),
                           std::string(signature), {.requests_end = requests_end}));
  }
  [[nodiscard]] std::uint64_t requests() { return session_.context().client.requests(); }

 private:
  reference::ReferenceServer server_{
      reference::ServerOptionsOf({}, NullQuality(), [] { return spec::kFixedNow; })};
  InProcessSession session_{
      InProcessTarget(server_.directory()),
      [this](const spec::HttpRequest& request) { return server_.Handle(request); },
      [] { return spec::kFixedNow; }, 0};
};

TEST(AskAgainTest, WhatWasLeftOutIsTheCauseIfItThenSucceeds) {
  const std::vector<AnswerWithout> answers = Asked().About(kNullQualityCase, kRefusedNull, 1'000);
  const auto nulls = std::ranges::find(answers, "the null members", &AnswerWithout::words);
  ASSERT_NE(nulls, answers.end());
  EXPECT_TRUE(nulls->right);
  EXPECT_THAT(nulls->shows, IsEmpty());
}

TEST(AskAgainTest, NothingFollowsFromACaseThatDoesNotShowItAgain) {
  Asked asked;
  EXPECT_THAT(asked.About(kNullQualityCase, "store.stays|missing|", 1'000), IsEmpty());
}

TEST(AskAgainTest, WithoutRequestsNothingIsAsked) {
  Asked asked;
  EXPECT_THAT(asked.About(kNullQualityCase, kRefusedNull, 0), IsEmpty());
  EXPECT_EQ(asked.requests(), 0U);
}

// Counts the phases in which a run asks again.
class Phases : public reports::RunListener {
 public:
  void PhaseStarted(std::string_view phase, std::uint64_t /*cases*/) override {
    names.emplace_back(phase);
  }
  std::vector<std::string> names;
};

// A run of a few cases, in which diagnosis does not know the bug.
reports::RunRecord RunOf(const reference::Mutant* mutant, Phases& phases, bool diagnosis = true) {
  RunOptions options;
  options.phases = {"directed"};
  options.selection.only = {"wire.member.null-is-absent"};
  options.shrink_requests = 0;
  options.withheld = {NullQuality(), reference::FindMutant("null-offset-refused")};
  options.diagnosis = diagnosis;
  return RunInProcess(std::move(options), {}, mutant, phases);
}

TEST(AskAgainTest, ARunTellsIt) {
  Phases phases;
  const reports::RunRecord record = RunOf(NullQuality(), phases);
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_THAT(record.causes[0].diagnosis, HasSubstr("is gone without the null members"));
  EXPECT_THAT(phases.names, Contains("ask again"));
}

TEST(AskAgainTest, ARunWithoutFindingsAsksNothing) {
  Phases phases;
  const reports::RunRecord record = RunOf(nullptr, phases);
  EXPECT_THAT(record.causes, IsEmpty());
  EXPECT_THAT(phases.names, Not(Contains("ask again")));
}

TEST(AskAgainTest, WithoutDiagnosisNothingIsAsked) {
  Phases phases;
  const reports::RunRecord record = RunOf(NullQuality(), phases, /*diagnosis=*/false);
  EXPECT_THAT(record.causes, SizeIs(1));
  EXPECT_THAT(phases.names, Not(Contains("ask again")));
}

}  // namespace
}  // namespace swc::conformance
