// What may be read of a body that is JSON but for characters that no reader needs to take.
#pragma once

#include <string_view>

#include "reference/reading/reading.h"

namespace swc::reference {

// wire.encoding.utf8, wire.encoding.surrogate: who reads on may report the entry, so its name is
// read as far as it is one; nothing else of such a body is.
void ParseNamesOnly(std::string_view body, Reading& reading);

}  // namespace swc::reference
