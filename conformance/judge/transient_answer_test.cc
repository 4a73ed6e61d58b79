#include "conformance/judge/transient_answer.h"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

spec::HttpResponse Error(int status, std::string name) {
  return {.status = status, .headers = {{"X-Amzn-Errortype", std::move(name)}}, .body = "{}"};
}

spec::HttpResponse WithEntryCode(std::string_view code) {
  return {.status = 200,
          .headers = {},
          .body = R"({"errorEntries":[{"entryId":"e","errors":[{"errorCode":")" +
                  std::string(code) + R"(","errorMessage":"m","timestamps":[]}]}]})"};
}

// F203: the list of common errors gives the name status 400, the operation's page 429.
TEST(TransientAnswerTest, TheNameSaysThrottlingWhateverTheStatus) {
  for (const int status : {400, 429, 503}) {
    EXPECT_TRUE(IsThrottling(Error(status, "ThrottlingException"))) << status;
  }
  EXPECT_TRUE(IsThrottling(Error(400, "com.amazonaws.iotsitewise#ThrottlingException:http://a")));
  EXPECT_TRUE(IsThrottling(Error(429, "")));
  EXPECT_TRUE(IsThrottling(WithEntryCode("ThrottlingException")));
}

TEST(TransientAnswerTest, OtherErrorsAreNoThrottling) {
  EXPECT_FALSE(IsThrottling(Error(400, "InvalidRequestException")));
  EXPECT_FALSE(IsThrottling(Error(503, "ServiceUnavailableException")));
  EXPECT_FALSE(IsThrottling(WithEntryCode("InternalFailureException")));
  EXPECT_FALSE(IsThrottling({.status = 200, .headers = {}, .body = R"({"errorEntries":[]})"}));
}

// U29: an eleventh value of a second may be refused so, and then trying again is no use.
TEST(TransientAnswerTest, AQuotaThatIsBrokenMayBeAnsweredByThrottlingTheRequest) {
  reference::Reading reading;
  EXPECT_FALSE(IsQuotaAnswer(reading, Error(429, "ThrottlingException")));
  reading.violations.emplace_back(spec::ClauseId("quota.points-per-second"),
                                  reference::RequestPlace{.scope = spec::Scope::kValue});
  EXPECT_TRUE(IsQuotaAnswer(reading, Error(429, "ThrottlingException")));
  EXPECT_TRUE(IsQuotaAnswer(reading, Error(400, "ThrottlingException")));
  EXPECT_FALSE(IsQuotaAnswer(reading, Error(400, "InvalidRequestException")));
}

}  // namespace
}  // namespace swc::conformance
