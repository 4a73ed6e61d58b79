#include "conformance/run/refused_history.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/client/read_access.h"
#include "conformance/client/reads_seen.h"
#include "conformance/judge/observations.h"
#include "conformance/net/direct_transport.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/run/run.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "reference/server/reference_server.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

using spec::Operation;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Exchange HistoryAnswered(int status) {
  return {.request = {.method = "GET", .target = spec::PathOf(Operation::kHistory) + "?a=b"},
          .response = spec::HttpResponse{.status = status, .body = "{}"}};
}

// A case of which a value cannot be read, for the history answered with `status`.
CaseOutcome Unread(int status) {
  Observations observations;
  observations.Deviate("store.acknowledged", "missing", "", "this", "that");
  CaseOutcome outcome;
  outcome.deviations.push_back(
      {.deviation = observations.deviations.front(), .exchange = HistoryAnswered(status)});
  return outcome;
}

class RefusedHistoryTest : public testing::Test {
 protected:
  // Notes cases about so many clauses. Returns what was said.
  std::string Note(std::size_t cases, std::size_t clauses, int status) {
    std::string said;
    for (std::size_t i = 0; i < cases; ++i) {
      said += refused_.Note({.id = fmt::format("clause.{}/{}", i % clauses, i)}, Unread(status),
                            seen_, access_);
    }
    return said;
  }

  RefusedHistory refused_;
  ReadsSeen seen_;
  ReadAccess access_;
};

constexpr std::size_t kEnough = RefusedHistory::kCasesToBury;
constexpr std::size_t kClauses = RefusedHistory::kClausesToBury;

TEST_F(RefusedHistoryTest, IsDeadAfterManyUnlikeCasesWithTheSameAnswer) {
  EXPECT_THAT(Note(kEnough - 1, kClauses, 422), IsEmpty());
  EXPECT_THAT(access_.WhyDead(Operation::kHistory), IsEmpty());
  EXPECT_THAT(Note(kEnough, kClauses, 422), HasSubstr("422"));
  EXPECT_THAT(access_.WhyDead(Operation::kHistory), HasSubstr("refused in every case: 422"));
  EXPECT_FALSE(access_.TakeEvidence(Operation::kHistory));
  EXPECT_THAT(Note(kEnough, kClauses, 422), IsEmpty());  // Said once.
}

TEST_F(RefusedHistoryTest, LivesIfTheCasesAreAlike) {
  EXPECT_THAT(Note(2 * kEnough, kClauses - 1, 422), IsEmpty());
}

TEST_F(RefusedHistoryTest, LivesIfTheAnswersDiffer) {
  EXPECT_THAT(Note(kEnough - 1, kClauses, 422), IsEmpty());
  EXPECT_THAT(Note(kEnough - 1, kClauses, 404), IsEmpty());
  EXPECT_THAT(Note(kEnough - 1, kClauses, 422), IsEmpty());
}

TEST_F(RefusedHistoryTest, LivesIfItIsAnsweredBetweenThem) {
  EXPECT_THAT(Note(kEnough - 1, kClauses, 422), IsEmpty());
  seen_.Note(HistoryAnswered(200));
  EXPECT_THAT(Note(kEnough - 1, kClauses, 422), IsEmpty());
}

// Notes what a run says.
class Headlines : public reports::RunListener {
 public:
  void Said(std::string_view headline) override { said.emplace_back(headline); }
  std::vector<std::string> said;
};

// A run of a server that refuses each history for which `refuses` is true.
template <typename Refuses>
reports::RunRecord RunWhere(const Refuses& refuses, std::vector<std::string> only,
                            Headlines& headlines) {
  reference::ReferenceServer server(
      reference::ServerOptionsOf({}, nullptr, [] { return spec::kFixedNow; }));
  DirectTransport transport(
      [&](const spec::HttpRequest& request) {
        return spec::OperationOf(request) == Operation::kHistory && refuses(request)
                   ? spec::HttpResponse{.status = 422, .body = "{}"}
                   : server.Handle(request);
      },
      {.wall_start = spec::kFixedNow, .frozen_wall = true});
  RunOptions options;
  options.phases = {"directed"};
  options.selection.only = std::move(only);
  options.shrink_requests = 0;
  options.run_id = "refused";
  return Run(options, InProcessTarget(server.directory()), transport, ServerClock::Shared(),
             headlines);
}

// As a server that knows no page of a thousand values: the preflight asks without a number.
TEST(RefusedHistoryRunTest, BlocksWhatDependsOnItAndIsNeverGreen) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "half a minute, and the test below plays the same";
  }
  Headlines headlines;
  const reports::RunRecord record = RunWhere(
      [](const spec::HttpRequest& request) { return request.target.contains("maxResults="); },
      {"quality", "partial"}, headlines);
  EXPECT_THAT(headlines.said, Contains(HasSubstr("not asked any more")));
  EXPECT_EQ(record.verdict, reports::RunVerdict::kDeviates);
  EXPECT_GT(reports::CountClauses(record, reports::Verdict::kBlocked), 0U);
}

TEST(RefusedHistoryRunTest, AsksOnWhereSomeHistoriesAreAnswered) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "a long run; the build without sanitizers shows it";
  }
  Headlines headlines;
  std::size_t asked = 0;
  const reports::RunRecord record = RunWhere(
      [&](const spec::HttpRequest& request) {
        return request.target.contains("maxResults=") && ++asked % kEnough != 0;
      },
      {"quality"}, headlines);
  EXPECT_EQ(record.verdict, reports::RunVerdict::kDeviates);
  EXPECT_THAT(headlines.said, Not(Contains(HasSubstr("not asked any more"))));
}

}  // namespace
}  // namespace swc::conformance
