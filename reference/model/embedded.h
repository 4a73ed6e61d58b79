// The data files of reference/ as they were when the binary was built.
#pragma once

#include <string_view>

namespace swc::reference {

[[nodiscard]] std::string_view EmbeddedPresets();  // reference/model/presets.json

}  // namespace swc::reference
