// A part of a whole, where the whole may be nothing.
#pragma once

#include <cstddef>

namespace swc::conformance {

// Returns `part` divided by `whole`, or 0 if there is no whole.
[[nodiscard]] inline double Share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace swc::conformance
