#include "conformance/net/added_headers.h"

#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(AddedHeadersTest, NameAndValueStandBeforeAndBehindTheColon) {
  EXPECT_EQ(ParseHeader("x-api-key:  a:b \t"),
            (std::pair(std::string("x-api-key"), std::string("a:b"))));
  EXPECT_EQ(ParseHeader("x:")->second, "");
}

TEST(AddedHeadersTest, WhatIsNoHeaderIsNotRepeated) {
  const auto none = ParseHeader("s3cret");
  ASSERT_FALSE(none.has_value());
  EXPECT_THAT(none.error(), Not(HasSubstr("s3cret")));
}

TEST(AddedHeadersTest, NamesOfOthersAreFree) {
  for (const std::string_view name : {"x-api-key", "X_Tenant", "Authorization", "x-amz-target"}) {
    EXPECT_THAT(WhyNoHeaderName(name, false), IsEmpty()) << name;
  }
}

TEST(AddedHeadersTest, NamesThatTheSuiteSetsAreRefused) {
  for (const std::string_view name : {"Host", "content-length", "Content-Type", "Transfer-Encoding",
                                      "EXPECT", "user-agent", "accept", "connection"}) {
    EXPECT_THAT(WhyNoHeaderName(name, false), HasSubstr("itself")) << name;
  }
  for (const std::string_view name : {"Authorization", "x-amz-date", "X-Amz-Security-Token"}) {
    EXPECT_THAT(WhyNoHeaderName(name, true), HasSubstr("signature")) << name;
  }
}

TEST(AddedHeadersTest, WhatIsNoPlainNameIsRefused) {
  for (const std::string_view name : {"", "a b", "a\r", "\xC3\xA4", "a/b", "a$b", "a`b"}) {
    EXPECT_THAT(WhyNoHeaderName(name, false), HasSubstr("letters")) << name;
  }
}

TEST(AddedHeadersTest, ValuesHaveNeitherLineEndsNorNul) {
  EXPECT_THAT(WhyNoHeaderValue("a b\tc \xC3\xA4"), IsEmpty());
  EXPECT_THAT(WhyNoHeaderValue(""), Not(IsEmpty()));
  for (const std::string_view value :
       {std::string_view("a\rb"), std::string_view("a\n"), std::string_view("a\0b", 3)}) {
    EXPECT_THAT(WhyNoHeaderValue(value), HasSubstr("line end"));
  }
}

TEST(AddedHeadersTest, TheVariableHidesNoOther) {
  EXPECT_EQ(HeaderVariable("x-api-key"), "SWC_HEADER_X_API_KEY");
  EXPECT_EQ(HeaderVariable("path"), "SWC_HEADER_PATH");
}

}  // namespace
}  // namespace swc::conformance
