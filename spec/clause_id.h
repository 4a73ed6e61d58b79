// Names of clauses that are known when the code is compiled.
//
// Law: a ClauseId names a clause. A literal that names none of spec/clauses.json does not compile;
// text that comes from a file or a command line goes through `ClauseId::Find`; a clause names
// itself, for as long as it lives.
//
// Example: observations.Mark("entry.valid.accepted", Side::kAccept);    // Mark takes a ClauseId.
//          Deviate(good ? ClauseId("store.stays") : ClauseId("store.acknowledged"), ...);
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string_view>

namespace swc::spec {

// The ids of spec/clauses.json, sorted.
inline constexpr auto kClauseIds = std::to_array<std::string_view>({
#include "spec/clause_ids.inc"
});
static_assert(std::ranges::is_sorted(kClauseIds), "they are searched by halves");

// Returns whether `id` is `prefix` or lies under it: "time.window" holds "time.window.past" but
// not "time.windows". The empty prefix holds everything; '/' separates like '.', so that a case id
// such as "time.window.past/edge" lies under its clause.
[[nodiscard]] constexpr bool HasPrefix(std::string_view id, std::string_view prefix) {
  return id.starts_with(prefix) && (prefix.empty() || id.size() == prefix.size() ||
                                    id[prefix.size()] == '.' || id[prefix.size()] == '/');
}

struct Clause;

// No constant expression calls these, so the compiler names them in its error.
void ThisIsTheIdOfNoClause();
void NoClauseLiesUnderThisPrefix();

class ClauseId {
 public:
  // Converts from a literal, which is checked.
  template <std::size_t kSize>
  // NOLINTNEXTLINE(modernize-avoid-c-arrays): the type of a literal.
  consteval ClauseId(const char (&literal)[kSize]) : text_(literal, kSize - 1) {
    if (!std::ranges::binary_search(kClauseIds, text_)) {
      ThisIsTheIdOfNoClause();
    }
  }

  ClauseId(const Clause& clause);

  // Returns the id that is spelled like `text`, or nothing.
  [[nodiscard]] static constexpr std::optional<ClauseId> Find(std::string_view text) {
    const auto* const found = std::ranges::lower_bound(kClauseIds, text);
    return found != kClauseIds.end() && *found == text ? std::optional(ClauseId(Known{*found}))
                                                       : std::nullopt;
  }

  [[nodiscard]] constexpr std::string_view text() const { return text_; }
  constexpr operator std::string_view() const { return text_; }

  friend constexpr bool operator==(ClauseId, ClauseId) = default;
  friend std::ostream& operator<<(std::ostream& out, ClauseId id) { return out << id.text_; }

 private:
  struct Known {
    std::string_view text;
  };
  explicit constexpr ClauseId(Known known) : text_(known.text) {}

  std::string_view text_;
};

// What selects all clauses under it (see `HasPrefix`).
class ClausePrefix {
 public:
  // Converts from a literal, under which a clause has to lie.
  template <std::size_t kSize>
  // NOLINTNEXTLINE(modernize-avoid-c-arrays): the type of a literal.
  consteval ClausePrefix(const char (&literal)[kSize]) : text_(literal, kSize - 1) {
    if (std::ranges::none_of(kClauseIds,
                             [&](std::string_view id) { return HasPrefix(id, text_); })) {
      NoClauseLiesUnderThisPrefix();
    }
  }
  constexpr ClausePrefix(ClauseId id) : text_(id.text()) {}

  [[nodiscard]] constexpr bool Holds(std::string_view id) const { return HasPrefix(id, text_); }

 private:
  std::string_view text_;
};

}  // namespace swc::spec
