// A small HTTP/1.1 server around a `Handler`: the only file that knows the HTTP server library.
//
// Law: any Host is served; headers and bodies are bounded; a request that is not HTTP gets 400 and
// the connection is closed; connections are kept alive. All handler calls come from one thread.
//
// Example: auto server = HttpServer::Start({.port = 0}, handler);  // server->port() is the port.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "reference/server/handler.h"
#include "spec/text/error.h"

namespace swc::reference {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                // 0: any free port.
  std::chrono::milliseconds latency{0};  // Added before each answer.
};

class HttpServer {
 public:
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  virtual ~HttpServer() = default;  // Stops and joins.

  // Listens and serves from a thread of its own.
  [[nodiscard]] static std::expected<std::unique_ptr<HttpServer>, spec::Error> Start(
      const HttpServerOptions& options, Handler handler);

  // Returns the port it listens on.
  [[nodiscard]] virtual std::uint16_t port() const = 0;

 protected:
  HttpServer() = default;
};

}  // namespace swc::reference
