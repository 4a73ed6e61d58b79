// The pace of a target that throttles: no property gets more than the service takes of it.
//
// Law: a target that never throttles is not slowed down. From the first answer that says "too many"
// on, puts and histories of one property keep the documented distance (F53, F204, F206), so that
// what is asked again has a chance to pass.
//
// Example: pace.Begin(); co_await Sleep(transport, pace.TurnOf(request, transport.Now()));
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "conformance/net/transport.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"

namespace swc::conformance {

class Pace {
 public:
  // Between two entries of an attribute, two of any other series, and two histories of one series.
  static constexpr std::chrono::milliseconds kAttributeEntry{1'000};
  static constexpr std::chrono::milliseconds kEntry{100};
  static constexpr std::chrono::milliseconds kHistory{34};

  // Without a directory every series counts as one that is no attribute. REQUIRES: it outlives the
  // pace.
  explicit Pace(const reference::Directory* directory) : directory_(directory) {}

  // The target has throttled.
  void Begin() { begun_ = true; }

  // Returns how long `request` has to wait at `now`, and takes its turn.
  [[nodiscard]] std::chrono::nanoseconds TurnOf(const spec::HttpRequest& request,
                                                Transport::Clock now);

 private:
  const reference::Directory* directory_;
  bool begun_ = false;
  std::map<std::string, Transport::Clock> next_;  // When a series is free again.
};

}  // namespace swc::conformance
