// Texts of a wanted length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace swc::generators {

// Returns `count` times `unit`.
[[nodiscard]] inline std::string Repeated(std::string_view unit, std::size_t count) {
  std::string text;
  text.reserve(unit.size() * count);
  for (std::size_t i = 0; i < count; ++i) {
    text += unit;
  }
  return text;
}

}  // namespace swc::generators
