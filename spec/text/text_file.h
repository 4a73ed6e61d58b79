// Files as text: read whole, written whole.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "spec/text/error.h"

namespace swc::spec {

// Far more than any file that the suite writes or knows.
inline constexpr std::size_t kFileBytesMax = std::size_t{64} << 20U;

// Returns what a regular file of at most `kFileBytesMax` bytes holds: from a pipe or a device
// nobody knows when it ends. Errors name it and say why it cannot be read.
[[nodiscard]] std::expected<std::string, Error> ReadFile(const std::string& path);

// Writes a file, and makes its folder if there is none.
//
// Law: the file is there whole or not at all, whatever moment its writer is killed at: the content
// is written beside it, under a name of this process that does not end as that of the file does,
// and is renamed then. Several processes may write the same file. What is no regular file (a pipe,
// a device, a link) is written as it is. Secrets that are kept (secrets.h) become "***".
//
// Example: if (auto written = WriteFile("records/a.json", text); !written) { ... }
[[nodiscard]] std::expected<void, Error> WriteFile(const std::filesystem::path& path,
                                                   std::string_view content);

// Says why `WriteFile` could not write to `path`, before there is anything to write. Leaves nothing
// behind but the folder.
[[nodiscard]] std::expected<void, Error> CheckWritable(const std::filesystem::path& path);

}  // namespace swc::spec
