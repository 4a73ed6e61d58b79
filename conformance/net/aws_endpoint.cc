#include "conformance/net/aws_endpoint.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/net/endpoint_url.h"

namespace swc::conformance {
namespace {

// The DNS suffixes of all partitions of AWS, those of its dual-stack endpoints too.
constexpr std::array<std::string_view, 14> kDomains = {
    "amazonaws.com",    "api.aws",
    "amazonaws.com.cn", "amazonwebservices.com.cn",
    "amazonaws.eu",     "amazonwebservices.eu",
    "c2s.ic.gov",       "aws.ic.gov",
    "sc2s.sgov.gov",    "aws.scloud",
    "cloud.adc-e.uk",   "cloud-aws.adc-e.uk",
    "csp.hci.ic.gov",   "aws.hci.ic.gov"};

}  // namespace

bool IsAwsEndpoint(const std::string& endpoint) {
  const std::optional<std::string> name = HostNameIn(endpoint);
  if (!name) {
    return false;  // libcurl cannot call it either.
  }
  // With a dot in front the domain itself is one of its names.
  const std::string host = "." + *name;
  return std::ranges::any_of(kDomains, [&](std::string_view domain) {
    return host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
  });
}

std::optional<std::string> AwsProxyVariable(
    const std::function<std::optional<std::string>(const std::string&)>& environment) {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const std::optional<std::string> proxy = environment(name);
    if (proxy && IsAwsEndpoint(*proxy)) {
      return name;
    }
  }
  return std::nullopt;
}

}  // namespace swc::conformance
