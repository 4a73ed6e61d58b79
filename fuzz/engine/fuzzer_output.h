// What a libFuzzer program says on its output, line by line.
//
// Law: a parser and nothing else: bytes in, numbers and sentences out. It keeps at most
// `kTailLinesMax` lines of `kLineBytesMax` bytes, whatever a harness prints, and no secrets.
//
// Example: FuzzerOutput output; output.Add("#8 NEW cov: 45 ft: 67 corp: 8/9b exec/s: 10\n");
//          output.status().coverage == 45
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace swc::fuzz {

// The numbers of one status line. What a line does not tell is 0.
struct FuzzerStatus {
  std::uint64_t executions = 0;
  std::uint64_t coverage = 0;
  std::uint64_t corpus = 0;  // Inputs.
  std::uint64_t executions_per_s = 0;

  friend bool operator==(const FuzzerStatus&, const FuzzerStatus&) = default;
};

// Reads "#123 NEW cov: 45 ft: 67 corp: 8/9b exec/s: 10 rss: 30Mb ...". Returns nothing for any
// other line.
[[nodiscard]] std::optional<FuzzerStatus> ParseStatusLine(std::string_view line);

class FuzzerOutput {
 public:
  static constexpr std::size_t kLineBytesMax = 4'096;  // The rest of a longer line is dropped.
  static constexpr std::size_t kTailLinesMax = 400;    // A sanitizer's report fits twice.
  static constexpr std::size_t kKnownMax = 1'000;

  // Takes the next bytes, cut anywhere.
  void Add(std::string_view bytes);
  // Takes what stands behind the last line break as a line.
  void Finish();

  // The last number of each kind.
  [[nodiscard]] const FuzzerStatus& status() const { return status_; }
  // Inputs to begin with, from "INFO: seed corpus: files: 409 ..."; 0 until it has told.
  [[nodiscard]] std::uint64_t seeds() const { return seeds_; }
  // Whether it ran all of them: "#410 INITED ...".
  [[nodiscard]] bool seeds_read() const { return seeds_read_; }
  // "AddressSanitizer: heap-buffer-overflow a.cc:3:1 in F", from "SUMMARY: ...".
  [[nodiscard]] const std::string& summary() const { return summary_; }
  // "libFuzzer: deadly signal", from "==7== ERROR: ...", the first of them.
  [[nodiscard]] const std::string& error() const { return error_; }
  // What was said last before that, of the same input: a failed check tells its reason there.
  [[nodiscard]] const std::string& said() const { return said_; }
  // What stands behind "sitewise-conformance: ": why the harness cannot go on. That it found
  // something or killed a mutant is no complaint, for it goes on.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  // What stands behind "the oracle objects: " in the complaint.
  [[nodiscard]] const std::string& objection() const { return objection_; }
  // What stands behind "sitewise-conformance: known ": what became of earlier findings.
  [[nodiscard]] const std::vector<std::string>& known() const { return known_; }
  // Path of the file that libFuzzer wrote the failing input to.
  [[nodiscard]] const std::string& artifact() const { return artifact_; }
  // The last lines, oldest first.
  [[nodiscard]] const std::deque<std::string>& tail() const { return tail_; }

 private:
  void AddLine(const std::string& line);
  void Understand(std::string_view line);

  std::string partial_;
  FuzzerStatus status_;
  std::uint64_t seeds_ = 0;
  bool seeds_read_ = false;
  std::string summary_;
  std::string error_;
  std::string said_;
  std::string complaint_;
  std::string objection_;
  std::vector<std::string> known_;  // At most `kKnownMax`.
  std::string artifact_;
  std::deque<std::string> tail_;
};

}  // namespace swc::fuzz
