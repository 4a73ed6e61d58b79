// make_fuzz_corpus FOLDER: writes the seed corpora and the dictionary, and removes older seeds.
#include <exception>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "fuzz/input/seed_corpus.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace {

int Main(const std::string& folder) {
  std::filesystem::remove_all(folder);
  const auto seeds = swc::fuzz::SeedCorpus();
  for (const swc::fuzz::Seed& seed : seeds) {
    if (auto written = swc::spec::WriteFile(folder + "/" + seed.path, seed.bytes); !written) {
      swc::spec::PrintError(fmt::format("make_fuzz_corpus: {}\n", written.error().message));
      return 2;
    }
  }
  auto written = swc::spec::WriteFile(folder + "/contract.dict", swc::fuzz::Dictionary());
  if (!written) {
    swc::spec::PrintError(fmt::format("make_fuzz_corpus: {}\n", written.error().message));
    return 2;
  }
  swc::spec::Print(fmt::format("{} seeds and a dictionary in {}\n", seeds.size(), folder));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    swc::spec::PrintError("Usage: make_fuzz_corpus FOLDER   (the project's is fuzz/corpus)\n");
    return 2;
  }
  try {
    return Main(argv[1]);
  } catch (const std::exception& error) {
    swc::spec::PrintError(fmt::format("make_fuzz_corpus: {}\n", error.what()));
    return 2;
  }
}
