#include "conformance/net/sigv4.h"

#include <optional>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// Key, time and host of the published test suite for Signature Version 4.
constexpr spec::Instant kSuiteTime = {.seconds = 1440938160, .nanos = 0};

Signer SuiteSigner() {
  return {.credentials = {.access_key_id = "AKIDEXAMPLE",
                          .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                          .session_token = std::nullopt},
          .region = "us-east-1",
          .service = "service"};
}

std::string Authorization(const Signer& signer, const spec::HttpRequest& request) {
  const spec::Headers headers = SignatureHeaders(
      signer, {.request = request, .host = "example.amazonaws.com", .target = request.target},
      kSuiteTime);
  return std::string(spec::FindHeader(headers, "Authorization").value_or(""));
}

struct SuiteCase {
  std::string name;
  spec::HttpRequest request;
  std::string signature;
};

class PublishedSuite : public testing::TestWithParam<SuiteCase> {};

TEST_P(PublishedSuite, GivesThePublishedSignature) {
  EXPECT_THAT(Authorization(SuiteSigner(), GetParam().request),
              EndsWith("Signature=" + GetParam().signature));
}

INSTANTIATE_TEST_SUITE_P(
    All, PublishedSuite,
    testing::Values(
        SuiteCase{"GetVanilla",
                  {.method = "GET", .target = "/", .headers = {}, .body = ""},
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"PostVanilla",
                  {.method = "POST", .target = "/", .headers = {}, .body = ""},
                  "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        SuiteCase{
            "QueryIsSorted",
            {.method = "GET", .target = "/?Param2=value2&Param1=value1", .headers = {}, .body = ""},
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        SuiteCase{"PathIsNormalized",
                  {.method = "GET", .target = "/foo/bar/../..", .headers = {}, .body = ""},
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"BodyAndContentTypeAreSigned",
                  {.method = "POST",
                   .target = "/",
                   .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                   .body = "Param1=value1"},
                  "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"}),
    [](const auto& row) { return row.param.name; });

TEST(SignatureHeaders, SignTheSessionToken) {
  Signer signer = SuiteSigner();
  signer.credentials.session_token = "token";
  const spec::HttpRequest request;
  const spec::Headers headers =
      SignatureHeaders(signer, {.request = request, .host = "h", .target = "/"}, kSuiteTime);
  EXPECT_EQ(spec::FindHeader(headers, "x-amz-security-token"), "token");
  EXPECT_EQ(spec::FindHeader(headers, "x-amz-date"), "20150830T123600Z");
  EXPECT_THAT(std::string(spec::FindHeader(headers, "authorization").value_or("")),
              HasSubstr("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
}

TEST(SignatureHeaders, LeaveOtherHeadersUnsigned) {
  spec::HttpRequest request;
  const std::string plain = Authorization(SuiteSigner(), request);
  request.headers = {{"Accept", "*/*"}, {"Expect", "100-continue"}};
  EXPECT_EQ(Authorization(SuiteSigner(), request), plain);
}

TEST(SignatureHeaders, EncodedQueryIsSignedInOneFormHoweverItIsWritten) {
  spec::HttpRequest request;
  request.target = "/p?a=%2fx&b";
  const std::string written_one_way = Authorization(SuiteSigner(), request);
  request.target = "/p?b=&a=/x";
  EXPECT_EQ(Authorization(SuiteSigner(), request), written_one_way);
}

}  // namespace
}  // namespace swc::conformance
