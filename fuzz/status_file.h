// The file in which a harness counts its executions: a number of eight bytes at its start, in the
// byte order of the machine.
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

// Maps the number of a status file, for the harness. Returns null if `path` is null or names no
// file that a driver made. The number stays mapped until the process ends.
[[nodiscard]] std::uint64_t* MapExecutions(const char* path);

}  // namespace swc::fuzz
