// What `replay` and `shrink` share: case files, an opened and probed target, one case at a time.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/net/finish.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/target/leases.h"
#include "conformance/target/opening.h"
#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::conformance {

// What a session does beside running cases.
struct SessionOptions {
  std::function<void(const Exchange&)> observe;  // Sees every attempt; may be empty.
  LeaseLimits leases;
  // A folder of names, "fuzz-1a2b3c4d": aliases have it before the id of the run; may be empty.
  std::string names_below;
};

// Loads case files. Errors name the file and the field.
[[nodiscard]] std::expected<std::vector<generators::Case>, spec::Error> LoadCases(
    const std::vector<std::string>& files);

// A target that answers, and all that cases need to run on it.
class CaseSession {
 public:
  // Opens and probes the target of a command line.
  [[nodiscard]] static std::expected<std::unique_ptr<CaseSession>, spec::Error> Begin(
      const TargetOptions& options, SessionOptions session = {});

  // Runs one task to its end.
  template <typename T>
  [[nodiscard]] T Finish(Task<T> task) {
    return conformance::Finish(*open_.transport, std::move(task));
  }

  [[nodiscard]] CaseContext& context() { return context_; }
  [[nodiscard]] const std::string& endpoint() const { return open_.target.endpoint; }

 private:
  CaseSession(OpenTarget open, std::string run_id, SessionOptions options);

  OpenTarget open_;
  Client client_;
  Leases leases_;
  ReadAccess reads_;
  CaseContext context_;
};

}  // namespace swc::conformance
