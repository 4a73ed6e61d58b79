// What a target did not answer, and what is sent no more because of it.
//
// Law: waiting for what never comes is bounded twice. Two proven hangs of one kind of input are
// enough: further requests of the kind are not sent. And all waiting in hung requests together,
// those that waited at once counted once, has a limit for the whole run.
//
// Example: if (client.hangs().Blocks(kind)) { /* the case is BLOCKED */ }
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "conformance/net/transport.h"

namespace swc::conformance {

class Hangs {
 public:
  static constexpr int kProvenMax = 2;
  static constexpr std::chrono::seconds kWaitMax{40};

  // A request was sent at `from` and given up at `until`. Calls come in the order of `until`.
  void Waited(Transport::Clock from, Transport::Clock until) {
    waited_ += std::max(until - std::max(from, counted_until_), Transport::Clock::zero());
    counted_until_ = std::max(counted_until_, until);
  }

  // An input of this kind was seen to hang, and again, while a harmless request succeeded.
  void Prove(const std::string& kind) { ++proven_[kind]; }

  [[nodiscard]] bool Any() const { return !proven_.empty(); }
  [[nodiscard]] bool Blocks(const std::string& kind) const {
    const auto found = proven_.find(kind);
    return found != proven_.end() && found->second >= kProvenMax;
  }

  // Whether the run has waited long enough.
  [[nodiscard]] bool Spent() const { return waited_ >= kWaitMax; }

 private:
  std::map<std::string, int> proven_;
  Transport::Clock waited_{0};
  Transport::Clock counted_until_{0};
};

}  // namespace swc::conformance
