// The file in which a harness may count its executions: eight bytes, little endian, at its start.
//
// Law: the driver makes the file before the harness starts, and only reads it afterwards; a count
// of 0 means that the harness does not count.
//
// Example: StatusFile status("findings/status.1"); status.Executions() == 0
#pragma once

#include <cstdint>
#include <filesystem>

namespace swc::fuzz {

class StatusFile {
 public:
  explicit StatusFile(std::filesystem::path path);
  StatusFile(const StatusFile&) = delete;
  StatusFile& operator=(const StatusFile&) = delete;
  ~StatusFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t Executions() const;

 private:
  std::filesystem::path path_;
};

}  // namespace swc::fuzz
