// What a case has that is worth counting: the classes by which a report says what was generated.
//
// Example: for (std::string_view name : ClassesOf(test_case)) { ++count[name]; }
#pragma once

#include <string_view>
#include <vector>

#include "generators/case/case.h"

namespace swc::generators {

// Returns the names of all classes, in a fixed order.
[[nodiscard]] std::vector<std::string_view> AllClasses();

// Returns the names of the classes that `test_case` belongs to.
[[nodiscard]] std::vector<std::string_view> ClassesOf(const Case& test_case);

}  // namespace swc::generators
