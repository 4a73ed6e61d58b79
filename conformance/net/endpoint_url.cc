#include "conformance/net/endpoint_url.h"

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>

#include "spec/text/error.h"
#include "spec/text/letter_case.h"

namespace swc::conformance {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::optional<std::string> UrlPart(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) {
    return std::nullopt;
  }
  std::string copy(text);
  curl_free(text);
  return copy;
}

// Returns a text that was meant as a URL without what stands before its '@': a password, maybe.
std::string WithoutUser(const std::string& text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string::npos) {
    return text;
  }
  const std::size_t slashes = text.find("//");
  const std::size_t begin = slashes == std::string::npos || slashes > at ? 0 : slashes + 2;
  return text.substr(0, begin) + "..." + text.substr(at);
}

}  // namespace

std::expected<Endpoint, spec::Error> ParseEndpoint(const std::string& text) {
  const auto error = [&text](std::string_view reason) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kInput,
                    .message = fmt::format("endpoint \"{}\": {}", WithoutUser(text), reason)});
  };
  const Url url(curl_url(), &curl_url_cleanup);
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK || text.find('\0') != std::string::npos) {
    return error(fmt::format("not a URL like http://127.0.0.1:9000 ({})",
                             code == CURLUE_OK ? "NUL inside" : curl_url_strerror(code)));
  }
  const std::string scheme = UrlPart(url.get(), CURLUPART_SCHEME).value_or("");
  if (scheme != "http" && scheme != "https") {
    return error(fmt::format("the scheme is {}, but only http and https are spoken", scheme));
  }
  if (UrlPart(url.get(), CURLUPART_USER) || UrlPart(url.get(), CURLUPART_PASSWORD)) {
    // Without the text: it holds a password.
    return std::unexpected(spec::Error{.kind = spec::ErrorKind::kInput,
                                       .message = "the endpoint's URL must not name a user"});
  }
  if (UrlPart(url.get(), CURLUPART_QUERY) || UrlPart(url.get(), CURLUPART_FRAGMENT)) {
    return error("a query or fragment does not belong into an endpoint");
  }
  Endpoint endpoint;
  endpoint.host = UrlPart(url.get(), CURLUPART_HOST).value_or("");
  const std::optional<std::string> port = UrlPart(url.get(), CURLUPART_PORT);
  if (port && *port != (scheme == "http" ? "80" : "443")) {
    endpoint.host += ':' + *port;
  }
  endpoint.url = scheme + "://" + endpoint.host;
  endpoint.path_prefix = UrlPart(url.get(), CURLUPART_PATH).value_or("");
  while (endpoint.path_prefix.ends_with('/')) {
    endpoint.path_prefix.pop_back();
  }
  return endpoint;
}

std::optional<std::string> HostNameIn(const std::string& url) {
  const Url parsed(curl_url(), &curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(),
                   CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) != CURLUE_OK) {
    return std::nullopt;
  }
  std::optional<std::string> host = UrlPart(parsed.get(), CURLUPART_HOST, CURLU_PUNYCODE);
  if (!host) {
    host = UrlPart(parsed.get(), CURLUPART_HOST);  // No name of letters beyond ASCII.
  }
  if (!host) {
    return std::nullopt;
  }
  std::string name = spec::LowerCase(*host);
  name.erase(name.find_last_not_of('.') + 1);
  return name;
}

}  // namespace swc::conformance
