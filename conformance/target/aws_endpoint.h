// The guard against AWS itself.
#pragma once

#include <string_view>

namespace swc::conformance {

// Returns whether the endpoint's host is one of AWS: such a target needs --allow-live.
[[nodiscard]] bool IsAwsEndpoint(std::string_view endpoint);

}  // namespace swc::conformance
