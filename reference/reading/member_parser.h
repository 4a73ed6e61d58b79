// Parses the members of JSON objects for the reading of a put, and notes what is wrong with them.
//
// Law: a member is read once; each rule that it breaks becomes one violation, at its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/text/json_tree.h"

namespace swc::reference {

// Where in the request the parser stands, for violations. Places are linked, so that a pointer is
// written only when there is something to point at. REQUIRES: what is above outlives a place.
struct Place {
  spec::Scope scope = spec::Scope::kRequest;
  std::size_t entry = 0;
  std::size_t value = 0;
  const Place* above = nullptr;                       // Null: the request itself.
  std::string_view member;                            // Its name in the object above,
  std::optional<std::size_t> element = std::nullopt;  // or its place in the list above.

  [[nodiscard]] Place At(std::string_view name) const {
    return {.scope = scope, .entry = entry, .value = value, .above = this, .member = name};
  }

  [[nodiscard]] std::string Pointer() const {
    if (above == nullptr) {
      return "";
    }
    return above->Pointer() + "/" + (element ? std::to_string(*element) : std::string(member));
  }
};

class MemberParser {
 public:
  // A member to find, and where its node is to be put; that stays null if it is absent.
  struct Wanted {
    std::string_view name;
    const spec::JsonNode** node;
  };

  // REQUIRES: both outlive the parser.
  MemberParser(const spec::JsonTree& tree, Reading& reading, Doubled doubled)
      : tree_(tree), reading_(reading), doubled_(doubled) {}

  [[nodiscard]] const spec::JsonTree& tree() const { return tree_; }
  [[nodiscard]] Reading& reading() { return reading_; }

  void Add(spec::ClauseId clause, const Place& place);

  // Finds the members of `object` by name; null is absent (wire.member.null-is-absent).
  // wire.member.unknown, wire.member.duplicate, wire.json.depth
  void Members(const spec::JsonNode& object, const Place& place,
               std::initializer_list<Wanted> wanted);

  // Returns the string in `node`, or nothing (with a violation if it is of another type).
  std::optional<std::string> ParseString(const spec::JsonNode* node, const Place& place);

  // Parses a whole number. Returns nothing if `node` is none (with its violation); a number beyond
  // 64 bits comes back as the nearest end of the range.
  std::optional<std::int64_t> ParseWhole(const spec::JsonNode& node, const Place& place);

 private:
  const spec::JsonTree& tree_;
  Reading& reading_;
  Doubled doubled_;
};

}  // namespace swc::reference
