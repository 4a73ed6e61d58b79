// The guard against AWS itself.
//
// Law: what is judged is the name that libcurl's own parser finds in a URL, decoded and without a
// dot at its end: what the guard reads is what libcurl calls. An address, and a name of another
// domain that leads to AWS, cannot be recognised (docs/target.md). Redirects are never followed.
//
// Example: IsAwsEndpoint("http://data.iotsitewise.us-east-1.amazonaws%2ecom/")  // true
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace swc::conformance {

// Returns whether the endpoint's host is one of AWS: such a target needs --allow-live.
[[nodiscard]] bool IsAwsEndpoint(const std::string& endpoint);

// Returns the variable of the environment that makes libcurl send requests through a proxy that is
// a host of AWS, or nothing.
[[nodiscard]] std::optional<std::string> AwsProxyVariable(
    const std::function<std::optional<std::string>(const std::string&)>& environment);

}  // namespace swc::conformance
