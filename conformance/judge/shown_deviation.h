// A deviation with the exchange that showed it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "conformance/judge/observations.h"
#include "conformance/net/transport.h"

namespace swc::conformance {

// An exchange that is kept once, however many deviations it shows.
//
// Example: const KeptExchange kept(exchange); deviation.exchange = kept; kept->request
class KeptExchange {
 public:
  // As much of an answer is kept as anybody is shown, and more.
  static constexpr std::size_t kShownBytesMax = 65'536;

  KeptExchange() : exchange_(Nothing()) {}
  KeptExchange(Exchange exchange)  // NOLINT(google-explicit-constructor): may stand for a kept one.
      : body_bytes_(exchange.response ? exchange.response->body.size() : 0),
        exchange_(std::make_shared<const Exchange>(std::move(exchange))) {}

  // Returns the exchange without what its answer has beyond kShownBytesMax: for people, not to be
  // read again.
  [[nodiscard]] static KeptExchange ToShow(Exchange exchange) {
    const std::size_t bytes = exchange.response ? exchange.response->body.size() : 0;
    if (bytes > kShownBytesMax) {
      exchange.response->body.resize(kShownBytesMax);
      exchange.response->body.shrink_to_fit();
    }
    KeptExchange kept(std::move(exchange));
    kept.body_bytes_ = bytes;
    return kept;
  }

  // Returns how many bytes the body of the answer had.
  [[nodiscard]] std::size_t body_bytes() const { return body_bytes_; }

  const Exchange& operator*() const { return *exchange_; }
  const Exchange* operator->() const { return exchange_.get(); }

 private:
  static std::shared_ptr<const Exchange> Nothing() {
    static const auto kNothing = std::make_shared<const Exchange>();
    return kNothing;
  }

  std::size_t body_bytes_ = 0;
  std::shared_ptr<const Exchange> exchange_;
};

// A deviation, the exchange that showed it, and the put before it, if the exchange is a read.
struct ShownDeviation {
  Deviation deviation;
  KeptExchange exchange;
  std::optional<KeptExchange> put;
};

}  // namespace swc::conformance
