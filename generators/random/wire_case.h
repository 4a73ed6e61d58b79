// The wire phase: forms of JSON and of HTTP that other layers than the operation have to handle.
//
// Law: forms of JSON stand in wire_forms.json, named by class: y- well-formed, n- malformed, i-
// left open, s- well-formed but no request. Behind each the series is read back, since a refused
// request must have stored nothing, and a valid put follows on the same connections.
//
// Example: for (std::size_t i = 0; i < WireCaseCount(); ++i) { Run(WireCase(i)); }
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case/case.h"

namespace swc::generators {

struct WireForm {
  std::string name;  // "n-trailing-comma".
  std::string body;  // Bytes, with symbols.
};

// Returns the forms of JSON. The first letter of a name is its class.
[[nodiscard]] std::span<const WireForm> WireForms();

[[nodiscard]] std::size_t WireCaseCount();

// Returns a case of one form: "wire/n-trailing-comma", "wire/http-chunked".
// REQUIRES: `index` is below their number.
[[nodiscard]] Case WireCase(std::size_t index);

// Returns all of them, in their order.
[[nodiscard]] const std::vector<Case>& AllWireCases();

}  // namespace swc::generators
