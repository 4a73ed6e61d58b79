#include "generators/case/read_raw.h"

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/json.h"
#include "reference/reading/parse_read_request.h"
#include "spec/http_message.h"
#include "spec/input_error.h"
#include "spec/operation.h"
#include "spec/text/error.h"

namespace swc::generators {
namespace {

std::unexpected<spec::Error> BadRawRead(std::string_view field, std::string_view what) {
  return spec::BadInput({.field = fmt::format("/{}", field), .what = std::string(what)});
}

std::expected<spec::Headers, spec::Error> RawHeadersOf(const Json& json) {
  spec::Headers headers;
  if (!json.is_object()) {
    return BadRawRead("headers", "an object of strings is required");
  }
  for (const auto& [name, value] : json.items()) {
    if (!value.is_string()) {
      return BadRawRead("headers/" + name, "a string is required");
    }
    headers.emplace_back(name, value.get<std::string>());
  }
  return headers;
}

// Reads one member. `headers_given` is set if it is the headers.
std::expected<void, spec::Error> ParseRawMember(const std::string& name, const Json& value,
                                                RawRead& raw, bool& headers_given) {
  if (name == "method" || name == "path") {
    if (!value.is_string()) {
      return BadRawRead(name, "a string is required");
    }
    (name == "method" ? raw.method : raw.path) = value.get<std::string>();
  } else if (name == "headers") {
    auto headers = RawHeadersOf(value);
    if (!headers) {
      return std::unexpected(headers.error());
    }
    raw.headers = *std::move(headers);
    headers_given = true;
  } else if (name == "body") {
    if (!value.is_string() && !value.is_object()) {
      return BadRawRead(name, "a text or an object is required");
    }
    raw.body = value;
  } else {
    return BadRawRead(name, "this kind of step has no such member");
  }
  return {};
}

}  // namespace

std::expected<RawRead, spec::Error> ParseRawRead(const Json& json) {
  if (!json.is_object() || !json.contains("path")) {
    return BadRawRead("path", "it is required");
  }
  RawRead raw{.method = json.contains("body") ? "POST" : "GET", .body = ""};
  bool headers_given = false;
  for (const auto& [name, value] : json.items()) {
    if (auto read = ParseRawMember(name, value, raw, headers_given); !read) {
      return std::unexpected(read.error());
    }
  }
  if (!headers_given && raw.method == "POST") {
    raw.headers = {{"Content-Type", "application/json"}};
  }
  if (!reference::ReadOperationOf({.method = raw.method, .target = raw.path})) {
    using spec::Operation;
    return BadRawRead(
        "path", fmt::format("{} {} is no read; write GET {} or {}, POST {} or {}", raw.method,
                            raw.path.substr(0, raw.path.find('?')), PathOf(Operation::kLatest),
                            PathOf(Operation::kHistory), PathOf(Operation::kBatchLatest),
                            PathOf(Operation::kBatchHistory)));
  }
  return raw;
}

}  // namespace swc::generators
