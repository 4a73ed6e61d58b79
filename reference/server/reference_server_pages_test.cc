// Where the pages of a history begin.
#include <cstdint>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/policies.h"
#include "reference/server/reference_server.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kServerTime = 1'760'000'000;

class PagesTest : public testing::Test {
 protected:
  PagesTest() {
    std::string values;
    for (int i = 1; i <= 5; ++i) {
      values +=
          fmt::format(R"({}{{"value":{{"integerValue":{}}},"timestamp":{{"timeInSeconds":{}}}}})",
                      i > 1 ? "," : "", i, kServerTime - 10 + i);
    }
    const std::string entry =
        R"({"entryId":"e","propertyAlias":"/a","propertyValues":[)" + values + "]}";
    put_ = server_.Handle({.method = "POST",
                           .target = spec::PathOf(spec::Operation::kPut),
                           .headers = {{"content-type", "application/json"}},
                           .body = R"({"entries":[)" + entry + "]}"});
  }

  std::string Page(const std::string& token) {
    return server_
        .Handle({.method = "GET",
                 .target = spec::PathOf(spec::Operation::kHistory) +
                           "?propertyAlias=/a&maxResults=2&nextToken=" + token})
        .body;
  }

  [[nodiscard]] const spec::HttpResponse& put() const { return put_; }

 private:
  ReferenceServer server_{ServerOptionsOf(
      Policies(), nullptr, [] { return spec::Instant{.seconds = kServerTime, .nanos = 0}; })};
  spec::HttpResponse put_;
};

TEST_F(PagesTest, ATokenWithAKeyGoesOnAtThatValue) {
  ASSERT_EQ(put().status, 200) << put().body;
  const std::string page = Page(fmt::format("2/{}/0/0", kServerTime - 7));
  EXPECT_THAT(page, HasSubstr(R"("integerValue":3)"));
  EXPECT_THAT(page, HasSubstr(R"("integerValue":4)"));
  EXPECT_THAT(page, Not(HasSubstr(R"("integerValue":2)")));
}

// A server with seeded bugs issues such tokens, and what it was asked is asked a legal one too.
TEST_F(PagesTest, ATokenOfARowGoesOnAtThatRow) {
  const std::string page = Page("2");
  EXPECT_THAT(page, HasSubstr(R"("integerValue":3)"));
  EXPECT_THAT(page, HasSubstr(R"("integerValue":4)"));
  EXPECT_THAT(page, Not(HasSubstr(R"("integerValue":2)")));
}

TEST_F(PagesTest, WhatIsNoTokenOfThisServerIsRefused) {
  EXPECT_THAT(Page("x"), HasSubstr("was not issued by this server"));
}

}  // namespace
}  // namespace swc::reference
