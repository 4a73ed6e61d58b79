// The corpus of a campaign: a folder of inputs that libFuzzer names by their SHA-1.
//
// Law: whatever moment the driver is killed at, the corpus is there and complete the next time.
// A file that was torn by a kill does not have the content that its name promises; it is removed.
// Pruning writes a new folder beside the corpus and exchanges the two in one step. What lies beside
// the corpus is touched only under names that nobody else gives: .corpus.swc-merging and
// .corpus.swc-before for a corpus called `corpus`.
//
// Example: const auto opened = OpenCorpus("campaign/corpus");  // opened->torn == 0
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/engine/corpus_lock.h"
#include "spec/text/error.h"

namespace swc::fuzz {

// Returns the SHA-1 of `bytes` in 40 hexadecimal digits.
[[nodiscard]] std::string Sha1Hex(std::string_view bytes);

// Whether the name of `file` ends in a SHA-1 that its content does not have. A file that is called
// otherwise, or that cannot be read, is not torn.
[[nodiscard]] bool IsTorn(const std::filesystem::path& file);

// A corpus that no other campaign works on while this lives.
struct OpenedCorpus {
  std::size_t inputs = 0;  // That are there.
  std::size_t torn = 0;    // That were removed.
  CorpusLock lock;
};

// Makes the folder if there is none, puts right what a kill left behind, and removes torn files.
// Error: another campaign works on it, or it cannot be made.
[[nodiscard]] std::expected<OpenedCorpus, spec::Error> OpenCorpus(
    const std::filesystem::path& corpus);

// Returns how many files are in `folder`, 0 if there is none.
[[nodiscard]] std::size_t CountFiles(const std::filesystem::path& folder);

// Returns whether some file lies in or below the folder, or in what a killed campaign made of it.
[[nodiscard]] bool HoldsInput(const std::filesystem::path& folder);

// Deletes the oldest inputs beyond `inputs_max`. Returns how many are there now.
std::size_t KeepNewest(const std::filesystem::path& corpus, std::size_t inputs_max);

// Returns the folder into which a smaller corpus is merged: it is empty.
[[nodiscard]] std::expected<std::filesystem::path, spec::Error> FreshCorpus(
    const std::filesystem::path& corpus);

// Deletes the folder of `FreshCorpus`.
void DropFreshCorpus(const std::filesystem::path& corpus);

// Puts the folder of `FreshCorpus` in the place of the corpus, which is deleted.
[[nodiscard]] std::expected<void, spec::Error> TakeFreshCorpus(const std::filesystem::path& corpus);

}  // namespace swc::fuzz
