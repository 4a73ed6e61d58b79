#include "fuzz/input/status_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <system_error>
#include <utility>

#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

// A page: what a harness maps.
constexpr std::size_t kStatusBytes = 4'096;

}  // namespace

StatusFile::StatusFile(std::filesystem::path path) : path_(std::move(path)) {
  // Without the file the harness's own status lines have to do.
  (void)spec::WriteFile(path_.string(), std::string(kStatusBytes, '\0'));
}

StatusFile::~StatusFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Counts Sum(const Counts& counts, const Counts& more) {
  return {.executions = counts.executions + more.executions,
          .values = counts.values + more.values,
          .series = counts.series + more.series};
}

Counts ReadCounts(const std::filesystem::path& file) {
  std::array<char, sizeof(Counts)> bytes{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), bytes.size());
  return std::bit_cast<Counts>(bytes);
}

Counts* MapCounts(const char* path) {
  const int file = path == nullptr ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) {
    return nullptr;
  }
  struct stat status{};
  void* page = MAP_FAILED;
  // A store behind the end of a file would be a SIGBUS.
  if (fstat(file, &status) == 0 && status.st_size >= static_cast<off_t>(kStatusBytes)) {
    page = mmap(nullptr, kStatusBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  }
  close(file);
  return page == MAP_FAILED ? nullptr : static_cast<Counts*>(page);
}

}  // namespace swc::fuzz
