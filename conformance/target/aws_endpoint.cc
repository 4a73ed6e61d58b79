#include "conformance/target/aws_endpoint.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "spec/text/letter_case.h"

namespace swc::conformance {
namespace {

// Returns the host of a URL in small letters and without a dot at its end.
std::string HostOf(std::string_view url) {
  // libcurl takes one slash or three as well as two.
  const std::size_t scheme = url.find(":/");
  if (scheme != std::string_view::npos) {
    url.remove_prefix(std::min(url.size(), url.find_first_not_of('/', scheme + 1)));
  }
  url = url.substr(0, url.find_first_of("/?#"));
  const std::size_t user = url.rfind('@');
  if (user != std::string_view::npos) {
    url.remove_prefix(user + 1);
  }
  std::string host = spec::LowerCase(url.substr(0, url.find(':')));
  while (host.ends_with('.')) {
    host.pop_back();
  }
  return host;
}

}  // namespace

bool IsAwsEndpoint(std::string_view endpoint) {
  // The DNS suffixes of all partitions of AWS, those of its dual-stack endpoints too.
  constexpr std::array<std::string_view, 14> kDomains = {
      "amazonaws.com",    "api.aws",
      "amazonaws.com.cn", "amazonwebservices.com.cn",
      "amazonaws.eu",     "amazonwebservices.eu",
      "c2s.ic.gov",       "aws.ic.gov",
      "sc2s.sgov.gov",    "aws.scloud",
      "cloud.adc-e.uk",   "cloud-aws.adc-e.uk",
      "csp.hci.ic.gov",   "aws.hci.ic.gov"};
  // With a dot in front the domain itself is one of its names.
  const std::string host = "." + HostOf(endpoint);
  return std::ranges::any_of(kDomains, [&](std::string_view domain) {
    return host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
  });
}

}  // namespace swc::conformance
