#include "conformance/net/endpoint_url.h"

#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ParseEndpointTest, NoMessageRepeatsAPassword) {
  for (const std::string endpoint :
       {"http://me:pa55word@127.0.0.1:9000", "http://me:pa55word@127.0.0.1:port",
        "http://me:pa55word@[::1", "gopher://me:pa55word@localhost", "me:pa55word@localhost",
        "http://me:pa55word@localhost?query", "http://me:pa55@word@local host"}) {
    const auto parsed = ParseEndpoint(endpoint);
    ASSERT_FALSE(parsed.has_value()) << endpoint;
    EXPECT_THAT(parsed.error().message, Not(HasSubstr("pa55"))) << endpoint;
  }
}

TEST(ParseEndpointTest, ATextThatIsNoUrlIsRepeated) {
  const auto parsed = ParseEndpoint("http://127.0.0.1:port");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_THAT(parsed.error().message, HasSubstr("\"http://127.0.0.1:port\""));
}

TEST(HostNameInTest, IsWhatLibcurlCalls) {
  EXPECT_EQ(HostNameIn("http://LOCALHOST.:9000/x"), "localhost");
  EXPECT_EQ(HostNameIn("localhost:9000"), "localhost");
  EXPECT_EQ(HostNameIn("http://local%68ost"), "localhost");
  EXPECT_EQ(HostNameIn("http://a b"), std::nullopt);
}

}  // namespace
}  // namespace swc::conformance
