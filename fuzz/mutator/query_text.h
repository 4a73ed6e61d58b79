// The path of a raw read taken apart and put together again, as text: nothing is decoded.
//
// Law: JoinedQuery(SplitQuery(path)) == path, unless an empty parameter stood last.
//
// Example: SplitQuery("/properties/latest?propertyAlias=%2Fa").parameters.front().value == "%2Fa"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace swc::fuzz {

struct Parameter {
  std::string name;
  std::string value;
  bool equals = true;  // Whether there is a '='.
};

struct RawQuery {
  std::string path;
  std::vector<Parameter> parameters;
};

[[nodiscard]] RawQuery SplitQuery(std::string_view target);
[[nodiscard]] std::string JoinedQuery(const RawQuery& query);

// Returns `text` with what no request line can hold percent-encoded. Symbols stay as they are.
[[nodiscard]] std::string SafeInQuery(std::string_view text);

}  // namespace swc::fuzz
