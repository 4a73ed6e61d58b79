// Metamorphic relations: two ways of saying the same, which need no model to be compared.
//
// Law: a relation turns the body of a put into one or more requests on the series of the body (the
// base) and into others on their twins (the variant). Whatever a target makes of the first, it has
// to make of the second: the same entries reported, the same values stored. A body must break
// nothing on which legal targets differ (`BrokenClauses`), nor anything but the window.
//
// Example: for (const Step& put : VariantOf(*FindRelation("split-batch"), body)) { ... }
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "spec/clause_id.h"
#include "spec/text/error.h"

namespace swc::generators {

using Bodies = std::vector<Json>;

struct Relation {
  std::string_view name;
  spec::ClauseId clause;       // That a target breaks where the two differ.
  std::string_view statement;  // What has to be the same.
  Bodies (*base)(const Json& body, Dice& dice);
  Bodies (*variant)(const Json& body, Dice& dice);
  bool rewritten = false;  // The variant's JSON text is written in another way.
};

[[nodiscard]] std::span<const Relation> AllRelations();

// Returns the relation of that name, or null.
[[nodiscard]] const Relation* FindRelation(std::string_view name);

// The body of a step of kind kMetamorphic, read.
struct MetamorphicStep {
  const Relation* relation = nullptr;
  std::uint64_t seed = 0;                    // Of what the relation leaves to chance.
  std::map<std::string, std::string> twins;  // From each series of the body to its twin.
  Json put;
};

// Reads such a step. Errors begin with the field at fault.
[[nodiscard]] std::expected<MetamorphicStep, spec::Error> ParseMetamorphic(const Step& step);

// Says which twin is neither a stream nor a measurement of a case that has these series, or is not
// a series' own.
[[nodiscard]] std::expected<void, spec::Error> CheckTwins(const MetamorphicStep& step,
                                                          std::span<const SeriesWish> series);

// Returns the puts of both sides, as steps of kind kPut.
[[nodiscard]] std::vector<Step> BasePuts(const MetamorphicStep& step);
[[nodiscard]] std::vector<Step> VariantPuts(const MetamorphicStep& step);

}  // namespace swc::generators
