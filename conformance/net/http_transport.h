// The transport that talks HTTP/1.1 to a real endpoint.
//
// Law: sends what the request says and nothing more than Host, Content-Length, a User-Agent and
// what the options add; the target goes out verbatim behind the path of the endpoint. Follows no
// redirect, uses no proxy. Connections are kept alive. When a kept connection turns out to be
// closed, the request goes out again on a fresh one, so a failure `kDropped` always means a fresh
// connection or a begun answer.
//
// Example:
//   auto transport = HttpTransport::Create({.endpoint = "http://127.0.0.1:9000"});
//   (*transport)->Send(request, [](Exchange exchange) { ... });
//   while ((*transport)->Poll()) {}
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "conformance/net/sigv4.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/text/error.h"

namespace swc::conformance {

// The largest answer of the contract is far below 1 MiB; two leave room for a wrong one to show,
// and as many of them as there are connections fit into memory.
inline constexpr std::size_t kResponseBytesMax = std::size_t{2} << 20U;

struct HttpTransportOptions {
  // Scheme, host and, if need be, port and a path prefix: "https://gateway.test:8443/sitewise".
  std::string endpoint;
  std::chrono::milliseconds connect_timeout{2'000};
  std::chrono::milliseconds total_timeout{
      10'000};  // Of one request, without its time in the queue.
  std::size_t response_bytes_max = kResponseBytesMax;  // Headers and body together.
  std::size_t connections_max = 32;                    // Further requests wait in order.
  std::optional<Signer> signer = std::nullopt;  // Signs all requests that bring no Authorization.
  // Sent with all requests that bring no header of the name. Secrets: the exchanges do not show
  // them.
  spec::Headers headers;
  std::string ca_file;  // Certificates to trust, as PEM; empty: those of the system.
};

class HttpTransport : public Transport {
 public:
  // Returns an `ErrorKind::kInput` that names the endpoint when that is not a URL to talk to.
  [[nodiscard]] static std::expected<std::unique_ptr<HttpTransport>, spec::Error> Create(
      HttpTransportOptions options);

  // REQUIRES (of Send, and of the headers above): method, target and headers hold no CR, LF or NUL.

 protected:
  HttpTransport() = default;
};

}  // namespace swc::conformance
