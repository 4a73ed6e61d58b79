#include "fuzz/corpus_folder.h"

#include <fcntl.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "conformance/command_line.h"
#include "fuzz/campaign_folder.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSha1Digits = 40;
// Inputs are at most a megabyte or so; what is larger was put there by somebody else.
constexpr std::uintmax_t kInputBytesMax = 64'000'000;

fs::path Beside(const fs::path& corpus, std::string_view ending) {
  return corpus.string() + std::string(ending);
}

fs::path Merging(const fs::path& corpus) { return Beside(corpus, ".merging"); }
fs::path Before(const fs::path& corpus) { return Beside(corpus, ".before"); }

std::unexpected<spec::Error> CorpusError(const fs::path& path, const std::string& what,
                                         const std::string& reason) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kInput,
                  .message = fmt::format("{}: {}: {}", path.string(), what, reason)});
}

// A kill between the two renames of `TakeFreshCorpus` leaves the corpus under its other name.
void PutRight(const fs::path& corpus) {
  std::error_code ignored;  // Making the folder says what is wrong.
  if (!fs::exists(corpus, ignored) && fs::exists(Before(corpus), ignored)) {
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
  const auto content = conformance::ReadFile(file.string());
  return content && Sha1Hex(*content) != hash;
}

std::expected<OpenedCorpus, spec::Error> OpenCorpus(const fs::path& corpus) {
  PutRight(corpus);
  std::error_code error;
  fs::create_directories(corpus, error);
  if (error) {
    return CorpusError(corpus, "the corpus folder cannot be made", error.message());
  }
  OpenedCorpus opened;
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
