#include "reference/reading/plain_query.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "spec/http_message.h"
#include "spec/text/characters.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// A character of a query (RFC 3986) that forms read alike.
bool IsPlainCharacter(char c) {
  constexpr std::string_view kSigns = "-._~!$'()*,:@/?&=";
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kSigns.find(c) != std::string_view::npos;
}

bool HasPlainCharacters(std::string_view query) {
  for (std::size_t i = 0; i < query.size(); ++i) {
    const bool escape =
        query[i] == '%' && query.size() - i > 2 && IsHex(query[i + 1]) && IsHex(query[i + 2]);
    if (!escape && !IsPlainCharacter(query[i])) {
      return false;
    }
  }
  return true;
}

// A name, a sign of equality, and perhaps a value.
bool IsPlainParameter(std::string_view parameter) {
  const std::string_view name = parameter.substr(0, parameter.find('='));
  return name.size() < parameter.size() && name.find('%') == std::string_view::npos;
}

}  // namespace

bool IsPlainQuery(std::string_view query) {
  if (query.ends_with('&') || !HasPlainCharacters(query) ||
      !spec::IsUtf8(spec::PercentDecode(query))) {
    return false;
  }
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    if (!IsPlainParameter(parameter)) {
      return false;
    }
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
  }
  return true;
}

bool IsContestedNumber(std::string_view text) {
  const std::string_view sign = text.substr(0, text.find_first_not_of("+-"));
  std::string_view rest = text.substr(sign.size());
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const bool zero_first = digits > 0 && rest.front() == '0';
  if (digits == rest.size()) {
    return digits > 0 && (sign.contains('+') || (zero_first && (digits > 1 || !sign.empty())));
  }
  // A fraction of zeros, an exponent, groups of digits, another base.
  const char next = rest[digits];
  const bool fraction =
      next == '.' && rest.find_first_not_of('0', digits + 1) == std::string_view::npos;
  const bool goes_on = fraction || (digits > 0 && std::string_view("eE_,").contains(next)) ||
                       (zero_first && digits == 1 && std::string_view("xXbBoO").contains(next));
  // White space that is cut off, and digits of other scripts.
  return goes_on || std::ranges::any_of(text, [](char c) {
           return static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) <= ' ';
         });
}

bool IsCommonDate(spec::Instant date) {
  constexpr std::int64_t kNanosecondsEnd = INT64_MAX / spec::kNanosPerSecond;
  return date.seconds >= 0 && date.seconds < kNanosecondsEnd;
}

}  // namespace swc::reference
