#include "fuzz/whole_file.h"

#include <unistd.h>

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "conformance/command_line.h"

namespace swc::fuzz {

std::expected<void, spec::Error> WriteWhole(const std::filesystem::path& path,
                                            std::string_view content) {
  const std::string partial = fmt::format("{}.{}.partial", path.string(), getpid());
  if (auto written = conformance::WriteFile(partial, content); !written) {
    return written;
  }
  std::error_code error;
  std::filesystem::rename(partial, path, error);
  if (error) {
    return std::unexpected(spec::Error{
        .kind = spec::ErrorKind::kInput,
        .message = fmt::format("{}: cannot be written: {}", path.string(), error.message())});
  }
  return {};
}

}  // namespace swc::fuzz
