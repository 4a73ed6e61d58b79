// For tests: a transport to a hostile endpoint, and one exchange over it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "conformance/net/hostile_endpoint_testing.h"
#include "conformance/net/http_transport.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"

namespace swc::conformance {

inline constexpr std::chrono::milliseconds kShortTimeout{200};
inline constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

inline HttpTransportOptions ShortOptions(std::string endpoint) {
  HttpTransportOptions options;
  options.endpoint = std::move(endpoint);
  options.total_timeout = kShortTimeout;
  return options;
}

// As above, for answers that do come: a slow machine must not turn them into timeouts.
inline HttpTransportOptions PatientOptions(std::string endpoint) {
  HttpTransportOptions options;
  options.endpoint = std::move(endpoint);
  return options;
}

inline std::unique_ptr<HttpTransport> MakeTransport(HttpTransportOptions options) {
  auto transport = HttpTransport::Create(std::move(options));
  EXPECT_TRUE(transport.has_value());
  return *std::move(transport);
}

inline Exchange SendOne(Transport& transport, spec::HttpRequest request) {
  std::optional<Exchange> result;
  transport.Send(std::move(request),
                 [&result](Exchange exchange) { result = std::move(exchange); });
  EXPECT_FALSE(result.has_value()) << "called from Send";
  while (!result && transport.Poll()) {
  }
  EXPECT_TRUE(result.has_value());
  EXPECT_NE(result->response.has_value(), result->failure.has_value());
  EXPECT_LE(result->sent_at, result->received_at);
  EXPECT_EQ(result->failure.has_value(), !result->failure_detail.empty());
  return *std::move(result);
}

// Answers each request of a connection with `text`.
inline HostileEndpoint::Script Always(std::string text) {
  return [text = std::move(text)](const HostileConnection& connection) {
    while (connection.ReadRequest() && connection.Write(text)) {
    }
  };
}

// Answers the first request of a connection with `text` and closes it.
inline HostileEndpoint::Script Once(std::string text) {
  return [text = std::move(text)](const HostileConnection& connection) {
    (void)connection.ReadRequest();
    (void)connection.Write(text);
  };
}

}  // namespace swc::conformance
