#include "conformance/smallest/excerpt.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "reports/run_record.h"
#include "spec/http_message.h"
#include "spec/text/base64.h"
#include "spec/text/letter_case.h"

namespace swc::conformance {
namespace {

// Enough for every request of ours but the largest; reports stay small.
constexpr std::size_t kBodyBytesMax = 4'096;
constexpr std::size_t kHeaderBytesMax = 512;
constexpr std::size_t kHeadersMax = 40;

std::string Cut(std::string_view text, std::size_t bytes_max, std::size_t bytes = 0) {
  if (text.size() <= bytes_max) {
    return std::string(text);
  }
  return fmt::format("{}... ({} bytes in all)", text.substr(0, bytes_max),
                     std::max(bytes, text.size()));
}

// Headers that prove who is asking.
bool IsSecret(std::string_view name) {
  constexpr std::array<std::string_view, 5> kSecrets = {
      "authorization", "x-amz-security-token", "cookie", "set-cookie", "proxy-authorization"};
  return std::ranges::find(kSecrets, spec::LowerCase(name)) != kSecrets.end();
}

std::vector<std::string> HeaderLines(const spec::Headers& headers) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : headers) {
    if (lines.size() == kHeadersMax) {
      lines.push_back(fmt::format("... ({} headers in all)", headers.size()));
      break;
    }
    lines.push_back(Cut(name, kHeaderBytesMax) + ": " +
                    (IsSecret(name) ? "***" : Cut(value, kHeaderBytesMax)));
  }
  return lines;
}

std::string ShellQuoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

bool IsPlain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F;
  });
}

}  // namespace

reports::MessageExcerpt ExcerptOf(const spec::HttpRequest& request) {
  return {.first_line = request.method + " " + Cut(request.target, kBodyBytesMax),
          .headers = HeaderLines(request.headers),
          .body = Cut(request.body, kBodyBytesMax)};
}

reports::MessageExcerpt ExcerptOf(const spec::HttpResponse& response, std::size_t body_bytes) {
  return {.first_line = std::to_string(response.status),
          .headers = HeaderLines(response.headers),
          .body = Cut(response.body, kBodyBytesMax, body_bytes)};
}

std::string CurlLine(const spec::HttpRequest& request, std::string_view endpoint,
                     std::string_view options) {
  std::string line = fmt::format("curl -si{} -X {} {}", options, request.method,
                                 ShellQuoted(std::string(endpoint) + request.target));
  for (const auto& [name, value] : request.headers) {
    line += " -H " + ShellQuoted(name + ": " + (IsSecret(name) ? "***" : value));
  }
  if (request.body.empty()) {
    return line;
  }
  if (IsPlain(request.body)) {
    return line + " --data-binary " + ShellQuoted(request.body);
  }
  // Bytes that a shell or a terminal would change travel as base64.
  return fmt::format("echo {} | base64 -d | {} --data-binary @-", spec::EncodeBase64(request.body),
                     line);
}

std::string CaseFileName(std::string_view case_id) {
  std::string name;
  for (const char c : case_id) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ? c : '_';
  }
  return name + ".json";
}

std::string ObservedIn(const Deviation& deviation) {
  return deviation.more == 0 ? deviation.observed
                             : fmt::format("{} (and {} more in the same answer)",
                                           deviation.observed, deviation.more);
}

}  // namespace swc::conformance
