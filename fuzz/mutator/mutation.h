// One way of changing an input that knows the contract; mutator.h chooses among them.
//
// Law: a mutation changes the JSON tree of an input in one place, or says that it found none. It
// may break any rule of the contract, but leaves JSON behind; mutations_text.cc breaks that too.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/mutator/mutator.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"

namespace swc::fuzz {

using generators::Dice;
using generators::Json;

// An input as mutations see it.
struct Site {
  Json& root;
  bool is_case = false;          // A case file with symbols; else the body of a put.
  std::vector<Json*> puts;       // The bodies of its puts.
  std::vector<Json*> reads;      // Its steps that read, but for `read_back` and `read_raw`.
  std::vector<Json*> raw_reads;  // The bodies of its `read_raw` steps.
  std::vector<Json*> raw_puts;   // The bodies of its `put_raw` steps.
  Dice& dice;
  ByteMutator bytes = nullptr;  // May be null.

  // Return a random put, entry or value, or null if there is none.
  [[nodiscard]] Json* Put();
  [[nodiscard]] Json* Entry();
  [[nodiscard]] Json* Value();
  // Returns a random list of entries or of values, or null.
  [[nodiscard]] Json* Entries();
  [[nodiscard]] Json* Values();
  // Returns the body of a random `read_raw` with a query, or with a body that is an object, or
  // null.
  [[nodiscard]] Json* QueryRead();
  [[nodiscard]] Json* BodyRead();
  // Returns the name of a random series of a case, or an empty one.
  [[nodiscard]] std::string SeriesName();
  // Puts a step at a random place. Returns whether there was room. REQUIRES: it is a case.
  [[nodiscard]] bool AddStep(Json step);
};

// Returns the site of an input. REQUIRES: `root` and `dice` outlive it.
[[nodiscard]] Site SiteOf(Json& root, Dice& dice, ByteMutator bytes = nullptr);

struct Mutation {
  std::string_view name;
  int weight;
  bool (*apply)(Site& site);  // Returns whether it changed something.
};

[[nodiscard]] std::span<const Mutation> BatchMutations();  // Entries, values and how they combine.
[[nodiscard]] std::span<const Mutation> ValueMutations();  // Times, qualities, values, boundaries.
[[nodiscard]] std::span<const Mutation> CaseMutations();   // Steps and series; of cases only.
[[nodiscard]] std::span<const Mutation> QueryMutations();  // Reads by a query; of cases only.
[[nodiscard]] std::span<const Mutation> ReadMutations();   // Other reads; of cases only.
[[nodiscard]] std::span<const Mutation> WordMutations();   // Texts that code changes in passing.
[[nodiscard]] std::span<const Mutation> InnerMutations();  // Bytes of strings and of raw bodies.

// Returns `text`, which is JSON, broken or rewritten in one of the known ways.
[[nodiscard]] std::string BrokenText(std::string text, Dice& dice);

}  // namespace swc::fuzz
