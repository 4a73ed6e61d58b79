#include "spec/text_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <expected>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace swc::spec {
namespace {

std::unexpected<Error> CannotBeWritten(const std::filesystem::path& path, std::string_view reason) {
  return std::unexpected(
      Error{.kind = ErrorKind::kInput,
            .message = fmt::format("{}: cannot be written: {}", path.string(), reason)});
}

std::expected<void, Error> WriteInPlace(const std::filesystem::path& path,
                                        std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) {
    return CannotBeWritten(path, std::strerror(errno));
  }
  return {};
}

}  // namespace

std::expected<std::string, Error> ReadFile(const std::string& path) {
  errno = 0;
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file) {
    content << file.rdbuf();
  }
  // An empty file is a failed insertion too, but no error of the system.
  if (!file || (!content && errno != 0)) {
    return std::unexpected(
        Error{.kind = ErrorKind::kInput,
              .message = fmt::format("{}: cannot be read: {}", path, std::strerror(errno))});
  }
  return content.str();
}

std::expected<void, Error> WriteFile(const std::filesystem::path& path, std::string_view content) {
  std::error_code ignored;  // Opening the file says what is wrong.
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  const std::filesystem::file_status status = std::filesystem::symlink_status(path, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    return WriteInPlace(path, content);
  }
  const std::filesystem::path partial = fmt::format("{}.{}.partial", path.string(), getpid());
  if (auto written = WriteInPlace(partial, content); !written) {
    std::filesystem::remove(partial, ignored);
    return std::unexpected(
        Error{.kind = ErrorKind::kInput,
              .message = fmt::format("{}{}", path.string(),
                                     written.error().message.substr(partial.string().size()))});
  }
  std::error_code error;
  std::filesystem::rename(partial, path, error);
  if (error) {
    return CannotBeWritten(path, error.message());
  }
  return {};
}

}  // namespace swc::spec
