// Seeds whose reads have every parameter and every member, so that a mutator finds each in its
// place.
//
// Law: nothing is wrong with them, and the second page of each is asked for by the token of the
// first.
//
// Example: for (const std::string& seed : ReadSeeds()) { CaseOf(seed)->steps ... }
#pragma once

#include <string>
#include <vector>

namespace swc::fuzz {

// Returns case files. The id of each ends in a number.
[[nodiscard]] std::vector<std::string> ReadSeeds();

}  // namespace swc::fuzz
