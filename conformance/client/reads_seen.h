// What each read operation was seen to do in a run.
//
// Law: an operation that never shows a value proves nothing, whatever another one shows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "conformance/net/transport.h"
#include "spec/operation.h"

namespace swc::conformance {

class ReadsSeen {
 public:
  void Note(const Exchange& exchange) {
    const auto operation = spec::OperationOf(exchange.request);
    if (!operation) {
      return;
    }
    Count& count = counts_.at(static_cast<std::size_t>(*operation));
    ++count.asked;
    count.answered += exchange.response && exchange.response->status == 200 ? 1 : 0;
    // Once is enough: looking for it costs time.
    if (count.shown == 0 && exchange.response && exchange.response->status == 200 &&
        exchange.response->body.contains("timeInSeconds")) {
      ++count.shown;
    }
  }

  // Return how often a read was asked, and whether it has shown a value. A put shows what it is
  // for.
  [[nodiscard]] std::uint64_t Asked(spec::Operation operation) const {
    return counts_.at(static_cast<std::size_t>(operation)).asked;
  }
  // Returns how often it was answered with status 200.
  [[nodiscard]] std::uint64_t Answered(spec::Operation operation) const {
    return counts_.at(static_cast<std::size_t>(operation)).answered;
  }
  [[nodiscard]] bool Shown(spec::Operation operation) const {
    return operation == spec::Operation::kPut ||
           counts_.at(static_cast<std::size_t>(operation)).shown > 0;
  }

 private:
  struct Count {
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;
    std::uint64_t shown = 0;
  };
  std::array<Count, spec::kOperations.size()> counts_;
};

}  // namespace swc::conformance
