// What a preflight makes of reads that are absent, refuse, or show nothing.

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/preflight/preflight.h"
#include "conformance/preflight/preflight_testing.h"
#include "conformance/target/target.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using spec::Operation;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const spec::HttpResponse kUnknownPath{.status = 404};
const spec::HttpResponse kRefusal{.status = 422,
                                  .headers = {{"X-Amzn-Errortype", "ValidationException"}}};
const spec::HttpResponse kNoValue{.status = 200, .body = "{}"};

class PreflightOfEachReadTest : public testing::TestWithParam<Operation> {};

TEST_P(PreflightOfEachReadTest, AReadThatDoesNotExistIsNotAskedAgain) {
  PreflightBench bench;
  bench.AnswerWith(GetParam(), kUnknownPath);
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, IsEmpty());
  EXPECT_THAT(found.headline, StartsWith(spec::MethodOf(GetParam())));
  EXPECT_THAT(found.headline, HasSubstr("the target has no such operation (status 404)"));
  EXPECT_EQ(bench.access().WhyDead(GetParam()), found.headline);
  EXPECT_FALSE(bench.access().TakeEvidence(GetParam()));
}

TEST_P(PreflightOfEachReadTest, ARefusalIsAskedForEvidence) {
  PreflightBench bench;
  bench.AnswerWith(GetParam(), kRefusal);
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, IsEmpty());
  EXPECT_THAT(found.headline,
              HasSubstr("an ordinary read of a stored value: status 422 ValidationException"));
  EXPECT_EQ(bench.access().WhyDead(GetParam()), found.headline);
  EXPECT_TRUE(bench.access().TakeEvidence(GetParam()));
}

// Reads may lag behind: one that shows nothing while others do proves nothing yet.
TEST_P(PreflightOfEachReadTest, AReadThatShowsNothingYetIsLeftToTheCases) {
  PreflightBench bench;
  bench.AnswerWith(GetParam(), kNoValue);
  ExpectNothingWrong(bench.Run());
  EXPECT_THAT(bench.access().WhyDead(GetParam()), IsEmpty());
  EXPECT_GT(bench.Asked(GetParam()), 2);
  EXPECT_LT(bench.took(), std::chrono::seconds(2));
}

TEST_P(PreflightOfEachReadTest, AReadThatIsSaidToBeAbsentIsNotTried) {
  PreflightBench bench;
  bench.AnswerWith(GetParam(), kUnknownPath);
  bench.target().no_reads.insert(GetParam());
  ExpectNothingWrong(bench.Run());
  EXPECT_TRUE(bench.access().IsExcluded(GetParam()));
  // The first request of all is a read of the current value: any answer has the date.
  EXPECT_EQ(bench.Asked(GetParam()), GetParam() == Operation::kLatest ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(All, PreflightOfEachReadTest, testing::ValuesIn(kReads),
                         [](const auto& row) { return std::string(spec::NameOf(row.param)); });

void AnswerReadsWith(PreflightBench& bench, const spec::HttpResponse& response) {
  for (const Operation read : kReads) {
    bench.AnswerWith(read, response);
  }
}

void ExpectAllDead(PreflightBench& bench) {
  const Preflight found = bench.Run();
  EXPECT_THAT(found.could_not_test, IsEmpty());
  EXPECT_THAT(found.headline, StartsWith("nothing that is stored can be read: "));
  for (const Operation read : kReads) {
    EXPECT_THAT(bench.access().WhyDead(read), HasSubstr(spec::PathOf(read)));
  }
  EXPECT_THAT(found.headline, HasSubstr(bench.access().WhyDead(kReads.front())));
  EXPECT_THAT(found.headline, EndsWith(", and 3 other reads"));
}

TEST(PreflightReadsTest, WithoutAnyReadNothingCanBeRead) {
  PreflightBench bench;
  AnswerReadsWith(bench, kUnknownPath);
  ExpectAllDead(bench);
}

TEST(PreflightReadsTest, WhereAllReadsRefuseNothingCanBeRead) {
  PreflightBench bench;
  AnswerReadsWith(bench, kRefusal);
  ExpectAllDead(bench);
}

TEST(PreflightReadsTest, AValueThatShowsNowhereIsWaitedForUntilTheDeadline) {
  PreflightBench bench;
  AnswerReadsWith(bench, kNoValue);
  ExpectAllDead(bench);
  EXPECT_GE(bench.took(), PreflightPlan().read_deadline);
  EXPECT_LT(bench.took(), PreflightPlan().read_deadline + std::chrono::seconds(1));
}

TEST(PreflightReadsTest, WithAllReadsExcludedThereIsNothingToTry) {
  PreflightBench bench;
  bench.target().no_reads = {kReads.begin(), kReads.end()};
  ExpectNothingWrong(bench.Run());
}

}  // namespace
}  // namespace swc::conformance
