// What a read asks for: the property that it names, and which of its values in which order.
//
// Law: values only. How a request says it stands in reference/reading/read_rules.h, what a server
// shows of it in reference/model/read_model.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "spec/tqv.h"

namespace swc::reference {

// How a read names its property; the same members as in a put entry.
struct Identity {
  std::optional<std::string> asset_id;
  std::optional<std::string> property_id;
  std::optional<std::string> alias;
};

struct HistoryQuery {
  Identity identity;
  std::optional<spec::Instant> start;  // Exclusive.
  std::optional<spec::Instant> end;    // Inclusive.
  std::optional<spec::Quality> quality;
  bool descending = false;
  std::size_t max_results = 0;
  std::size_t first_row = 0;     // From nextToken.
  bool start_inclusive = false;  // Never set by the model itself: mutants bend the query.
  bool end_exclusive = false;
};

}  // namespace swc::reference
