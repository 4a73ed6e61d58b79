// One HTTP request and one HTTP response as plain values, without any transport.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/operation.h"

namespace swc::spec {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = MethodOf(Operation::kPut);
  // Path with query, percent-encoded, beginning with '/'.
  std::string target = PathOf(Operation::kPut);
  Headers headers;
  std::string body;
};

struct HttpResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

// Returns the value of the first header called `name` (in any case), or nothing.
[[nodiscard]] std::optional<std::string_view> FindHeader(const Headers& headers,
                                                         std::string_view name);

// Returns `text` with everything but unreserved characters percent-encoded (RFC 3986).
[[nodiscard]] std::string PercentEncode(std::string_view text);

// Returns `text` with its percent escapes resolved; a broken escape stays as it is.
[[nodiscard]] std::string PercentDecode(std::string_view text);

}  // namespace swc::spec
