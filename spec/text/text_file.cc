#include "spec/text/text_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "spec/text/error.h"
#include "spec/text/secrets.h"

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
  file << Masked(std::string(content));
  file.close();
  if (!file) {
    return CannotBeWritten(path, std::strerror(errno));
  }
  return {};
}

// What is there and is no regular file.
bool IsSpecial(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::symlink_status(path, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

std::filesystem::path PartialOf(const std::filesystem::path& path) {
  return fmt::format("{}.{}.partial", path.string(), getpid());
}

// Writes `partial`, which is to become `path`; an error speaks of `path`.
std::expected<void, Error> WriteBeside(const std::filesystem::path& path,
                                       const std::filesystem::path& partial,
                                       std::string_view content) {
  std::error_code ignored;  // Opening the file says what is wrong.
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  if (auto written = WriteInPlace(partial, content); !written) {
    std::filesystem::remove(partial, ignored);
    return std::unexpected(
        Error{.kind = ErrorKind::kInput,
              .message = fmt::format("{}{}", path.string(),
                                     written.error().message.substr(partial.string().size()))});
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
  if (IsSpecial(path)) {
    return WriteInPlace(path, content);
  }
  const std::filesystem::path partial = PartialOf(path);
  if (auto written = WriteBeside(path, partial, content); !written) {
    return written;
  }
  std::error_code error;
  std::filesystem::rename(partial, path, error);
  if (error) {
    return CannotBeWritten(path, error.message());
  }
  return {};
}

std::expected<void, Error> CheckWritable(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return CannotBeWritten(path, "it is a folder");
  }
  if (IsSpecial(path)) {
    return access(path.c_str(), W_OK) == 0 ? std::expected<void, Error>()
                                           : CannotBeWritten(path, std::strerror(errno));
  }
  const std::filesystem::path partial = PartialOf(path);
  auto written = WriteBeside(path, partial, "");
  std::filesystem::remove(partial, ignored);
  return written;
}

}  // namespace swc::spec
