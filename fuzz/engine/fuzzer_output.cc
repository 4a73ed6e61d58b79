#include "fuzz/engine/fuzzer_output.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "spec/text/secrets.h"

namespace swc::fuzz {
namespace {

constexpr std::string_view kOurs = "sitewise-conformance: ";
// Of a line that is not complete. More than is kept of one, so that no secret is cut before it is
// masked.
constexpr std::size_t kPartialBytesMax = FuzzerOutput::kLineBytesMax * 2;

// Returns the number that `text` begins with, blanks skipped.
std::optional<std::uint64_t> LeadingNumber(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

// Returns the number behind `label`, or 0.
std::uint64_t NumberBehind(std::string_view line, std::string_view label) {
  const std::size_t at = line.find(label);
  return at == std::string_view::npos ? 0
                                      : LeadingNumber(line.substr(at + label.size())).value_or(0);
}

// Returns what stands behind `label` at the start of `line`.
std::optional<std::string_view> After(std::string_view line, std::string_view label) {
  return line.starts_with(label) ? std::optional(line.substr(label.size())) : std::nullopt;
}

// Whether a line tells of something that is no reason for an end: a function that is new to
// libFuzzer, what a harness found and went on after.
bool IsNews(std::string_view line) {
  const std::string_view ours = After(line, kOurs).value_or("");
  return line.starts_with('\t') || ours.starts_with("found ") || ours.starts_with("killed ");
}

// Whether libFuzzer says it of itself, whatever its input does.
bool IsTalk(std::string_view line) {
  constexpr std::array<std::string_view, 5> kTalk = {"#", "==", "INFO: ", "stat::", "Dictionary: "};
  return std::ranges::any_of(kTalk, [&](std::string_view talk) { return line.starts_with(talk); });
}

}  // namespace

std::optional<FuzzerStatus> ParseStatusLine(std::string_view line) {
  const auto behind = After(line, "#");
  const auto executions = behind ? LeadingNumber(*behind) : std::nullopt;
  if (!executions || line.find(" exec/s: ") == std::string_view::npos) {
    return std::nullopt;  // A stack frame begins with '#' and a number as well.
  }
  return FuzzerStatus{.executions = *executions,
                      .coverage = NumberBehind(line, " cov: "),
                      .corpus = NumberBehind(line, " corp: "),
                      .executions_per_s = NumberBehind(line, " exec/s: ")};
}

void FuzzerOutput::Add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    partial_ += piece.substr(0, kPartialBytesMax - std::min(kPartialBytesMax, partial_.size()));
    if (end == std::string_view::npos) {
      return;
    }
    bytes.remove_prefix(end + 1);
    Finish();
  }
}

void FuzzerOutput::Finish() {
  if (!partial_.empty()) {
    partial_ = spec::Masked(std::move(partial_));
    partial_.resize(std::min(partial_.size(), kLineBytesMax));
    AddLine(partial_);
    partial_.clear();
  }
}

void FuzzerOutput::AddLine(const std::string& line) {
  Understand(line);
  tail_.push_back(line);
  if (tail_.size() > kTailLinesMax) {
    tail_.pop_front();
  }
}

void FuzzerOutput::Understand(std::string_view line) {
  if (const auto status = ParseStatusLine(line)) {
    status_.executions = std::max(status_.executions, status->executions);
    status_.coverage = std::max(status_.coverage, status->coverage);
    status_.corpus = status->corpus > 0 ? status->corpus : status_.corpus;
    status_.executions_per_s = status->executions_per_s;
    seeds_read_ |= line.find("\tINITED ") != std::string_view::npos;
    if (error_.empty()) {
      said_.clear();  // It was about an earlier input.
    }
    return;
  }
  if (const auto known = After(line, fmt::format("{}known ", kOurs))) {
    if (known_.size() < kKnownMax) {
      known_.emplace_back(*known);
    }
    return;
  }
  if (IsNews(line)) {
    return;
  }
  if (const auto count = After(line, "stat::number_of_executed_units:")) {
    status_.executions = std::max(status_.executions, LeadingNumber(*count).value_or(0));
  } else if (const auto seeds = After(line, "INFO: seed corpus: files:")) {
    seeds_ = LeadingNumber(*seeds).value_or(0);
  } else if (const auto summary = After(line, "SUMMARY: ")) {
    summary_ = *summary;
  } else if (const auto complaint = After(line, kOurs)) {
    complaint_ = *complaint;
    objection_ = After(*complaint, "the oracle objects: ").value_or("");
  }
  constexpr std::string_view kWritten = "Test unit written to ";
  if (const std::size_t at = line.find(kWritten); at != std::string_view::npos) {
    artifact_ = line.substr(at + kWritten.size());
  }
  constexpr std::string_view kError = "ERROR: ";
  const std::size_t error = line.starts_with("==") ? line.find(kError) : std::string_view::npos;
  if (error != std::string_view::npos && error_.empty()) {
    error_ = line.substr(error + kError.size());
  } else if (error_.empty() && !IsTalk(line)) {
    said_ = line;
  }
}

}  // namespace swc::fuzz
