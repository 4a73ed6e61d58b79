// For tests: a server on loopback that does with each connection what a script says.
//
// Law: each connection has a thread; the destructor shuts all of them down and joins, so a script
// may block in a read or in `Idle` for as long as it likes.
//
// Example: HostileEndpoint endpoint([](const HostileConnection& c) { c.ReadRequest(); });
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "spec/check.h"

namespace swc::conformance {

// One accepted connection, as a script sees it.
class HostileConnection {
 public:
  HostileConnection(int socket, int index) : socket_(socket), index_(index) {}

  // Returns how many connections came before this one.
  [[nodiscard]] int index() const { return index_; }

  // Returns head and body of the next request, or nothing when the client is gone.
  [[nodiscard]] std::optional<std::string> ReadRequest() const {
    std::string text;
    while (true) {
      const std::size_t head_end = text.find("\r\n\r\n");
      if (head_end != std::string::npos &&
          text.size() >= head_end + 4 + ContentLength(text.substr(0, head_end))) {
        return text;
      }
      std::array<char, 4096> buffer;
      const ssize_t size = recv(socket_, buffer.data(), buffer.size(), 0);
      if (size <= 0) {
        return std::nullopt;
      }
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
  }

  // Returns whether the client still takes data.
  [[nodiscard]] bool Write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t size = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (size <= 0) {
        return false;
      }
      text.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }

  // Waits for `time`, or until the client is gone; returns false in that case.
  [[nodiscard]] bool Idle(std::chrono::milliseconds time) const {
    pollfd descriptor = {.fd = socket_, .events = POLLIN, .revents = 0};
    return poll(&descriptor, 1, static_cast<int>(time.count())) == 0;
  }
  void IdleUntilGone() const { (void)Idle(std::chrono::milliseconds(-1)); }

  // Makes the coming close a reset instead of an orderly end.
  void ResetOnClose() const {
    const linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }

 private:
  static std::size_t ContentLength(const std::string& head) {
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t found = head.find(kName);
    return found == std::string::npos
               ? 0
               : std::strtoul(head.c_str() + found + kName.size(), nullptr, 10);
  }

  int socket_;
  int index_;
};

class HostileEndpoint {
 public:
  using Script = std::function<void(const HostileConnection&)>;

  explicit HostileEndpoint(Script script) : script_(std::move(script)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    SWC_CHECK(bind(listener_, generic, size) == 0, "cannot bind to loopback");
    SWC_CHECK(listen(listener_, SOMAXCONN) == 0, "cannot listen on loopback");
    SWC_CHECK(getsockname(listener_, generic, &size) == 0, "a socket has no name");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread([this] { Accept(); });
  }

  HostileEndpoint(const HostileEndpoint&) = delete;
  HostileEndpoint& operator=(const HostileEndpoint&) = delete;
  ~HostileEndpoint() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      const std::scoped_lock lock(mutex_);
      for (const int socket : open_) {
        shutdown(socket, SHUT_RDWR);
      }
    }
    connections_.clear();
    close(listener_);
  }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int connection_count() {
    const std::scoped_lock lock(mutex_);
    return count_;
  }

 private:
  void Accept() {
    int socket = 0;
    while ((socket = accept(listener_, nullptr, nullptr)) >= 0) {
      const std::scoped_lock lock(mutex_);
      open_.push_back(socket);
      connections_.emplace_back([this, connection = HostileConnection(socket, count_), socket] {
        script_(connection);
        const std::scoped_lock closing(mutex_);
        std::erase(open_, socket);
        close(socket);
      });
      ++count_;
    }
  }

  Script script_;
  int listener_ = socket(AF_INET, SOCK_STREAM, 0);
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::jthread> connections_;
  int count_ = 0;
  std::jthread acceptor_;
};

}  // namespace swc::conformance
