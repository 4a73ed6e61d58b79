// How much the pages of one read may hold together.
//
// Law: many pages that each stay below the limit of an answer are an answer without a limit. What
// is beyond it counts as too large, like one answer that is.
//
// Example: PagedBytes bytes; bytes.Count(sent.exchange);  // May turn its response into a failure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "conformance/net/transport.h"

namespace swc::conformance {

class PagedBytes {
 public:
  // What stands behind such a failure. Each page by itself was an answer.
  static constexpr std::string_view kDetail = "its pages together hold far more than a case stores";

  // A case stores a few hundred values, each of 1 KiB at most.
  static constexpr std::size_t kBytesMax = std::size_t{4} << 20U;

  void Count(Exchange& exchange) {
    bytes_ += exchange.response ? exchange.response->body.size() : 0;
    if (bytes_ > kBytesMax && exchange.response) {
      GiveUp(exchange);
    }
  }

  // Makes a failure of the last page that is taken, of bytes or of number.
  static void GiveUp(Exchange& exchange) {
    exchange.response = std::nullopt;
    exchange.failure = TransportFailure::kTooLarge;
    exchange.failure_detail = kDetail;
  }

 private:
  std::size_t bytes_ = 0;
};

}  // namespace swc::conformance
