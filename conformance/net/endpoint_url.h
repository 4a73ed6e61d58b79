// The URL of an endpoint, taken apart and checked.
//
// Example: ParseEndpoint("http://127.0.0.1:9000/sitewise")->path_prefix is "/sitewise".
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "spec/text/error.h"

namespace swc::conformance {

// Where requests go.
struct Endpoint {
  std::string url;          // Without the path: "http://127.0.0.1:9000".
  std::string host;         // As the Host header has it: "127.0.0.1:9000".
  std::string path_prefix;  // "" or "/sitewise", without a slash at the end.
};

// Returns an `ErrorKind::kInput` that says what is wrong: no URL of http or https, or one with a
// query, a fragment or a user. The text of a URL that names a user is not repeated.
[[nodiscard]] std::expected<Endpoint, spec::Error> ParseEndpoint(const std::string& text);

// Returns the name that libcurl would look up for a URL, whatever its scheme: decoded, in ASCII and
// small letters, without dots at its end. Nothing if libcurl finds no host in it.
[[nodiscard]] std::optional<std::string> HostNameIn(const std::string& url);

}  // namespace swc::conformance
