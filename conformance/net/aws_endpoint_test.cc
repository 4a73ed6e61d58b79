// Which endpoints belong to AWS.
#include "conformance/net/aws_endpoint.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

TEST(IsAwsEndpointTest, KnowsEveryDomainOfAwsInAnySpelling) {
  for (const std::string endpoint :
       {"https://data.iotsitewise.us-east-1.amazonaws.com",
        "https://data.iotsitewise.us-gov-west-1.amazonaws.com:443/",
        "https://data.iotsitewise-fips.us-east-1.api.aws",
        "https://data.iotsitewise.cn-north-1.amazonaws.com.cn",
        "https://data.iotsitewise.cn-north-1.api.amazonwebservices.com.cn",
        "https://data.iotsitewise.eusc-de-east-1.amazonaws.eu",
        "https://data.iotsitewise.eusc-de-east-1.api.amazonwebservices.eu",
        "https://data.iotsitewise.us-iso-east-1.c2s.ic.gov",
        "https://data.iotsitewise.us-isob-east-1.sc2s.sgov.gov",
        "https://data.iotsitewise.eu-isoe-west-1.cloud.adc-e.uk",
        "https://data.iotsitewise.us-isof-south-1.csp.hci.ic.gov",
        "https://vpce-1.data.iotsitewise.us-east-1.vpce.amazonaws.com/prefix",
        "HTTPS://Data.IoTSiteWise.us-east-1.AmazonAWS.COM",
        "https://data.iotsitewise.us-east-1.amazonaws.com.",
        "https://data.iotsitewise.us-east-1.amazonaws.com.:443/x",
        "https:/data.iotsitewise.us-east-1.amazonaws.com",
        "https:///data.iotsitewise.us-east-1.amazonaws.com",
        "https://user:word@data.iotsitewise.us-east-1.amazonaws.com",
        "https://data.iotsitewise.us-east-1.amazonaws.com?x=/",
        "data.iotsitewise.us-east-1.amazonaws.com",
        "http://data.iotsitewise.us-east-1.amazonaws%2ecom/",
        "http://data.iotsitewise.us-east-1.%61mazonaws.com%2e:80/",
        "ftp://data.iotsitewise.us-east-1.amazonaws.com",
        "https://amazonaws.com"}) {
    EXPECT_TRUE(IsAwsEndpoint(endpoint)) << endpoint;
  }
}

TEST(IsAwsEndpointTest, LeavesOtherHostsAlone) {
  for (const std::string endpoint :
       {"", "http://", "http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost",
        "http://localhost/amazonaws.com", "http://localhost:9000/x.amazonaws.com",
        "http://localhost?x.amazonaws.com", "https://notamazonaws.com", "https://myapi.aws",
        "https://amazonaws.com.example.org", "http://data.amazonaws.com@localhost:9000",
        "https://abc.lambda-url.us-east-1.on.aws"}) {
    EXPECT_FALSE(IsAwsEndpoint(endpoint)) << endpoint;
  }
}

TEST(AwsProxyVariableTest, NamesTheVariableThatLeadsToAws) {
  const auto environment_with = [](const std::string& name, const std::string& value) {
    return [=](const std::string& asked) {
      return asked == name ? std::optional(value) : std::nullopt;
    };
  };
  EXPECT_EQ(AwsProxyVariable(environment_with("http_proxy", "x.amazonaws.com:3128")), "http_proxy");
  EXPECT_EQ(AwsProxyVariable(environment_with("ALL_PROXY", "socks5h://x.api%2eaws")), "ALL_PROXY");
  EXPECT_EQ(AwsProxyVariable(environment_with("https_proxy", "http://127.0.0.1:3128")),
            std::nullopt);
  // libcurl does not read it, for it may be a header of CGI.
  EXPECT_EQ(AwsProxyVariable(environment_with("HTTP_PROXY", "x.amazonaws.com")), std::nullopt);
}

}  // namespace
}  // namespace swc::conformance
