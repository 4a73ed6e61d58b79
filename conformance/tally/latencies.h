// How long the answers of each operation took.
//
// Example: latencies.Note(exchange); ... record.stats.latency = latencies.Record();
#pragma once

#include <array>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/smallest/visible_times.h"
#include "reports/run_record.h"
#include "spec/operation.h"

namespace swc::conformance {

class Latencies {
 public:
  // What failed, and what is no operation, says nothing.
  void Note(const Exchange& exchange);

  // Returns the operations that were answered, in the order of the contract.
  [[nodiscard]] std::vector<reports::OperationLatency> Record() const;

 private:
  std::array<VisibleTimes, spec::kOperations.size()> times_;
};

}  // namespace swc::conformance
