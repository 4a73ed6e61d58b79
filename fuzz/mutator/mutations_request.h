// Mutations of whole reads as requests: one more, written out, with other headers, beside an
// operation.
//
// Law: as in mutation.h; each returns whether it changed something.
#pragma once

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {

// Any of the four reads is added, of a series of the case, as clients write it.
[[nodiscard]] bool AddRawRead(Site& site);

// A step that reads is written out, so that what no such step may say can be said.
[[nodiscard]] bool WriteOutRead(Site& site);

// A raw read gets a header that every server may get, or one that other layers may refuse.
[[nodiscard]] bool ChangeHeaders(Site& site);

// A request is added whose method and path are bound to no operation.
[[nodiscard]] bool AskForNothing(Site& site);

}  // namespace swc::fuzz
