// A small HTTP/1.1 server around a `Handler`: the only file that knows the HTTP server library.
//
// Law: any Host is served, and whoever asks as if this were a proxy; headers and bodies are
// bounded; a request that is not HTTP gets 400 and the connection is closed; connections are kept
// alive. Each answer has an x-amzn-RequestId of its own. All handler calls come from one thread,
// which is not the one that reads and sends: small and large requests take turns there.
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
  // Stops and joins. What is under way is dropped, but for the handler call that has begun.
  virtual ~HttpServer() = default;

  // Listens and serves from a thread of its own.
  [[nodiscard]] static std::expected<std::unique_ptr<HttpServer>, spec::Error> Start(
      const HttpServerOptions& options, Handler handler);

  // Returns the port it listens on.
  [[nodiscard]] virtual std::uint16_t port() const = 0;

  // Accepts nothing more, and gives what is under way up to `grace` to be answered. Returns whether
  // that was enough. Nothing is served afterwards.
  virtual bool Finish(std::chrono::milliseconds grace) = 0;

 protected:
  HttpServer() = default;
};

}  // namespace swc::reference
