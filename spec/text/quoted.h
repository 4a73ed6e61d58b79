// A text as a JSON string; bytes that are no UTF-8 become U+FFFD.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace swc::spec {

[[nodiscard]] inline std::string Quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace swc::spec
