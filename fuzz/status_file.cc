#include "fuzz/status_file.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <system_error>
#include <utility>

#include "conformance/command_line.h"

namespace swc::fuzz {
namespace {

// A page: what a harness maps.
constexpr std::size_t kStatusBytes = 4'096;

}  // namespace

StatusFile::StatusFile(std::filesystem::path path) : path_(std::move(path)) {
  // Without the file the harness's own status lines have to do.
  (void)conformance::WriteFile(path_.string(), std::string(kStatusBytes, '\0'));
}

StatusFile::~StatusFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::uint64_t StatusFile::Executions() const {
  std::array<char, sizeof(std::uint64_t)> bytes{};
  std::ifstream file(path_, std::ios::binary);
  file.read(bytes.data(), bytes.size());
  std::uint64_t count = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    count = (count << 8U) | static_cast<unsigned char>(bytes.at(i - 1));
  }
  return file ? count : 0;
}

}  // namespace swc::fuzz
