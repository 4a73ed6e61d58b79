// A client that is nothing but a socket, so that it can send any bytes, and servers for it.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/server/handler.h"
#include "reference/server/http_server.h"
#include "spec/http_message.h"

namespace swc::reference {

inline constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;
// A test that waits as long as this has failed.
inline constexpr timeval kPatience{.tv_sec = 20, .tv_usec = 0};

// One connection to a server on the loopback address.
class Client {
 public:
  explicit Client(const HttpServer& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  Client(Client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), input_(std::move(other.input_)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (socket_ >= 0) {
      close(socket_);
    }
  }

  // Sends what the server takes; one that has closed takes less.
  void Send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  void EndSending() const { shutdown(socket_, SHUT_WR); }

  // Makes the destructor send a reset, as a client that crashes.
  void CloseAbruptly() {
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(std::exchange(socket_, -1));
  }

  // Returns the bytes up to and with `end`, or fewer if the connection ends before.
  std::string ReadThrough(std::string_view end) {
    std::size_t found = input_.find(end);
    while (found == std::string::npos && Receive()) {
      found = input_.find(end);
    }
    return Take(found == std::string::npos ? input_.size() : found + end.size());
  }

  std::string ReadToEnd() {
    while (Receive()) {
    }
    return Take(input_.size());
  }

  // Returns one whole answer; REQUIRES: its length is told by Content-Length.
  std::string ReadAnswer() {
    constexpr std::string_view kName = "Content-Length: ";
    std::string answer = ReadThrough("\r\n\r\n");
    const std::size_t at = answer.find(kName);
    const std::size_t size =
        at == std::string::npos ? 0 : std::stoul(answer.substr(at + kName.size()));
    while (input_.size() < size && Receive()) {
    }
    return answer + Take(std::min(size, input_.size()));
  }

  // Returns whether the server closes the connection without sending more.
  bool IsAtEnd() { return ReadToEnd().empty() && ended_; }

 private:
  bool Receive() {
    std::array<char, 4096> bytes{};
    const ssize_t size = recv(socket_, bytes.data(), bytes.size(), 0);
    if (size <= 0) {
      ended_ = size == 0;
      return false;
    }
    input_.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
  }

  std::string Take(std::size_t size) {
    std::string taken = input_.substr(0, size);
    input_.erase(0, size);
    return taken;
  }

  int socket_;
  std::string input_;
  bool ended_ = false;
};

// Answers with what it was asked, one part a line.
inline spec::HttpResponse Echo(const spec::HttpRequest& request) {
  std::string body = request.method + " " + request.target + "\n";
  for (const auto& [name, value] : request.headers) {
    body.append(name).append("=").append(value).append("\n");
  }
  return {.status = 200, .headers = {{"X-Handler", "echo"}}, .body = body + request.body};
}

inline std::unique_ptr<HttpServer> StartOrDie(Handler handler,
                                              const HttpServerOptions& options = {}) {
  auto server = HttpServer::Start(options, std::move(handler));
  if (!server) {
    throw std::runtime_error(server.error().message);
  }
  return std::move(*server);
}

inline std::string Post(std::string_view target, std::string_view body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{}", target,
                     body.size(), body);
}

}  // namespace swc::reference
