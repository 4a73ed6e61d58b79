#include "fuzz/corpora/corpus_folder.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "fuzz/engine/corpus_lock.h"
#include "fuzz/plan/campaign_folder.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSha1Digits = 40;
// Inputs are at most a megabyte or so; what is larger was put there by somebody else.
constexpr std::uintmax_t kInputBytesMax = 64'000'000;

fs::path Beside(const fs::path& corpus, std::string_view ending) {
  return corpus.parent_path() / fmt::format(".{}.swc-{}", corpus.filename().string(), ending);
}

fs::path Merging(const fs::path& corpus) { return Beside(corpus, "merging"); }
fs::path Before(const fs::path& corpus) { return Beside(corpus, "before"); }

std::unexpected<spec::Error> CorpusError(const fs::path& path, const std::string& what,
                                         const std::string& reason) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kInput,
                  .message = fmt::format("{}: {}: {}", path.string(), what, reason)});
}

// Whether the corpus lies under its other name: a kill between the two renames of
// `TakeFreshCorpus` leaves it there.
bool IsNameless(const fs::path& corpus) {
  std::error_code ignored;
  return !fs::exists(corpus, ignored) && fs::exists(Before(corpus), ignored);
}

void PutRight(const fs::path& corpus) {
  std::error_code ignored;  // What stays is tried again by the next campaign.
  if (IsNameless(corpus)) {
    fs::rename(Before(corpus), corpus, ignored);
  }
  fs::remove_all(Merging(corpus), ignored);
  fs::remove_all(Before(corpus), ignored);
}

}  // namespace

std::string Sha1Hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha1(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += fmt::format("{:02x}", hash.at(i));
  }
  return hex;
}

bool IsTorn(const fs::path& file) {
  const std::string name = file.filename().string();
  const std::string_view hash =
      std::string_view(name).substr(name.size() - std::min(name.size(), kSha1Digits));
  std::error_code error;
  if (hash.size() != kSha1Digits ||
      hash.find_first_not_of("0123456789abcdef") != std::string_view::npos ||
      fs::file_size(file, error) > kInputBytesMax || error) {
    return false;
  }
  const auto content = spec::ReadFile(file.string());
  return content && Sha1Hex(*content) != hash;
}

std::expected<OpenedCorpus, spec::Error> OpenCorpus(const fs::path& corpus) {
  const bool nameless = IsNameless(corpus);
  std::error_code error;
  if (!nameless) {
    fs::create_directories(corpus, error);
  }
  if (error) {
    return CorpusError(corpus, "the corpus folder cannot be made", error.message());
  }
  auto lock = CorpusLock::Take(nameless ? Before(corpus) : corpus);
  if (!lock) {
    return CorpusError(corpus, "another campaign works on this corpus",
                       "name another folder by --corpus");
  }
  PutRight(corpus);
  OpenedCorpus opened{.lock = *std::move(lock)};
  for (const fs::path& file : FilesByName(corpus)) {
    if (IsTorn(file) && fs::remove(file, error)) {
      ++opened.torn;
    } else {
      ++opened.inputs;
    }
  }
  return opened;
}

std::size_t CountFiles(const fs::path& folder) { return FilesByName(folder).size(); }

bool HoldsInput(const fs::path& folder) {
  for (const fs::path& place : {folder, Before(folder)}) {
    std::error_code error;
    for (fs::recursive_directory_iterator walk(place, error), end; !error && walk != end;
         walk.increment(error)) {
      if (std::error_code ignored; walk->is_regular_file(ignored)) {
        return true;
      }
    }
  }
  return false;
}

std::size_t KeepNewest(const fs::path& corpus, std::size_t inputs_max) {
  std::vector<std::pair<fs::file_time_type, fs::path>> inputs;
  std::error_code ignored;
  for (fs::path& file : FilesByName(corpus)) {
    const fs::file_time_type written = fs::last_write_time(file, ignored);
    inputs.emplace_back(written, std::move(file));
  }
  std::ranges::sort(inputs, std::ranges::greater());
  for (std::size_t i = inputs_max; i < inputs.size(); ++i) {
    fs::remove(inputs[i].second, ignored);
  }
  return CountFiles(corpus);
}

std::expected<fs::path, spec::Error> FreshCorpus(const fs::path& corpus) {
  fs::path fresh = Merging(corpus);
  std::error_code error;
  fs::remove_all(fresh, error);
  fs::create_directories(fresh, error);
  if (error) {
    return CorpusError(fresh, "cannot be made", error.message());
  }
  return fresh;
}

void DropFreshCorpus(const fs::path& corpus) {
  std::error_code ignored;  // The next campaign tries again.
  fs::remove_all(Merging(corpus), ignored);
}

std::expected<void, spec::Error> TakeFreshCorpus(const fs::path& corpus) {
  const fs::path fresh = Merging(corpus);
  // Until the old one is gone, nobody may begin with the new one.
  const auto lock = CorpusLock::Take(fresh);
  std::error_code error;
  if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, corpus.c_str(), RENAME_EXCHANGE) == 0) {
    fs::remove_all(fresh, error);
    return {};
  }
  // Some file systems cannot exchange: the corpus is nameless for a moment, which `PutRight` knows.
  if (std::rename(corpus.c_str(), Before(corpus).c_str()) != 0 ||
      std::rename(fresh.c_str(), corpus.c_str()) != 0) {
    const int reason = errno;
    PutRight(corpus);
    return CorpusError(corpus, "the pruned corpus cannot take its place", std::strerror(reason));
  }
  fs::remove_all(Before(corpus), error);
  return {};
}

}  // namespace swc::fuzz
