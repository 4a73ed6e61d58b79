#include "conformance/preflight/waiting.h"

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/preflight/preflight.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

constexpr std::chrono::milliseconds kPause{200};

// Owns all that it needs: it may be left behind when a signal ends the waiting.
Task<void> AskUntilAnswered(Transport& transport, Transport::Clock deadline,
                            std::function<bool()> stop, std::shared_ptr<bool> done) {
  while (!*done) {
    spec::HttpRequest request = HarmlessRequest("waiting");
    const Exchange exchange = co_await SendRequest(transport, std::move(request));
    *done = exchange.response.has_value() || transport.Now() >= deadline || stop();
    if (!*done) {
      co_await Sleep(transport, kPause);
    }
  }
}

}  // namespace

void WaitForTarget(Transport& transport, std::chrono::nanoseconds longest,
                   const std::function<bool()>& stop) {
  const auto done = std::make_shared<bool>(false);
  Spawn(AskUntilAnswered(transport, transport.Now() + longest, stop, done));
  while (!*done && !stop()) {
    transport.Poll();
  }
}

}  // namespace swc::conformance
