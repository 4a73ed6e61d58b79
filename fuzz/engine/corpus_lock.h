// The right to work on a corpus, which one campaign has at a time.
//
// Law: the lock goes with the process, however that ends, and stays with the folder when that is
// renamed. A folder that cannot be locked, on a file system without locks, is refused to nobody.
//
// Example: const auto lock = CorpusLock::Take("corpus");  // Nothing: another campaign has it.
#pragma once

#include <filesystem>
#include <optional>

namespace swc::fuzz {

class CorpusLock {
 public:
  // Returns nothing if somebody else has the folder.
  [[nodiscard]] static std::optional<CorpusLock> Take(const std::filesystem::path& folder);

  CorpusLock(CorpusLock&& other) noexcept;
  CorpusLock& operator=(CorpusLock&&) = delete;
  CorpusLock(const CorpusLock&) = delete;
  CorpusLock& operator=(const CorpusLock&) = delete;
  ~CorpusLock();

 private:
  explicit CorpusLock(int folder) : folder_(folder) {}

  int folder_ = -1;  // An open, locked descriptor.
};

}  // namespace swc::fuzz
