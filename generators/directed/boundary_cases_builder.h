// What the boundary cases are put together from.
//
// Example: cases.push_back(PutCase("entries.max", "at", "As many entries as allowed.", entries));
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::generators {

// A case's clause and what is special about it; together its id, "<clause>/<what>".
struct CaseName {
  spec::ClauseId clause;
  std::string what;
  std::string title;
};

// Returns a case of one put of `entries` to series "s1" of `type`.
[[nodiscard]] Case PutCase(CaseName name, nlohmann::ordered_json entries,
                           spec::DataType type = spec::DataType::kDouble);

// Returns a case of one put of the single property value `value`.
[[nodiscard]] Case ValueCase(CaseName name, nlohmann::ordered_json value,
                             spec::DataType type = spec::DataType::kDouble);

// Returns a case of one put whose body is sent as it stands: one entry by alias whose only
// property value is the text `value`.
[[nodiscard]] Case RawValueCase(CaseName name, std::string_view value,
                                spec::DataType type = spec::DataType::kDouble);

// Returns an entry "e<number>" for series "s1".
[[nodiscard]] nlohmann::ordered_json Entry(std::size_t number, nlohmann::ordered_json values);

// Returns a GOOD property value whose value is `variant` at the time expression `at`.
[[nodiscard]] nlohmann::ordered_json Value(nlohmann::ordered_json variant, std::string_view at);

// Returns the time expression of the `second`-th second of the case's slice of time.
[[nodiscard]] std::string Second(std::size_t second);

// Returns `count` doubles, one a second from second `first` on.
[[nodiscard]] nlohmann::ordered_json Doubles(std::size_t first, std::size_t count);

}  // namespace swc::generators
