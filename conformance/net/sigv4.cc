#include "conformance/net/sigv4.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "spec/check.h"
#include "spec/http_message.h"
#include "spec/text/letter_case.h"
#include "spec/text/secrets.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string HmacSha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  unsigned size = 0;
  const unsigned char* result = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                                     Bytes(text), text.size(), digest.data(), &size);
  SWC_CHECK(result != nullptr, "HMAC-SHA256 is not available");
  SWC_CHECK(size == digest.size(), "HMAC-SHA256 is of another size");
  return {digest.begin(), digest.end()};
}

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const unsigned char byte : bytes) {
    fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  }
  return hex;
}

std::string Sha256Hex(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(Bytes(text), text.size(), digest.data());
  return Hex(std::string(digest.begin(), digest.end()));
}

// Returns `value` without blanks around it and with single blanks inside.
std::string CollapseBlanks(std::string_view value) {
  std::string collapsed;
  for (const char c : value) {
    if (c != ' ' && c != '\t') {
      collapsed += c;
    } else if (!collapsed.empty() && collapsed.back() != ' ') {
      collapsed += ' ';
    }
  }
  if (collapsed.ends_with(' ')) {
    collapsed.pop_back();
  }
  return collapsed;
}

// The path is encoded once more than it is on the wire; only S3 does otherwise. Like the service,
// this resolves "." and ".." and drops empty segments first.
std::string CanonicalPath(std::string_view path) {
  std::vector<std::string_view> segments;
  const bool is_folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (segment == "..") {
      if (!segments.empty()) {
        segments.pop_back();
      }
    } else if (!segment.empty() && segment != ".") {
      segments.push_back(segment);
    }
  }
  std::string canonical;
  for (const std::string_view segment : segments) {
    canonical += '/';
    canonical += spec::PercentEncode(segment);
  }
  if (is_folder || canonical.empty()) {
    canonical += '/';
  }
  return canonical;
}

// Returns the parameters in canonical encoding, sorted by name and then by value.
std::string CanonicalQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
    if (!parameter.empty()) {
      parameters.emplace_back(spec::PercentEncode(spec::PercentDecode(parameter.substr(0, equals))),
                              spec::PercentEncode(spec::PercentDecode(value)));
    }
  }
  std::ranges::sort(parameters);
  std::string canonical;
  for (const auto& [name, value] : parameters) {
    canonical += fmt::format("{}{}={}", canonical.empty() ? "" : "&", name, value);
  }
  return canonical;
}

struct SignedHeaders {
  std::string names;  // "content-type;host;x-amz-date"
  std::string lines;  // "content-type:...\nhost:...\n"
};

SignedHeaders Canonical(const spec::Headers& headers) {
  spec::Headers canonical;
  for (const auto& [name, value] : headers) {
    const std::string lower = spec::LowerCase(name);
    if (lower != "host" && lower != "content-type" && !lower.starts_with("x-amz-")) {
      continue;
    }
    const auto same = std::ranges::find(canonical, lower, &spec::Headers::value_type::first);
    if (same == canonical.end()) {
      canonical.emplace_back(lower, CollapseBlanks(value));
    } else {
      same->second += ',' + CollapseBlanks(value);
    }
  }
  std::ranges::sort(canonical);
  SignedHeaders result;
  for (const auto& [name, value] : canonical) {
    result.names += (result.names.empty() ? "" : ";") + name;
    result.lines += fmt::format("{}:{}\n", name, value);
  }
  return result;
}

// Returns "20150830T123600Z"; its first eight letters are the date.
std::string BasicIsoTime(std::int64_t seconds) {
  using std::chrono::floor;
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

spec::Headers SignatureHeaders(const Signer& signer, const RequestToSign& to_sign,
                               spec::Instant now) {
  const std::string time = BasicIsoTime(now.seconds);
  const std::string_view date = std::string_view(time).substr(0, 8);
  spec::Headers added = {{"X-Amz-Date", time}};
  if (signer.credentials.session_token) {
    added.emplace_back("X-Amz-Security-Token", *signer.credentials.session_token);
  }
  spec::Headers all = to_sign.request.headers;
  all.insert(all.end(), added.begin(), added.end());
  if (!spec::FindHeader(all, "host")) {
    all.emplace_back("host", to_sign.host);
  }
  const SignedHeaders headers = Canonical(all);

  const std::size_t path_end = std::min(to_sign.target.find('?'), to_sign.target.size());
  const std::string_view query =
      to_sign.target.substr(std::min(path_end + 1, to_sign.target.size()));
  const std::string canonical_request =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", to_sign.request.method,
                  CanonicalPath(to_sign.target.substr(0, path_end)), CanonicalQuery(query),
                  headers.lines, headers.names, Sha256Hex(to_sign.request.body));
  const std::string scope =
      fmt::format("{}/{}/{}/aws4_request", date, signer.region, signer.service);
  const std::string string_to_sign =
      fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, scope, Sha256Hex(canonical_request));

  std::string key = HmacSha256("AWS4" + signer.credentials.secret_access_key, date);
  for (const std::string_view part :
       {std::string_view(signer.region), std::string_view(signer.service),
        std::string_view("aws4_request")}) {
    key = HmacSha256(key, part);
  }
  const std::string signature = Hex(HmacSha256(key, string_to_sign));
  spec::KeepPassingSecret(signature);
  added.emplace_back(
      "Authorization",
      fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                  signer.credentials.access_key_id, scope, headers.names, signature));
  return added;
}

}  // namespace swc::conformance
