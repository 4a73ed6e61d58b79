// The seed corpora of the harnesses, made from the directed cases and the forms of the wire phase.
//
// Law: the same sources give the same files, named by the SHA-1 of their bytes as libFuzzer does.
// They are committed under fuzz/corpus/; `make_fuzz_corpus` writes them anew, and a test compares.
//
// Example: for (const Seed& seed : SeedCorpus()) { Write(seed.path, seed.bytes); }
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace swc::fuzz {

struct Seed {
  std::string path;  // "cases/2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"
  std::string bytes;
};

// Returns the seeds of all folders: "cases" (sequence, mutant, endpoint, plugin), "request_bytes",
// "response_bytes", "user_files", "ledger" and "canary".
[[nodiscard]] std::vector<Seed> SeedCorpus();

// Returns the SHA-1 of `bytes` in hexadecimal: the name of a file in a corpus.
[[nodiscard]] std::string CorpusName(std::string_view bytes);

// Returns the dictionary of words and numbers of the contract in the form of libFuzzer and AFL.
[[nodiscard]] std::string Dictionary();

}  // namespace swc::fuzz
