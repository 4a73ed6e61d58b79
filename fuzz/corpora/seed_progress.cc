#include "fuzz/corpora/seed_progress.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/corpora/corpus_folder.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "seeds that were played: 1";

// Takes the first line off `text`.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool IsHash(std::string_view line) {
  constexpr std::size_t kDigits = 40;
  return line.size() == kDigits &&
         line.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

SeedProgress SeedProgress::Open(const fs::path& file, std::string target,
                                const std::vector<fs::path>& folders) {
  SeedProgress progress(file, std::move(target));
  std::map<std::string, fs::path> by_hash;
  for (const fs::path& folder : folders) {
    std::error_code error;
    for (fs::recursive_directory_iterator walk(folder, error), end; !error && walk != end;
         walk.increment(error)) {
      std::error_code ignored;
      const auto content = walk->is_regular_file(ignored) ? spec::ReadFile(walk->path().string())
                                                          : std::unexpected(spec::Error());
      if (content) {
        fs::path& path = by_hash[Sha1Hex(*content)];
        path = path.empty() ? walk->path() : std::min(path, walk->path());
      }
    }
  }
  progress.seeds_.assign(by_hash.begin(), by_hash.end());
  progress.ReadPlayed();
  return progress;
}

void SeedProgress::ReadPlayed() {
  if (std::error_code ignored; !fs::exists(file_, ignored)) {
    return;
  }
  const auto text = spec::ReadFile(file_.string());
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  const bool ours = TakeLine(rest) == kFirstLine;
  const bool of_target = TakeLine(rest) == target_;
  std::set<std::string> lines;
  while (!rest.empty()) {
    lines.emplace(TakeLine(rest));
  }
  if (!ours || !std::ranges::all_of(lines, IsHash)) {
    problem_ = fmt::format("{}: damaged; no seed counts as played", file_.string());
  } else if (of_target) {
    for (const auto& [hash, path] : seeds_) {
      if (lines.contains(hash)) {
        played_.insert(hash);
      }
    }
  }
  if (played_.size() == seeds_.size()) {
    played_.clear();
  }
}

std::vector<fs::path> SeedProgress::Order(std::uint64_t seed) const {
  std::vector<fs::path> order;
  for (const auto& [hash, path] : seeds_) {
    if (!played_.contains(hash)) {
      order.push_back(path);
    }
  }
  std::mt19937_64 dice(seed);
  std::ranges::shuffle(order, dice);
  return order;
}

std::expected<void, spec::Error> SeedProgress::Note(const std::vector<fs::path>& order,
                                                    std::size_t count) {
  const std::set<fs::path> now(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(count, order.size())));
  std::string text = fmt::format("{}\n{}\n", kFirstLine, target_);
  for (const auto& [hash, path] : seeds_) {
    if (now.contains(path)) {
      played_.insert(hash);
    }
    if (played_.contains(hash)) {
      text += hash + "\n";
    }
  }
  return spec::WriteFile(file_, text);
}

}  // namespace swc::fuzz
