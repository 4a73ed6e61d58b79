// What the suite is told about an endpoint: target.json (docs/target.md).
//
// Law: every field but `endpoint` is optional; what is not told is found out or stays UNTESTED.
// Credentials never stand in this file.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {

// The operations that show what a put stored.
inline constexpr std::array kReads = {spec::Operation::kLatest, spec::Operation::kHistory,
                                      spec::Operation::kBatchLatest,
                                      spec::Operation::kBatchHistory};

// A header that goes out with every request, as a gateway asks for it. Its value is a secret that
// stands in an environment variable, and never here.
struct TargetHeader {
  std::string name;
  std::string variable;
};

struct Target {
  std::string endpoint;  // "http://127.0.0.1:9000", without a slash at its end.
  std::string region = "us-east-1";
  bool sigv4 = false;
  std::vector<TargetHeader> headers;
  std::string ca_file;  // Certificates to trust, as PEM; empty: those of the environment.
  reference::Directory directory;
  std::set<spec::Operation> no_reads;   // Read operations that it is said not to have.
  std::set<spec::Operation> has_reads;  // Those that it is said to have.
  bool exact_clock = false;             // The suite shares the target's clock to the nanosecond.
  std::optional<spec::Instant> frozen_clock;  // The target's clock stands still here.
  // Lets the target forget what a series holds that no case uses any more; empty: it cannot. Only a
  // server of the suite's own can be told so.
  std::function<void(const reference::SeriesId&)> forget;
};

// Returns the target that a server inside this process is: its clock is the suite's.
[[nodiscard]] Target InProcessTarget(reference::Directory directory);

}  // namespace swc::conformance
