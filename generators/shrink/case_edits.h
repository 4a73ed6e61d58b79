// The single steps of shrinking a case: what can be dropped, and what can be said more simply.
//
// Law: an edit is found by looking at the case and carried out on a copy later, so that a long list
// of them costs little. Not every edit leads to a case that can be rendered; `ShrinksOf` sorts out
// those that do not.
//
// Example: Case smaller = Applied(EditsOf(test_case).front(), test_case);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"

namespace swc::generators {

using JsonPointer = nlohmann::ordered_json::json_pointer;

enum class Action : std::uint8_t {
  kDropSteps,     // `count` steps from `step` on.
  kDropSeries,    // The series `name` and all that is about it.
  kDropElements,  // `count` elements from `first` on of the list at `pointer`.
  kDropMember,    // Member `name` of the object at `pointer`.
  kReplace,       // What stands at `pointer`, by `value`.
  kReplaceTime,   // The timestamp of the value at `pointer`, by "at": "t0".
  kCutBody,       // `count` bytes from `first` on of a raw body.
};

// One thing to make smaller.
struct Edit {
  Action action = Action::kReplace;
  std::size_t step = 0;
  std::size_t first = 0;
  std::size_t count = 1;
  JsonPointer pointer;
  std::string name;
  nlohmann::ordered_json value;
};

// Returns the edits of a case: the drops first, the largest of them in front, then the
// simplifications.
[[nodiscard]] std::vector<Edit> EditsOf(const Case& test_case);

// Returns the case `result` with one edit carried out. REQUIRES: the edit is one of `EditsOf` it.
[[nodiscard]] Case Applied(const Edit& edit, Case result);

// Returns the bytes of a raw put, or nothing if they are not base64.
[[nodiscard]] std::optional<std::string> RawBody(const nlohmann::ordered_json& body);

}  // namespace swc::generators
