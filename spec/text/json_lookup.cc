#include "spec/text/json_lookup.h"

#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace swc::spec {

using nlohmann::json;

const json* MemberOf(const json* node, const std::string& name) {
  if (node == nullptr || !node->is_object()) {
    return nullptr;
  }
  const auto found = node->find(name);
  return found == node->end() || found->is_null() ? nullptr : &*found;
}

std::string TextOf(const json* node) {
  return node != nullptr && node->is_string() ? node->get<std::string>() : std::string();
}

std::set<std::string> TextsOf(const json* node) {
  std::set<std::string> texts;
  if (node != nullptr && node->is_array()) {
    for (const json& item : *node) {
      texts.insert(item.is_string() ? item.get<std::string>() : ShownInLine(&item));
    }
  }
  return texts;
}

std::set<std::string> NamesOf(const json* node) {
  std::set<std::string> names;
  if (node != nullptr && node->is_object()) {
    for (const auto& [name, value] : node->items()) {
      names.insert(name);
    }
  }
  return names;
}

std::string ShownInLine(const json* node) {
  return node == nullptr ? "absent" : node->dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string ShownName(const std::string& name) {
  constexpr std::string_view kOfWords =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  const bool word = !name.empty() && name.find_first_not_of(kOfWords) == std::string::npos;
  const json quoted = name;
  return word ? name : ShownInLine(&quoted);
}

}  // namespace swc::spec
