#include "fuzz/input/feature_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "spec/hash.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

constexpr std::int64_t kBytesMax = 32'000'000;
constexpr int kHexadecimal = 16;
constexpr int kDecimal = 10;

std::string LineOf(std::uint64_t input, const Features& features) {
  std::string line = fmt::format("{:016x}", input);
  for (const std::uint32_t feature : features) {
    line += fmt::format(" {}", feature);
  }
  return line + " .\n";  // What has no dot at its end is torn.
}

// Takes the word before the next space off `text`.
std::string_view TakeWord(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

template <typename Number>
std::optional<Number> NumberIn(std::string_view word, int base) {
  Number number = 0;
  const auto [end, error] = std::from_chars(word.begin(), word.end(), number, base);
  return error == std::errc() && end == word.end() ? std::optional(number) : std::nullopt;
}

std::optional<std::pair<std::uint64_t, Features>> ParseLine(std::string_view line) {
  const auto input = NumberIn<std::uint64_t>(TakeWord(line), kHexadecimal);
  Features features;
  while (input && !line.empty()) {
    const std::string_view word = TakeWord(line);
    if (word == "." && line.empty()) {
      return std::pair(*input, std::move(features));
    }
    const auto feature = NumberIn<std::uint32_t>(word, kDecimal);
    if (!feature) {
      break;
    }
    features.insert(*feature);
  }
  return std::nullopt;
}

}  // namespace

void FeatureLog::Note(std::string_view input, std::span<const std::uint8_t> counters, bool always) {
  if (file_.empty()) {
    return;
  }
  Features features;
  bool is_new = always;
  for (std::size_t i = 0; i < counters.size(); ++i) {
    if (counters[i] != 0) {
      features.insert(static_cast<std::uint32_t>(i));
      is_new |= seen_.insert(static_cast<std::uint32_t>(i)).second;
    }
  }
  if (!is_new) {
    return;
  }
  const std::string line = LineOf(spec::HashOf(input), features);
  const int file = open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file >= 0) {
    struct stat state = {};
    // What is not written is not known; a campaign that prunes makes room again.
    if (fstat(file, &state) == 0 && state.st_size < kBytesMax) {
      std::ignore = write(file, line.data(), line.size());
    }
    close(file);
  }
}

std::string ToText(const FeaturesOfInputs& features) {
  std::string text;
  for (const auto& [input, reached] : features) {
    text += LineOf(input, reached);
  }
  return text;
}

FeaturesOfInputs ReadFeatures(const std::filesystem::path& file) {
  FeaturesOfInputs all;
  const auto text = spec::ReadFile(file.string());
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (auto line = ParseLine(rest.substr(0, end))) {
      all[line->first].merge(std::move(line->second));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return all;
}

}  // namespace swc::fuzz
