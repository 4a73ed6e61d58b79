// JSON that a user wrote, read once and with a place in every complaint.
//
// Law: nothing that a file may hold ends the process: JSON nested deeper than `kUserJsonDepthMax`
// is refused before anything is built of it, and so is a member that stands twice, for one of them
// would be lost. No complaint repeats more of the text than a name.
//
// Example: ParseUserJson(R"({"a": 1, "a": 2})", "t.json")  // "t.json: /a: it stands twice"
#pragma once

#include <expected>
#include <string_view>

#include <nlohmann/json.hpp>

#include "spec/text/error.h"

namespace swc::spec {

// Far deeper than any request of the contract, and no stack runs out.
inline constexpr int kUserJsonDepthMax = 100;

// Reads `text`, which is the content of `origin`.
[[nodiscard]] std::expected<nlohmann::ordered_json, Error> ParseUserJson(std::string_view text,
                                                                         std::string_view origin);

}  // namespace swc::spec
