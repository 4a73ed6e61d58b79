// Tries each of the four reads on a value that was acknowledged.
//
// Law: what a read does not show may come later, so all that can be used are given the same time;
// what refuses an ordinary read is buried at once.
//
// Example: const std::string headline = co_await TryReads(client, access, sample, 5s);
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/client/read_requests.h"
#include "conformance/net/task.h"
#include "generators/case/case.h"

namespace swc::conformance {

// The series that the reads are tried on.
struct Sample {
  generators::SeriesBinding names;
  By by = By::kAlias;
  std::int64_t seconds = 0;  // When its value is.
  bool shared = false;       // Others may have written to it.
};

// Buries in `access` what cannot be used. `read_deadline` counts while no read shows the value.
// Returns what a report says of it; empty if all can be used. REQUIRES: all arguments outlive the
// task.
Task<std::string> TryReads(Client& client, ReadAccess& access, const Sample& sample,
                           std::chrono::nanoseconds read_deadline);

}  // namespace swc::conformance
