// Base64 (RFC 4648), for bytes that a JSON file cannot hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace swc::spec {

[[nodiscard]] std::string EncodeBase64(std::string_view bytes);

// Returns the bytes, or nothing if `text` is not padded base64.
[[nodiscard]] std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace swc::spec
