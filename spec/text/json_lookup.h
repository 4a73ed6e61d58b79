// Looking into JSON of which nothing may be taken for granted: no function throws or aborts.
//
// Law: what is missing, null or of another kind is absent, and a member of something absent is
// absent too. Pointers point into the document and live as long as it.
//
// Example: MemberOf(MemberOf(&model, "metadata"), "protocol")
#pragma once

#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace swc::spec {

// Returns the member of `node` called `name`, or null if it is absent.
[[nodiscard]] const nlohmann::json* MemberOf(const nlohmann::json* node, const std::string& name);

// Returns the string at `node`; empty if it is absent.
[[nodiscard]] std::string TextOf(const nlohmann::json* node);

// Returns the strings of the list at `node`. An element that is no string stands for its JSON.
[[nodiscard]] std::set<std::string> TextsOf(const nlohmann::json* node);

// Returns the names of the members of `node`.
[[nodiscard]] std::set<std::string> NamesOf(const nlohmann::json* node);

// Returns the JSON at `node` in one line, "absent" if there is none.
[[nodiscard]] std::string ShownInLine(const nlohmann::json* node);

// Returns `name`, in quotation marks and escaped if it could be anything but a word.
[[nodiscard]] std::string ShownName(const std::string& name);

}  // namespace swc::spec
