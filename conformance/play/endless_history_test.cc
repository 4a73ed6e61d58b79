// A history whose pages have no end costs a case a few requests, and a run a few cases.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/client/read_access.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/play/paged_news.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kCase = R"({"id": "a/case", "clauses": ["quality.enum"],
  "series": {"s1": {"kind": "stream"}}, "steps": [{"put": {"entries": [{"entryId": "e", "series": "s1",
    "propertyValues": [{"value": {"doubleValue": 1.5}, "at": "now-60s", "quality": "GOOD"}]}]}}]})";

// Says of so many pages of each history that another one follows, and then shows the same.
class RepeatingServer {
 public:
  explicit RepeatingServer(int pages) : pages_(pages) {}

  spec::HttpResponse Handle(spec::HttpRequest request) {
    if (spec::OperationOf(request) != spec::Operation::kHistory) {
      return server_.Handle(request);
    }
    ++histories_;
    constexpr std::string_view kToken = "&nextToken=";
    const std::size_t token = request.target.find(kToken);
    const int page =
        token == std::string::npos ? 0 : std::stoi(request.target.substr(token + kToken.size()));
    request.target.resize(std::min(token, request.target.size()));
    spec::HttpResponse response = server_.Handle(request);
    if (response.status == 200 && page + 1 < pages_) {
      response.body.pop_back();
      response.body += fmt::format(R"(,"nextToken":"{}"}})", page + 1);
    }
    return response;
  }

  [[nodiscard]] int histories() const { return histories_; }

 private:
  reference::ReferenceServer server_{{.now = [] { return spec::kFixedNow; }}};
  int pages_;
  int histories_ = 0;
};

class EndlessHistoryTest : public testing::Test {
 protected:
  explicit EndlessHistoryTest(int pages) : server_(pages) {}

  CaseOutcome Play() {
    const auto test_case = generators::ParseCase(kCase, "test");
    EXPECT_TRUE(test_case) << test_case.error().message;
    return Finish(session_.transport(), RunCase(session_.context(), *test_case));
  }
  static std::string Kinds(const CaseOutcome& outcome) {
    std::string kinds;
    for (const ShownDeviation& shown : outcome.deviations) {
      kinds += shown.deviation.Signature() + " ";
    }
    return kinds;
  }

  RepeatingServer server_;
  ReadAccess reads_;
  InProcessSession session_{
      InProcessTarget(reference::ExampleDirectory()),
      [this](const spec::HttpRequest& request) { return server_.Handle(request); },
      [] { return spec::kFixedNow; }, 0};
};

class EndlessTest : public EndlessHistoryTest {
 protected:
  EndlessTest() : EndlessHistoryTest(1'000'000) {}
};

// A batch read whose pages begin again, or name a next one without anything on it.
class EndlessBatchTest : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Pages, EndlessBatchTest, testing::Bool());

TEST_P(EndlessBatchTest, EndsTheCase) {
  constexpr std::string_view kBatchCase =
      R"({"id": "a/case", "clauses": ["read.batch.agrees"], "series": {"s1": {"kind": "stream"}},
        "steps": [{"put": {"entries": [{"entryId": "e", "series": "s1", "propertyValues": [
          {"value": {"doubleValue": 1.5}, "at": "now-60s", "quality": "GOOD"}]}]}},
          {"batch_latest": {"series": ["s1"]}}]})";
  const auto test_case = generators::ParseCase(kBatchCase, "test");
  ASSERT_TRUE(test_case) << test_case.error().message;
  reference::ReferenceServer server({.now = [] { return spec::kFixedNow; }});
  int batches = 0;
  InProcessSession session{
      InProcessTarget(reference::ExampleDirectory()),
      [&](const spec::HttpRequest& request) {
        if (spec::OperationOf(request) != spec::Operation::kBatchLatest) {
          return server.Handle(request);
        }
        if (++batches > 1 && GetParam()) {
          return spec::HttpResponse{
              .status = 200,
              .headers = {{"Content-Type", "application/json"}},
              .body =
                  R"({"successEntries":[],"errorEntries":[],"skippedEntries":[],"nextToken":"a"})"};
        }
        spec::HttpRequest first = request;
        const std::size_t token = first.body.find(R"(,"nextToken":"a")");
        first.body.erase(std::min(token, first.body.size()),
                         std::string_view(R"(,"nextToken":"a")").size());
        spec::HttpResponse response = server.Handle(first);
        response.body.pop_back();
        response.body += R"(,"nextToken":"a"})";
        return response;
      },
      [] { return spec::kFixedNow; }, 0};
  const CaseOutcome outcome = Finish(session.transport(), RunCase(session.context(), *test_case));
  ASSERT_FALSE(outcome.deviations.empty());
  EXPECT_EQ(outcome.deviations.front().deviation.Signature(),
            "read.batch.agrees|endless|/nextToken");
  EXPECT_LE(batches, 200);
}

class RepeatedTest : public EndlessHistoryTest {
 protected:
  RepeatedTest() : EndlessHistoryTest(3) {}
};

TEST_F(EndlessTest, EndsTheCaseAfterAFewPages) {
  const CaseOutcome outcome = Play();
  EXPECT_THAT(Kinds(outcome), HasSubstr("read.history.paging|endless"));
  EXPECT_NE(outcome.As<CaseOutcome::TargetFailed>(), nullptr);
  EXPECT_EQ(server_.histories(), PagedNews::kPagesMax + 1);
}

TEST_F(EndlessTest, IsNotAskedAnyMoreAfterAFewCases) {
  session_.context().reads = &reads_;
  for (int i = 0; i < ReadAccess::kEndlessMax; ++i) {
    (void)Play();
  }
  EXPECT_THAT(reads_.WhyDead(spec::Operation::kHistory), HasSubstr("pages without an end"));
  const int asked = server_.histories();
  EXPECT_THAT(Kinds(Play()), IsEmpty());
  EXPECT_EQ(server_.histories(), asked);
}

TEST_F(RepeatedTest, PagesThatComeToAnEndAreReadToIt) {
  const CaseOutcome outcome = Play();
  EXPECT_EQ(outcome.As<CaseOutcome::TargetFailed>(), nullptr);
  EXPECT_THAT(Kinds(outcome), testing::Not(HasSubstr("endless")));
}

}  // namespace
}  // namespace swc::conformance
