// Headers that a user adds to every request, as a gateway asks for them: their form, and which of
// them are refused.
//
// Law: a value is a secret. No message repeats one, and nothing but the transport gets to see it;
// whatever is printed or written names the environment variable that holds it.
//
// Example: ParseHeader("x-api-key: abc")->first == "x-api-key"
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace swc::conformance {

// Splits "Name: value". Returns what is wrong with it otherwise, without its text.
[[nodiscard]] std::expected<std::pair<std::string, std::string>, std::string> ParseHeader(
    std::string_view text);

// Return why a header cannot be added, or an empty text: no name of letters, digits and plain
// marks, no value of one line (RFC 9110, 5.5), or a header that the suite sets itself, with `signs`
// those of a signature too.
[[nodiscard]] std::string WhyNoHeaderName(std::string_view name, bool signs);
[[nodiscard]] std::string WhyNoHeaderValue(std::string_view value);

// Returns the environment variable that stands for the value of a header which was given on the
// command line. Example: HeaderVariable("x-api-key") == "SWC_HEADER_X_API_KEY"
[[nodiscard]] std::string HeaderVariable(std::string_view name);

}  // namespace swc::conformance
