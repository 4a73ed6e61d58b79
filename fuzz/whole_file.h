// Files that are there whole or not at all, whatever moment their writer is killed at.
//
// Law: the content is written beside the file, under a name of this process that does not end as
// that of the file does, and is renamed then. Several processes may write the same file.
//
// Example: if (auto written = WriteWhole("records/a.json", text); !written) { ... }
#pragma once

#include <expected>
#include <filesystem>
#include <string_view>

#include "spec/error.h"

namespace swc::fuzz {

// Writes `path`, and makes its folder if there is none.
[[nodiscard]] std::expected<void, spec::Error> WriteWhole(const std::filesystem::path& path,
                                                          std::string_view content);

}  // namespace swc::fuzz
