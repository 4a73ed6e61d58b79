// The timers of one transport, by due time and then in the order they were added.
//
// Law: a timer added by a callback never runs in the same `RunDue`, so no timer starves the rest.
//
// Example: timers.Add(Now() + delay, done); ... timers.RunDue(Now());
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "conformance/net/transport.h"

namespace swc::conformance {

class TimerQueue {
 public:
  [[nodiscard]] bool empty() const { return heap_.empty(); }

  void Add(Transport::Clock due, std::function<void()> done) {
    heap_.push_back({.due = due, .order = next_order_++, .done = std::move(done)});
    std::ranges::push_heap(heap_, Later);
  }

  // Returns when the first timer is due. REQUIRES: not empty.
  [[nodiscard]] Transport::Clock NextDue() const { return heap_.front().due; }

  // Runs what is due at `now`. Returns whether anything was.
  bool RunDue(Transport::Clock now) {
    const std::uint64_t end = next_order_;
    bool ran = false;
    while (!heap_.empty() && heap_.front().due <= now && heap_.front().order < end) {
      std::ranges::pop_heap(heap_, Later);
      const std::function<void()> done = std::move(heap_.back().done);
      heap_.pop_back();
      done();
      ran = true;
    }
    return ran;
  }

 private:
  struct Timer {
    Transport::Clock due;
    std::uint64_t order = 0;
    std::function<void()> done;
  };
  static bool Later(const Timer& a, const Timer& b) {
    return std::pair(a.due, a.order) > std::pair(b.due, b.order);
  }

  std::vector<Timer> heap_;
  std::uint64_t next_order_ = 0;
};

}  // namespace swc::conformance
