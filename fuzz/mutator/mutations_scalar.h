// Mutations that know nothing of what a member means: scalars, letters, members that are missing.
//
// Law: as in mutation.h; each returns whether it changed something.
#pragma once

#include <string>
#include <vector>

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {

// Adds what is no object and no list below `node`.
void CollectScalars(Json& node, std::vector<Json*>& scalars);

// Changes, takes out or puts in one character that code may look at.
[[nodiscard]] std::string WithOtherLetter(std::string text, Dice& dice);

// The same, or what the fuzzer's own mutations make of it, which know what the code compares with.
[[nodiscard]] std::string WithOtherBytes(std::string text, Site& site);

// Any scalar of a put becomes one that code stumbles over, of its own type or another one.
[[nodiscard]] bool ChangeScalar(Site& site);

// A stringValue, which implementations like to interpret, changes by one character.
[[nodiscard]] bool ChangeText(Site& site);

// The same for any text of a put.
[[nodiscard]] bool ChangeLetter(Site& site);

// A value or an entry loses a member.
[[nodiscard]] bool DropMember(Site& site);

// Makes of the `value` of a value another one of its type.
void ChangeVariant(Json& variant);

}  // namespace swc::fuzz
