// The JSON of this folder keeps its members in the order in which they will be sent.
#pragma once

#include <nlohmann/json.hpp>

namespace swc::generators {

using Json = nlohmann::ordered_json;

}  // namespace swc::generators
