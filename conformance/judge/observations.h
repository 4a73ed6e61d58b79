// What a judge has to say about exchanges: findings, exercised sides, chosen alternatives.
//
// Law: a judge returns these as plain values and decides nothing about a run; `Tally` adds them up.
// What an answer breaks in the same way many times is kept once and counted, so a long answer does
// not make many deviations.
//
// Example: observations.Mark("quality.enum", Side::kReject);  // Refused as it has to be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/rules.h"
#include "reference/model/store.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {

enum class Side : std::uint8_t { kAccept, kReject, kObserve };

// One way in which an exchange is not admissible.
struct Deviation {
  const spec::Clause* clause = nullptr;
  std::string kind;      // Class of what was observed, part of the signature: "accepted".
  std::string pointer;   // JSON pointer into the request or the response; may be empty.
  std::string expected;  // A sentence.
  std::string observed;  // A sentence.
  std::optional<reference::PointKey> key;  // The stored value that it is about.
  std::uint64_t more = 0;  // Of the same signature in the same answer, which are only counted.

  // Clause, kind and pointer without indices: equal for all exchanges with the same cause.
  [[nodiscard]] std::string Signature() const;
};

struct Exercise {
  const spec::Clause* clause = nullptr;
  Side side = Side::kObserve;
};

struct Choice {
  const spec::Clause* clause = nullptr;
  std::string_view alternative;  // Of the catalogue, so it lives as long as the program.
};

struct Observations {
  std::vector<Deviation> deviations;
  std::vector<Exercise> exercises;
  std::vector<Choice> choices;
  RuleOff without = {};  // Findings of this rule are not taken; none in a run.

  // Clause and kind are those of a row of rules.h.
  void Deviate(spec::ClauseId clause, std::string_view kind, std::string pointer,
               std::string expected, std::string observed);
  // The same for what a series shows, or does not show, under `key`.
  void DeviateAt(const reference::PointKey& key, spec::ClauseId clause, std::string_view kind,
                 std::string expected, std::string observed);
  void Mark(spec::ClauseId clause, Side side);
  void Mark(const spec::Clause& clause, Side side) { exercises.push_back({&clause, side}); }
  // Records that the target chose `alternative`. REQUIRES: it is one of the clause's.
  void Choose(spec::ClauseId clause, std::string_view alternative);
  // Appends everything in `other`, as far as it is judged by.
  void Add(Observations other);

 private:
  void Keep(Deviation deviation);
};

}  // namespace swc::conformance
