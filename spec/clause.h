// The catalogue of clauses: every checkable sentence of the contract, from spec/clauses.json.
//
// Law: clause ids are permanent addresses (`time.window.past`) that can be selected by prefix.
// Levels: a broken `must` fails, a broken `should` warns, a `free` clause only records which of
// its alternatives a target chose.
//
// Example: const Clause& clause = Catalogue::Get().At("time.window.past");
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/clause_id.h"
#include "spec/text/error.h"

namespace swc::spec {

enum class Level : std::uint8_t { kMust, kShould, kFree };
[[nodiscard]] std::string_view ToString(Level level);

// What a violation is about, and so what it may drag along.
enum class Scope : std::uint8_t { kRequest, kEntry, kValue };

// How an alternative of a free clause, or an outcome, shows itself in an answer.
enum class Form : std::uint8_t {
  kAccepted,  // 200, the entry is not reported.
  kEntry,     // 200, the entry is reported in errorEntries.
  kRequest,   // A client error for the whole request.
};

// One admissible choice where the documents are silent.
struct Alternative {
  std::string name;
  Form form = Form::kAccepted;
  std::string statement;
};

// The ways in which a broken clause may be reported. Empty lists mean "not in this form".
struct RejectForms {
  Scope scope = Scope::kRequest;
  std::vector<int> request_statuses;     // Statuses of a whole-request error.
  std::vector<std::string> entry_codes;  // Error codes inside errorEntries.
  // The whole-request form is entitled only if every entry of the request breaks this clause.
  bool request_only_if_every_entry = false;
  // The free clause whose alternatives name the code of an entry, or the whole-request form.
  std::string code_policy;
};

// Which sides of a clause a run has to exercise before the clause can pass.
struct Sides {
  bool accept = false;   // Something the clause permits was accepted.
  bool reject = false;   // Something the clause forbids was rejected.
  bool observe = false;  // An answer that the clause constrains was seen.
};

// Where a rule stands. In clauses.json "model#PutAssetPropertyValueEntry.propertyAlias": a key of
// `documents`, and the place in that document.
struct Source {
  std::string key;       // "model".
  std::string document;  // Spelled out: a name or an address.
  std::string place;     // A heading, a parameter, or a shape and its member; empty: all of it.

  friend bool operator==(const Source&, const Source&) = default;
};

// Returns "<document>, <place>".
[[nodiscard]] std::string ToString(const Source& source);

struct Clause {
  std::string id;
  Level level = Level::kMust;
  std::string statement;           // The rule, in one sentence of ours.
  std::vector<Source> sources;     // The documents that it follows.
  std::vector<std::string> facts;  // Numbers of spec/facts.json.
  std::string reason;              // Of the level, where the sources do not speak for themselves.
  Sides sides;
  RejectForms reject;                     // Meaningful only if `can_be_violated`.
  bool can_be_violated = false;           // A request can break it.
  std::vector<Alternative> alternatives;  // Free clauses only.
  // What either side of a contradiction between documents does; who does the last is warned.
  std::vector<std::string> contested;
  bool may_vary = false;           // Free: the choice need not be the same every time.
  std::vector<std::string> needs;  // Capabilities without which the clause is UNTESTED.

  [[nodiscard]] bool Is(ClauseId name) const { return id == name.text(); }
  [[nodiscard]] bool IsUnder(ClausePrefix prefix) const { return prefix.Holds(id); }
};

inline ClauseId::ClauseId(const Clause& clause) : text_(clause.id) {}

// Returns whether one target may show all of these alternatives of a free clause. In which form it
// refuses may differ from request to request (U37, U38); what it accepts, and how, may not.
[[nodiscard]] bool MayCoexist(const Clause& clause, const std::set<std::string>& alternatives);

class Catalogue {
 public:
  // Returns the catalogue that is built into the binary.
  [[nodiscard]] static const Catalogue& Get();

  // Reads a catalogue. Errors name the clause and the field.
  [[nodiscard]] static std::expected<Catalogue, Error> Parse(std::string_view text);

  // Returns all clauses in the order of the file.
  [[nodiscard]] const std::vector<Clause>& clauses() const { return clauses_; }

  // Returns the clause called `id`, or null: for text from outside.
  [[nodiscard]] const Clause* Find(std::string_view id) const;

  // Returns the clause called `id`. REQUIRES: it is one of this catalogue; `Get` has them all.
  [[nodiscard]] const Clause& At(ClauseId id) const;

  // Returns whether some clause lies under `prefix` (see `HasPrefix`).
  [[nodiscard]] bool AnyUnder(std::string_view prefix) const;

 private:
  // Which policy decides about the form of a refusal has to be known.
  [[nodiscard]] std::expected<void, Error> CheckCodePolicy(const Clause& clause) const;

  std::vector<Clause> clauses_;
  struct IdHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>()(id); }
  };
  // Each rule that is met looks its clause up: a tree took a tenth of request_bytes_fuzzer's time.
  std::unordered_map<std::string, std::size_t, IdHash, std::equal_to<>> index_;
};

}  // namespace swc::spec
