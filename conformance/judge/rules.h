// The rules of the judge, a row each: which clause a finding names, and by what kinds it shows.
//
// Law: every finding belongs to one row. A row without a clause is a rule of whatever clause is
// concerned: the broken one, the one that demands what is stored, the one that a case is about.
//
// Example: RuleOf("read.history.end", "after") is the row of values after the end of a history.
#pragma once

#include <span>
#include <string_view>

#include "spec/clause.h"

namespace swc::conformance {

struct Rule {
  std::string_view clause;  // "": any.
  std::string_view kinds;   // Separated by spaces; "no-*" and "*-refused" stand for many.
};

[[nodiscard]] std::span<const Rule> AllRules();

// Returns the row of a finding, or null. One that names its clause goes first.
[[nodiscard]] const Rule* FindRule(std::string_view clause, std::string_view kind);

// A row that is not judged by: of one clause, or of all that it may name.
struct RuleOff {
  const Rule* rule = nullptr;
  const spec::Clause* clause = nullptr;

  [[nodiscard]] bool Covers(const spec::Clause& of, std::string_view kind) const {
    return rule != nullptr && (clause == nullptr || clause == &of) && FindRule(of.id, kind) == rule;
  }
};

}  // namespace swc::conformance
