// Example of an implementation under test: what a read asks for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/examples/ingest_store.h"

namespace ingest_example {

inline constexpr std::size_t kPageMax = 20'000;
inline constexpr std::size_t kTokenMax = 999'999'999;

struct Query {
  std::string alias;
  std::optional<Time> start;
  std::optional<Time> end;
  std::string quality;
  bool descending = false;
  std::size_t page = 20;
  std::size_t first = 0;
};

// All throw Refusal.
[[nodiscard]] std::size_t ParseCount(const std::string& text, std::size_t min, std::size_t max);
void CheckEnums(const Query& query, const std::string& order);
[[nodiscard]] Query ParseQuery(std::string_view text);

}  // namespace ingest_example
