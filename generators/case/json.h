// The JSON of this folder keeps its members in the order in which they will be sent.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace swc::generators {

using Json = nlohmann::ordered_json;

// What is said of JSON that a reader of cases cannot make sense of, where it knows no more.
inline constexpr std::string_view kOddMember =
    "a member is missing, or of another type than docs/case-format.md says";

}  // namespace swc::generators
