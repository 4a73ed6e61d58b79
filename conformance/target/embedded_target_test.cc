// What the embedded server keeps, and what it forgets.
#include "conformance/target/embedded_target.h"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/finish.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr spec::Instant kNow{.seconds = 1'760'000'000, .nanos = 0};

class EmbeddedTargetTest : public testing::Test {
 protected:
  void SetUp() override {
    auto started = StartEmbeddedTarget(kNow, /*connections=*/1);
    ASSERT_TRUE(started) << started.error().message;
    embedded_ = *std::move(started);
  }

  [[nodiscard]] std::string BodyOf(spec::HttpRequest request) const {
    request.headers = {{"content-type", "application/json"}};
    auto send = [](Transport& transport, spec::HttpRequest to_send) -> Task<Exchange> {
      Exchange done = co_await SendRequest(transport, std::move(to_send));
      co_return done;
    };
    const Exchange exchange =
        Finish(*embedded_.transport, send(*embedded_.transport, std::move(request)));
    return exchange.response ? exchange.response->body : exchange.failure_detail;
  }
  [[nodiscard]] std::string Put(const std::string& alias) const {
    return BodyOf(
        {.method = "POST",
         .target = "/properties",
         .headers = {},
         .body = fmt::format(
             R"({{"entries": [{{"entryId": "e", "propertyAlias": "{}", "propertyValues": )"
             R"([{{"value": {{"doubleValue": 1.5}}, "timestamp": {{"timeInSeconds": {}}}}}]}}]}})",
             alias, kNow.seconds)});
  }
  [[nodiscard]] std::string Latest(const std::string& alias) const {
    return BodyOf({.method = "GET",
                   .target = "/properties/latest?propertyAlias=" + alias,
                   .headers = {},
                   .body = ""});
  }

  EmbeddedTarget& embedded() { return embedded_; }

 private:
  EmbeddedTarget embedded_;
};

TEST_F(EmbeddedTargetTest, ItForgetsTheSeriesThatIsNamedAndNoOther) {
  EXPECT_THAT(Put("a"), HasSubstr(R"("errorEntries":[])"));
  EXPECT_THAT(Put("b"), HasSubstr(R"("errorEntries":[])"));
  EXPECT_THAT(Latest("a"), HasSubstr("1.5"));
  ASSERT_TRUE(embedded().target.forget);
  embedded().target.forget(reference::SeriesOfStream("a"));
  EXPECT_THAT(Latest("a"), Not(HasSubstr("1.5")));
  EXPECT_THAT(Latest("b"), HasSubstr("1.5"));
}

}  // namespace
}  // namespace swc::conformance
