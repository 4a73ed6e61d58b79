// The embedded default target: the reference server inside this process, on a loopback port.
//
// Law: its clock is frozen and shared with the runner, so the edges of the time window are tested
// to the nanosecond. It forgets what a case has stored once the case is over, so that a run of a
// million cases takes no more memory than one of a thousand.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/target/target.h"
#include "reference/reading/series_id.h"
#include "reference/server/http_server.h"
#include "reference/server/reference_server.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::conformance {

// A transport whose wall clock stands still.
class FrozenWallTransport : public Transport {
 public:
  FrozenWallTransport(std::unique_ptr<Transport> inner, spec::Instant wall)
      : inner_(std::move(inner)), wall_(wall) {}

  void Send(spec::HttpRequest request, std::function<void(Exchange)> done) override;
  void After(Clock delay, std::function<void()> done) override {
    inner_->After(delay, std::move(done));
  }
  [[nodiscard]] Clock Now() const override { return inner_->Now(); }
  [[nodiscard]] spec::Instant WallNow() const override { return wall_; }
  void Abandon() override { inner_->Abandon(); }
  bool Poll() override { return inner_->Poll(); }

 private:
  std::unique_ptr<Transport> inner_;
  spec::Instant wall_;
};

// Series that a server shall forget: named by the thread that plays cases, forgotten by the one
// that calls the server.
class SeriesToForget {
 public:
  void Add(const reference::SeriesId& id) {
    const std::lock_guard lock(mutex_);
    ids_.push_back(id);
  }
  [[nodiscard]] std::vector<reference::SeriesId> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(ids_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<reference::SeriesId> ids_;
};

struct EmbeddedTarget {
  std::unique_ptr<reference::ReferenceServer> server;
  std::unique_ptr<SeriesToForget> to_forget;
  std::unique_ptr<reference::HttpServer> http;
  std::unique_ptr<Transport> transport;
  Target target;
};

// Starts the server. `now` is the instant at which its clock stands still.
[[nodiscard]] std::expected<EmbeddedTarget, spec::Error> StartEmbeddedTarget(spec::Instant now,
                                                                             int connections);

}  // namespace swc::conformance
