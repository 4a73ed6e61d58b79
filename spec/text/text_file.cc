#include "spec/text/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "spec/text/error.h"
#include "spec/text/secrets.h"

namespace swc::spec {
namespace {

// Of a path in a message: the reason behind it has to be seen too.
constexpr std::size_t kPathBytesMax = 500;

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

// An open file, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      close(number_);
    }
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

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
  const auto error = [&path](std::string_view reason) {
    return std::unexpected(
        Error{.kind = ErrorKind::kInput,
              .message = fmt::format("{}{}: cannot be read: {}", path.substr(0, kPathBytesMax),
                                     path.size() > kPathBytesMax ? "..." : "", reason)});
  };
  if (path.find('\0') != std::string::npos) {
    return error("no file has such a name");
  }
  // Without waiting, for a pipe may have no writer.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat status = {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) {
    return error(std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return error(S_ISDIR(status.st_mode) ? "it is a folder" : "it is no regular file");
  }
  std::string content;
  std::array<char, std::size_t{1} << 16U> buffer{};
  while (content.size() <= kFileBytesMax) {
    const ssize_t size = read(file.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size < 0) {
      return error(std::strerror(errno));
    }
    if (size == 0) {
      return content;
    }
    content.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return error(fmt::format("it is larger than {} MiB", kFileBytesMax >> 20U));
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
