#include "conformance/tally/latencies.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "conformance/net/transport.h"
#include "conformance/smallest/visible_times.h"
#include "reports/run_record.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {

void Latencies::Note(const Exchange& exchange) {
  const auto operation = spec::OperationOf(exchange.request);
  if (!operation || !exchange.response) {
    return;
  }
  const spec::Instant& from = exchange.sent_at;
  const spec::Instant& to = exchange.received_at;
  const double ms = static_cast<double>(to.seconds - from.seconds) * 1e3 +
                    static_cast<double>(to.nanos - from.nanos) / 1e6;
  // A wall clock may be set back.
  times_.at(static_cast<std::size_t>(*operation)).Add(std::max(ms, 0.0));
}

std::vector<reports::OperationLatency> Latencies::Record() const {
  std::vector<reports::OperationLatency> record;
  for (const spec::Operation operation : spec::kOperations) {
    const VisibleTimes& times = times_.at(static_cast<std::size_t>(operation));
    if (times.count() > 0) {
      record.push_back({.operation = std::string(spec::NameOf(operation)),
                        .answers = times.count(),
                        .ms_p50 = times.Quantile(0.5),
                        .ms_p99 = times.Quantile(0.99),
                        .ms_max = times.Quantile(1)});
    }
  }
  return record;
}

}  // namespace swc::conformance
