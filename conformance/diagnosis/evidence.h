// What a server shows in cases that are the same wherever they are played: which case deviates, and
// how.
//
// Law: a case is compared only if it was played on both servers, and only what deviates counts, for
// legal servers agree with nearly every bug in nearly every case. What a case with a finding shows
// of choices says nothing where others show them: the bug may have made them.
//
// Example: evidence.NoteRan("time.window.past/edge-accept");
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace swc::conformance {

// A case, by its id, and the signature of a finding that it shows (Deviation::Signature).
struct Sighting {
  std::string case_id;
  std::string signature;
  std::string refusal;  // What the exchange was refused with: "POST /properties 422 ".

  // What a refusal says does not tell sightings apart.
  friend bool operator==(const Sighting& one, const Sighting& other) {
    return one.case_id == other.case_id && one.signature == other.signature;
  }
  friend bool operator<(const Sighting& one, const Sighting& other) {
    return std::tie(one.case_id, one.signature) < std::tie(other.case_id, other.signature);
  }
};

// Parts of a signature.
[[nodiscard]] std::string ClauseOf(std::string_view signature);  // "store.acknowledged"
// What was observed, without the rule that a comparison of reads stands for: "missing".
[[nodiscard]] std::string KindOf(std::string_view signature);

// Whether a finding of this kind is that something was refused which has to be taken.
[[nodiscard]] bool IsWrongRefusal(std::string_view kind);

// The clause that a case is about, as its id says: "time.window.past".
[[nodiscard]] std::string ClauseOfCase(const std::string& case_id);

// The rule that a batch read breaks by not agreeing: "read.history.start" of
// "read.batch.agrees|read.history.start/before|"; empty for all else.
[[nodiscard]] std::string RuleBehind(std::string_view signature);

class Evidence {
 public:
  // Pairs that are kept; a server that breaks everything shows no more by the next.
  static constexpr std::size_t kPairsMax = 50'000;

  // Notes a case that was played.
  void NoteRan(const std::string& case_id) { ran_.insert(case_id); }

  // Notes a finding of a case that was played.
  void Note(Sighting sighting);

  // Notes which alternative of a free clause an answer showed, and whether the case that it belongs
  // to showed no finding.
  void NoteChoice(const std::string& clause, std::string_view alternative, bool clean);

  [[nodiscard]] const std::set<std::string>& ran() const { return ran_; }
  [[nodiscard]] const std::set<Sighting>& shown() const { return shown_; }
  // Returns what was chosen, by clause: as cases without a finding showed it, if there are any.
  [[nodiscard]] std::map<std::string, std::set<std::string>> Choices() const;

 private:
  std::set<std::string> ran_;
  std::set<Sighting> shown_;
  std::map<std::string, std::set<std::string>> choices_;        // Alternatives by clause.
  std::map<std::string, std::set<std::string>> clean_choices_;  // Of cases without a finding.
};

}  // namespace swc::conformance
