// The file in which a harness counts what it does: numbers of eight bytes at its start, in the byte
// order of the machine.
//
// Law: the driver makes the file before the harness starts, and only reads it afterwards; a count
// of 0 means that the harness does not count.
//
// Example: StatusFile status("findings/status.1"); status.Read().executions == 0
#pragma once

#include <cstdint>
#include <filesystem>

namespace swc::fuzz {

// What a harness did since it was started.
struct Counts {
  std::uint64_t executions = 0;
  std::uint64_t values = 0;  // Property values that it sent to a target, which may keep them.
  std::uint64_t series = 0;  // Time series that may have come to be by that.
};

// Returns what `more` adds to `counts`.
[[nodiscard]] Counts Sum(const Counts& counts, const Counts& more);

// Returns the counts in a file, also one that a driver left when it was killed. What the file
// lacks is 0.
[[nodiscard]] Counts ReadCounts(const std::filesystem::path& file);

class StatusFile {
 public:
  explicit StatusFile(std::filesystem::path path);
  StatusFile(const StatusFile&) = delete;
  StatusFile& operator=(const StatusFile&) = delete;
  ~StatusFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] Counts Read() const { return ReadCounts(path_); }

 private:
  std::filesystem::path path_;
};

// Maps the counts of a status file, for the harness. Returns null if `path` is null or names no
// file that a driver made. They stay mapped until the process ends.
[[nodiscard]] Counts* MapCounts(const char* path);

}  // namespace swc::fuzz
