// How much the pages of one read may hold together.
//
// Law: many pages that each stay below the limit of an answer are an answer without a limit. What
// is beyond it counts as too large, like one answer that is.
//
// Example: PagedBytes bytes; bytes.Count(sent.exchange);  // May turn its response into a failure.
#pragma once

#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "conformance/net/transport.h"

namespace swc::conformance {

class PagedBytes {
 public:
  // A case stores a few hundred values, each of 1 KiB at most.
  static constexpr std::size_t kBytesMax = std::size_t{4} << 20U;

  void Count(Exchange& exchange) {
    bytes_ += exchange.response ? exchange.response->body.size() : 0;
    if (bytes_ > kBytesMax && exchange.response) {
      exchange.response = std::nullopt;
      exchange.failure = TransportFailure::kTooLarge;
      exchange.failure_detail = fmt::format("pages of more than {} bytes", kBytesMax);
    }
  }

 private:
  std::size_t bytes_ = 0;
};

}  // namespace swc::conformance
