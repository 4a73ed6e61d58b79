// A transport without a network: a function answers, and time is virtual.
//
// Law: `Poll` answers what was sent in the order it was sent; when nothing is left to answer, time
// jumps to the next timer. So hours of waiting cost nothing and every run is the same.
//
// Example: DirectTransport transport(handler, {.wall_start = {.seconds = 1735689600}});
#pragma once

#include <functional>
#include <vector>

#include "conformance/net/timer_queue.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

struct DirectTransportOptions {
  spec::Instant wall_start;             // The wall clock at virtual time zero.
  bool frozen_wall = false;             // The wall clock stays at `wall_start`.
  std::function<spec::Instant()> wall;  // If set, this is the wall clock.
};

class DirectTransport final : public Transport {
 public:
  using Handler = std::function<spec::HttpResponse(const spec::HttpRequest&)>;

  explicit DirectTransport(Handler handler, DirectTransportOptions options = {});

  void Send(spec::HttpRequest request, std::function<void(Exchange)> done) override;
  void After(Clock delay, std::function<void()> done) override;
  [[nodiscard]] Clock Now() const override { return now_; }
  [[nodiscard]] spec::Instant WallNow() const override;
  void Abandon() override { abandoned_ = true; }
  bool Poll() override;

 private:
  struct Sent {
    spec::HttpRequest request;
    std::function<void(Exchange)> done;
  };
  void Answer(Sent sent);

  Handler handler_;
  DirectTransportOptions options_;
  Clock now_{0};
  TimerQueue timers_;
  std::vector<Sent> queue_;
  std::vector<Sent> batch_;  // What the current Poll answers; kept for its memory.
  bool polling_ = false;
  bool abandoned_ = false;
};

}  // namespace swc::conformance
