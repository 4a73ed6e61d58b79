// How the console looks: colours, columns, and how much of it there is.
#pragma once

#include <cstddef>

namespace swc::reports {

struct ConsoleStyle {
  bool color = false;       // The caller decides, from the terminal and NO_COLOR.
  bool quiet = false;       // Only the causes and the verdict.
  bool all = false;         // Every clause and finding that follows from a cause too.
  std::size_t width = 100;  // Columns.
};

}  // namespace swc::reports
