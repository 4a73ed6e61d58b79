// For tests: a preflight of a server in the process, whose clock and answers can be replaced.
//
// Law: time is virtual.
//
// Example: PreflightBench bench; bench.SendNoDate(); ExpectNothingWrong(bench.Run());
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/net/direct_transport.h"
#include "conformance/net/finish.h"
#include "conformance/net/transport.h"
#include "conformance/preflight/preflight.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "reference/model/policies.h"
#include "reference/reading/directory.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {

// A reference server whose answers can be replaced, and what a preflight finds out about it.
class PreflightBench {
 public:
  PreflightBench() { target_.directory.streams = reference::Setting::kUnknown; }

  reference::Directory& server_directory() { return server_options_.directory; }
  Target& target() { return target_; }
  [[nodiscard]] const ReadAccess& access() const { return access_; }
  [[nodiscard]] ReadAccess& access() { return access_; }
  [[nodiscard]] Transport::Clock took() const { return transport_.Now(); }
  [[nodiscard]] int Asked(spec::Operation operation) const {
    const auto found = asked_.find(operation);
    return found == asked_.end() ? 0 : found->second;
  }

  void ServerIsBehind(std::chrono::seconds behind) { behind_ = behind; }
  void SendNoDate() { date_ = ""; }
  void SendDate(std::string date) { date_ = std::move(date); }
  void AnswerAllWith(const spec::HttpResponse& response) {
    for (const spec::Operation operation : spec::kOperations) {
      AnswerWith(operation, response);
    }
  }
  void AnswerWith(spec::Operation operation, spec::HttpResponse response) {
    replaced_[operation] = std::move(response);
  }

  Preflight Run() {
    server_.emplace(server_options_);
    const PreflightPlan plan{.run_id = "r1"};
    return Finish(transport_, RunPreflight(client_, target_, access_, plan));
  }

 private:
  spec::HttpResponse Handle(const spec::HttpRequest& request) {
    const auto operation = spec::OperationOf(request);
    if (operation) {
      ++asked_[*operation];
      if (const auto found = replaced_.find(*operation); found != replaced_.end()) {
        return found->second;
      }
    }
    spec::HttpResponse response = server_->Handle(request);
    if (date_) {
      std::erase_if(response.headers, [](const auto& header) { return header.first == "Date"; });
    }
    if (date_ && !date_->empty()) {
      response.headers.emplace_back("Date", *date_);
    }
    return response;
  }

  std::chrono::seconds behind_{0};
  std::optional<std::string> date_;  // In the place of the server's; empty: none.
  std::map<spec::Operation, spec::HttpResponse> replaced_;
  std::map<spec::Operation, int> asked_;
  DirectTransport transport_{[this](const spec::HttpRequest& request) { return Handle(request); },
                             {.wall_start = spec::kFixedNow}};
  reference::ServerOptions server_options_ =
      reference::ServerOptionsOf(reference::Policies(), nullptr, [this] {
        return spec::Plus(transport_.WallNow(), -behind_.count() * spec::kNanosPerSecond);
      });
  std::optional<reference::ReferenceServer> server_;
  Target target_ = InProcessTarget(reference::ExampleDirectory());
  ServerClock clock_;
  Client client_{transport_, clock_, {}};
  ReadAccess access_;
};

inline void ExpectNothingWrong(const Preflight& found) {
  EXPECT_THAT(found.could_not_test, testing::IsEmpty());
  EXPECT_THAT(found.wrong_target, testing::IsEmpty());
  EXPECT_THAT(found.headline, testing::IsEmpty());
}

}  // namespace swc::conformance
