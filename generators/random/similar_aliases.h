// Two aliases that differ in one detail, so that a careless server takes them for one (F41, F61).
//
// Law: both are legal, and both are made of the name that is lent (alias_form.h), so that they can
// be the streams of one case.
//
// Example: SampleSimilarAliases(dice) may be {"${name}/Pump/Flow", "${name}/Pump//Flow"}.
#pragma once

#include <string>

#include "generators/case/dice.h"

namespace swc::generators {

struct SimilarAliases {
  std::string one;
  std::string other;
};

[[nodiscard]] SimilarAliases SampleSimilarAliases(Dice& dice);

}  // namespace swc::generators
