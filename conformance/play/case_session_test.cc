#include "conformance/play/case_session.h"

#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generators/case/case.h"

namespace swc::conformance {
namespace {

using testing::MatchesRegex;
using testing::StartsWith;

TEST(CaseSessionTest, TheNamesOfAllSeriesLieInTheFolderThatIsGiven) {
  const auto plain = CaseSession::Begin({});
  const auto first = CaseSession::Begin({}, {.names_below = "fuzz-1a2b3c4d"});
  const auto second = CaseSession::Begin({}, {.names_below = "fuzz-1a2b3c4d"});
  ASSERT_TRUE(plain && first && second);
  EXPECT_THAT((*plain)->context().leases.run(), MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT((*first)->context().leases.run(), MatchesRegex("fuzz-1a2b3c4d/[0-9a-f]{16}"));
  EXPECT_NE((*first)->context().leases.run(), (*second)->context().leases.run());
  const auto test_case = generators::ParseCase(
      std::string_view(R"({"id": "a/b", "title": "t", "clauses": ["store.acknowledged"],
                           "series": {"s1": {"kind": "stream"}},
                           "steps": [{"put": {"entries": []}}]})"),
      "test");
  ASSERT_TRUE(test_case);
  const auto lease = (*first)->context().leases.Take(*test_case);
  ASSERT_TRUE(lease);
  EXPECT_THAT(lease->series.at("s1").names.alias.value_or(""),
              StartsWith("/sitewise-conformance/fuzz-1a2b3c4d/"));
  (*first)->context().leases.Return(*lease);
}

}  // namespace
}  // namespace swc::conformance
