// Standard output as whatever draws on it has to know it.
//
// Example: const StandardOutput out = OpenStandardOutput(); out.write("done\n");
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace swc::conformance {

struct StandardOutput {
  std::function<void(std::string_view)> write;  // Nothing is kept back.
  bool terminal = false;
  bool color = false;                  // A terminal, and NO_COLOR is not set.
  std::optional<std::size_t> columns;  // Of the terminal, or COLUMNS, where one says so.
};

// REQUIRES: no thread was started.
[[nodiscard]] StandardOutput OpenStandardOutput();

}  // namespace swc::conformance
