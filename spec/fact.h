// The numbered statements about the contract on which the clauses rest, from spec/facts.json: facts
// F1 and on, from public documents and records of the real service, and open points U1 and on,
// where the documents leave a choice.
//
// Law: a number is permanent and stands once. What is quoted is in our own words.
//
// Example: const Fact* fact = FactList::Get().Find("F216");
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "spec/text/error.h"

namespace swc::spec {

// How well a statement is known.
enum class Evidence : std::uint8_t {
  kDocumented,   // A document of the service, or of the protocol that it names.
  kObserved,     // Somebody's public record of what the service did.
  kInferred,     // Follows from other statements or from general practice.
  kUnspecified,  // No public statement was found.
  kOpen,         // An open point: what is admissible where the facts leave a choice.
};
[[nodiscard]] std::string_view ToString(Evidence evidence);

struct Fact {
  std::string id;  // "F216" or "U10".
  Evidence evidence = Evidence::kDocumented;
  std::string source;     // In short: the page, the shape or the repository.
  std::string statement;  // One line.
};

class FactList {
 public:
  // Returns the list that is built into the binary.
  [[nodiscard]] static const FactList& Get();

  // Reads a list. Errors name the fact and the field.
  [[nodiscard]] static std::expected<FactList, Error> Parse(std::string_view text);

  // Returns all facts in the order of the file.
  [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }

  // Returns the fact called `id`, or null.
  [[nodiscard]] const Fact* Find(std::string_view id) const;

 private:
  std::vector<Fact> facts_;
};

// Returns whether `text` has the form of a fact's number: F or U and digits.
[[nodiscard]] bool LooksLikeFact(std::string_view text);

// Returns "F216 (observed; <source>): <statement>".
[[nodiscard]] std::string InOneLine(const Fact& fact);

}  // namespace swc::spec
