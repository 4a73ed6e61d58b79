#include "reference/model/refusal_messages.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/answers.h"
#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

constexpr spec::Instant kMessageTime{.seconds = 1'760'000'000, .nanos = 0};

// Returns the answer to a put with this body.
std::string AnswerTo(std::string_view body, const Policies& policies = {}) {
  const Store store;
  const Directory directory = ExampleDirectory();
  const Reading reading =
      ParsePut({.headers = {{"Content-Type", "application/json"}}, .body = std::string(body)},
               {.directory = directory,
                .series = store,
                .now_earliest = kMessageTime,
                .now_latest = kMessageTime});
  return AnswerOf(PlanPut(reading, policies), policies).body;
}

std::string EntryWith(std::string_view values) {
  return fmt::format(
      R"({{"entries":[{{"entryId":"e1","propertyAlias":"/a","propertyValues":[{}]}}]}})", values);
}

std::string ValueOf(std::string_view variant, std::int64_t seconds = kMessageTime.seconds) {
  return fmt::format(R"({{"value":{},"timestamp":{{"timeInSeconds":{}}}}})", variant, seconds);
}

TEST(RefusalMessagesTest, EachClauseThatCanBeBrokenHasOneWithoutGaps) {
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (clause.reject.request_statuses.empty() && clause.reject.entry_codes.empty()) {
      continue;
    }
    const Violation violation(clause);
    EXPECT_THAT(RefusalMessage(violation), Not(StartsWith(":"))) << clause.id;
    EXPECT_THAT(RefusalMessage(violation), MatchesRegex("[^{}]+")) << clause.id;
  }
}

TEST(RefusalMessagesTest, TheySpeakOfTheRequest) {
  EXPECT_THAT(AnswerTo("{"), HasSubstr(R"("message":"the body is not JSON")"));
  EXPECT_THAT(AnswerTo("{}"), HasSubstr(R"("message":"/entries: the request has no entries")"));
  EXPECT_THAT(AnswerTo(EntryWith(ValueOf(R"({"doubleValue":1})", kMessageTime.seconds - 700'000))),
              HasSubstr("the timestamp 1759300000 is more than 7 days old"));
  Policies fixed;
  EXPECT_TRUE(fixed.Set("value.type.stream=fixed").has_value());
  EXPECT_THAT(AnswerTo(EntryWith(ValueOf(R"({"integerValue":1})") + "," +
                                 ValueOf(R"({"doubleValue":1.5})", kMessageTime.seconds - 1)),
                       fixed),
              HasSubstr(R"("errorMessage":"the stream is INTEGER, the value DOUBLE")"));
}

}  // namespace
}  // namespace swc::reference
