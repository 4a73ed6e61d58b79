// Samples the reads between the puts of a random case.
//
// Law: a read names series of the case that a target can be asked for. Its numbers are allowed and
// its identifiers whole, but for batches of a wrong size, unknown series in a batch, and the reads
// with a fault of feature_weights.h.
//
// Example: AddRead(dice, test_case) may add {"latest":{"series":"s1"}}
#pragma once

#include "generators/case/case.h"
#include "generators/case/dice.h"

namespace swc::generators {

// Adds a step that reads to `test_case`, or none.
void AddRead(Dice& dice, Case& test_case);

}  // namespace swc::generators
