#include "fuzz/engine/corpus_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <utility>

namespace swc::fuzz {

std::optional<CorpusLock> CorpusLock::Take(const std::filesystem::path& folder) {
  CorpusLock lock(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.folder_ >= 0 && flock(lock.folder_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return std::nullopt;
  }
  return lock;
}

CorpusLock::CorpusLock(CorpusLock&& other) noexcept : folder_(std::exchange(other.folder_, -1)) {}

CorpusLock::~CorpusLock() {
  if (folder_ >= 0) {
    close(folder_);
  }
}

}  // namespace swc::fuzz
