// Standard output and standard error: the only way to them.
//
// Law: what is printed holds no secret that is kept (secrets.h), and no user of a URL. Whoever
// prints what he was given by others makes it one line first (reports/text.h, ForTerminal).
//
// Example: Print(fmt::format("{} cases\n", count));
#pragma once

#include <string_view>

namespace swc::spec {

// Writes `text` to standard output; nothing is kept back.
void Print(std::string_view text);

// Writes `text` to standard error.
void PrintError(std::string_view text);

}  // namespace swc::spec
