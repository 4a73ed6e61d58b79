#include "conformance/tally/clause_verdict.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;

const spec::Clause& BothSides() { return spec::Catalogue::Get().At("entries.max"); }
const spec::Clause& Free() { return spec::Catalogue::Get().At("read.history.default-quality"); }
const spec::Clause& NeedsReads() { return spec::Catalogue::Get().At("store.acknowledged"); }

ClauseContext WithAll() {
  return {.capabilities = {"reads", "reads.history", "reads.latest", "reads.batch", "alias"}};
}

TEST(VerdictOfTest, PassNeedsEverySide) {
  EXPECT_EQ(VerdictOf(BothSides(), {.accepted = 1, .rejected = 1, .cases = 2}, WithAll()).verdict,
            Verdict::kPass);
  const auto half = VerdictOf(BothSides(), {.accepted = 1, .cases = 1}, WithAll());
  EXPECT_EQ(half.verdict, Verdict::kUntested);
  EXPECT_EQ(half.reason, "not exercised on the rejecting side");
}

TEST(VerdictOfTest, AFreeClauseNeedsAChoice) {
  EXPECT_EQ(VerdictOf(Free(), {.observed = 9, .cases = 9}, WithAll()).verdict, Verdict::kUntested);
  const auto chosen = VerdictOf(Free(), {.choices = {{"all", "case"}}, .cases = 1}, WithAll());
  EXPECT_EQ(chosen.verdict, Verdict::kFree);
  EXPECT_THAT(chosen.alternatives, ElementsAre("all"));
}

TEST(VerdictOfTest, WhatCouldNotBeAskedIsNoPass) {
  const auto record = VerdictOf(
      BothSides(), {.accepted = 1, .rejected = 1, .cases = 2, .infra = "status 503"}, WithAll());
  EXPECT_EQ(record.verdict, Verdict::kInfra);
  EXPECT_EQ(record.reason, "status 503");
}

TEST(VerdictOfTest, AnAnswerAloneShowsNotWhatIsStored) {
  const ClauseEvidence evidence{.accepted = 5, .cases = 5};
  EXPECT_EQ(VerdictOf(NeedsReads(), evidence, WithAll()).verdict, Verdict::kPass);
  const auto without = VerdictOf(NeedsReads(), evidence, {});
  EXPECT_EQ(without.verdict, Verdict::kUntested);
  EXPECT_EQ(without.reason, "the target lacks: reads.history");
  ClauseContext dead = WithAll();
  dead.blocked = {{"reads.history", "it is answered by 422"}};
  const auto blocked = VerdictOf(NeedsReads(), evidence, dead);
  EXPECT_EQ(blocked.verdict, Verdict::kBlocked);
  EXPECT_EQ(blocked.reason, "it is answered by 422");
}

TEST(VerdictOfTest, ReasonsAreTrue) {
  const auto reason = [](ClauseEvidence evidence, ClauseContext context) {
    return VerdictOf(BothSides(), evidence, context).reason;
  };
  EXPECT_EQ(reason({.missing = {"a moon"}}, WithAll()), "the target lacks: a moon");
  // A case that ran shows that the target has what the clause needs.
  EXPECT_EQ(reason({.accepted = 1, .cases = 1, .missing = {"a moon"}}, WithAll()),
            "not exercised on the rejecting side");
  EXPECT_EQ(reason({.cases = 1, .spoilt = "read.history.shape"}, WithAll()),
            "not exercised on the accepting side: cases about it showed a fault in "
            "read.history.shape first");
  ClauseContext cut = WithAll();
  cut.cut = "interrupted";
  EXPECT_EQ(reason({}, cut), "not exercised: interrupted");
  EXPECT_THAT(VerdictOf(BothSides(), {.cases = 1, .blocked = "it hangs"}, WithAll()).reason,
              HasSubstr("it hangs"));
}

}  // namespace
}  // namespace swc::conformance
