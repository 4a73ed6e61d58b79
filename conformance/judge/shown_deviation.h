// A deviation with the exchange that showed it.
#pragma once

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
  KeptExchange() : exchange_(Nothing()) {}
  KeptExchange(Exchange exchange)  // NOLINT(google-explicit-constructor): may stand for a kept one.
      : exchange_(std::make_shared<const Exchange>(std::move(exchange))) {}

  const Exchange& operator*() const { return *exchange_; }
  const Exchange* operator->() const { return exchange_.get(); }

 private:
  static std::shared_ptr<const Exchange> Nothing() {
    static const auto kNothing = std::make_shared<const Exchange>();
    return kNothing;
  }

  std::shared_ptr<const Exchange> exchange_;
};

// A deviation, the exchange that showed it, and the put before it, if the exchange is a read.
struct ShownDeviation {
  Deviation deviation;
  KeptExchange exchange;
  std::optional<KeptExchange> put;
};

}  // namespace swc::conformance
