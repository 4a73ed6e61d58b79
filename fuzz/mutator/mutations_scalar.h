// Mutations that know nothing of what a member means: scalars, letters, members that are missing.
//
// Law: as in mutation.h; each returns whether it changed something.
#pragma once

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {

// Any scalar of a put becomes one that code stumbles over, of its own type or another one.
[[nodiscard]] bool ChangeScalar(Site& site);

// A stringValue, which implementations like to interpret, changes by one character.
[[nodiscard]] bool ChangeText(Site& site);

// The same for any text of a put.
[[nodiscard]] bool ChangeLetter(Site& site);

// A value or an entry loses a member.
[[nodiscard]] bool DropMember(Site& site);

}  // namespace swc::fuzz
