// The main of a harness in the normal build: runs the files and folders that it is given, so that
// the committed corpora are ordinary tests under every compiler, and a find runs under a debugger.
//
// Example: sequence_fuzzer fuzz/corpus/cases crash-0123
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "fuzz/input/harness.h"
#include "reports/text.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace {

std::vector<std::filesystem::path> FilesOf(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) {
        files.push_back(entry.path());
      }
    }
    std::ranges::sort(files);
  } else {
    files.push_back(path);
  }
  return files;
}

int Main(int argc, char** argv) {
  std::size_t run = 0;
  std::size_t refused = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.starts_with("-")) {
      continue;  // A flag of libFuzzer.
    }
    for (const std::filesystem::path& file : FilesOf(argument)) {
      const auto bytes = swc::spec::ReadFile(file.string());
      if (!bytes) {
        swc::spec::PrintError(swc::reports::ErrorLine(bytes.error().message));
        return 2;
      }
      const std::vector<std::uint8_t> data(bytes->begin(), bytes->end());
      ++run;
      refused += LLVMFuzzerTestOneInput(data.data(), data.size()) == 0 ? 0U : 1U;
    }
  }
  swc::spec::Print(fmt::format("{} inputs run, {} of them refused\n", run, refused));
  // A corpus that is empty or that no harness reads proves nothing.
  return run > refused ? 0 : 4;
}

}  // namespace

int main(int argc, char** argv) {
  LLVMFuzzerInitialize(&argc, &argv);
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    swc::spec::PrintError(swc::reports::ErrorLine(error.what()));
    return 2;
  }
}
