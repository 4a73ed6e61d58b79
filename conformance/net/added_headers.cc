#include "conformance/net/added_headers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "spec/text/letter_case.h"

namespace swc::conformance {
namespace {

// What the cases, the transport or libcurl set, and what says how a message is framed.
constexpr std::array<std::string_view, 12> kOwn = {
    "host",   "content-length", "content-type", "transfer-encoding", "connection", "expect",
    "accept", "user-agent",     "te",           "trailer",           "upgrade",    "keep-alive"};
// What a signature consists of (SigV4).
constexpr std::array<std::string_view, 4> kOfSignatures = {
    "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"};

// Of the marks that HTTP permits, those that mean nothing to a shell.
bool IsNameCharacter(unsigned char c) {
  return c < 0x80 && (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.');
}

bool IsControl(unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; }

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

std::expected<std::pair<std::string, std::string>, std::string> ParseHeader(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return std::unexpected("write 'name: value'");
  }
  return std::pair(std::string(text.substr(0, colon)),
                   std::string(Trimmed(text.substr(colon + 1))));
}

std::string WhyNoHeaderName(std::string_view name, bool signs) {
  if (name.empty() || !std::ranges::all_of(name, IsNameCharacter)) {
    return "a name has letters, digits, '-', '_' and '.' only";
  }
  const std::string small = spec::LowerCase(name);
  if (std::ranges::find(kOwn, small) != kOwn.end()) {
    return fmt::format("the suite sets {} itself", small);
  }
  if (signs && std::ranges::find(kOfSignatures, small) != kOfSignatures.end()) {
    return fmt::format(R"(the signature sets {} ("auth": "sigv4"))", small);
  }
  return "";
}

std::string WhyNoHeaderValue(std::string_view value) {
  if (value.empty()) {
    return "the value is empty";
  }
  return std::ranges::any_of(value, IsControl) ? "the value has a line end or a control character"
                                               : "";
}

std::string HeaderVariable(std::string_view name) {
  std::string variable = "SWC_HEADER_";
  for (const unsigned char c : name) {
    variable += std::isalnum(c) != 0 ? static_cast<char>(std::toupper(c)) : '_';
  }
  return variable;
}

}  // namespace swc::conformance
