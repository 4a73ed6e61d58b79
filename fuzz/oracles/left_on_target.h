// What puts may have left on a target, counted from the exchanges as they come.
//
// Law: an upper bound. A put counts unless it was refused as a whole: what of it was refused entry
// by entry, or replaced something older, counts too. A series counts once in a process, if its
// alias lies in our folder of names: asset properties are those of their owner.
//
// Example: LeftOnTarget left("fuzz-1a2b3c4d");
//          const LeftOnTarget::Left more = left.Add(exchange); more.series
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "conformance/net/transport.h"

namespace swc::fuzz {

class LeftOnTarget {
 public:
  // Further series count each time they are written to: their names are kept no more.
  static constexpr std::size_t kSeriesMax = 1'000'000;

  explicit LeftOnTarget(std::string_view folder);

  struct Left {
    std::uint64_t values = 0;
    std::uint64_t series = 0;  // That were not counted before.
  };
  // Returns what this exchange adds.
  [[nodiscard]] Left Add(const conformance::Exchange& exchange);

 private:
  std::string folder_;              // As it stands inside an alias.
  std::set<std::uint64_t> series_;  // Hashes of their aliases.
};

}  // namespace swc::fuzz
