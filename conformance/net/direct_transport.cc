#include "conformance/net/direct_transport.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "conformance/net/transport.h"
#include "spec/check.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

DirectTransport::DirectTransport(Handler handler, DirectTransportOptions options)
    : handler_(std::move(handler)), options_(std::move(options)) {}

void DirectTransport::Send(spec::HttpRequest request, std::function<void(Exchange)> done) {
  queue_.push_back({.request = std::move(request), .done = std::move(done)});
}

void DirectTransport::After(Clock delay, std::function<void()> done) {
  timers_.Add(now_ + std::max(delay, Clock::zero()), std::move(done));
}

spec::Instant DirectTransport::WallNow() const {
  if (options_.wall) {
    return options_.wall();
  }
  return options_.frozen_wall ? options_.wall_start : spec::Plus(options_.wall_start, now_.count());
}

void DirectTransport::Answer(Sent sent) {
  Exchange exchange;
  exchange.sent_at = WallNow();
  if (abandoned_) {
    exchange.failure = TransportFailure::kAbandoned;
    exchange.failure_detail = kAbandonedDetail;
  } else {
    exchange.response = handler_(sent.request);
  }
  exchange.received_at = WallNow();
  exchange.request = std::move(sent.request);
  sent.done(std::move(exchange));
}

bool DirectTransport::Poll() {
  SWC_CHECK(!polling_, "Poll is called from one of its callbacks");
  if (queue_.empty() && timers_.empty()) {
    return false;
  }
  polling_ = true;
  if (queue_.empty()) {
    now_ = std::max(now_, timers_.NextDue());
  }
  batch_.swap(queue_);
  for (Sent& sent : batch_) {
    Answer(std::move(sent));
  }
  batch_.clear();
  timers_.RunDue(abandoned_ ? Clock::max() : now_);
  polling_ = false;
  return true;
}

}  // namespace swc::conformance
