// Which read operations of a target can be used: by its description, and by what was seen.
//
// Law: an operation that the description excludes is never asked. One that answers nothing usable
// for a value that others show, or for an ordinary read, is dead: a few cases ask it all the same,
// for they are the evidence; all others that need it are BLOCKED, for the same fault would be told
// in each of them under another name.
//
// Example: if (!access.MayAsk(Operation::kHistory)) { ... }
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "spec/operation.h"

namespace swc::conformance {

class ReadAccess {
 public:
  // Cases that ask a dead operation.
  static constexpr int kEvidenceMax = 3;
  // Ordinary reads without an end before the operation counts as dead.
  static constexpr int kEndlessMax = 10;

  void Exclude(spec::Operation operation) { At(operation).excluded = true; }
  // The target is said to have it: that it is not there is a finding then.
  void Require(spec::Operation operation) { At(operation).required = true; }
  // `asked_for_evidence`: false if there is nothing to find out, for the operation does not exist.
  void Bury(spec::Operation operation, std::string why, bool asked_for_evidence) {
    At(operation).dead = std::move(why);
    const bool asked = asked_for_evidence || At(operation).required;
    At(operation).evidence_left = asked ? kEvidenceMax : 0;
  }

  // An ordinary read had pages without an end. After some of them the operation is dead.
  void NoteEndless(spec::Operation operation) {
    if (++At(operation).endless == kEndlessMax && WhyDead(operation).empty()) {
      Bury(operation, spec::LineOf(operation) + ": ordinary reads have pages without an end",
           /*asked_for_evidence=*/false);
    }
  }

  [[nodiscard]] bool IsExcluded(spec::Operation operation) const { return At(operation).excluded; }
  // Returns why an operation is dead; empty if it is not.
  [[nodiscard]] const std::string& WhyDead(spec::Operation operation) const {
    return At(operation).dead;
  }

  // Takes one of the cases that may ask a dead operation. Returns whether there was one left.
  [[nodiscard]] bool TakeEvidence(spec::Operation operation) {
    int& left = At(operation).evidence_left;
    if (left == 0) {
      return false;
    }
    --left;
    return true;
  }

 private:
  struct State {
    bool excluded = false;
    bool required = false;
    std::string dead;
    int evidence_left = 0;
    int endless = 0;
  };
  [[nodiscard]] State& At(spec::Operation operation) {
    return states_.at(static_cast<std::size_t>(operation));
  }
  [[nodiscard]] const State& At(spec::Operation operation) const {
    return states_.at(static_cast<std::size_t>(operation));
  }

  std::array<State, spec::kOperations.size()> states_;
};

}  // namespace swc::conformance
