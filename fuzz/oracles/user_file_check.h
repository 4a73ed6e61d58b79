// The oracle of what users write: target files, case files, reports, command lines.
//
// Law: a reader takes a text or says in one line what is wrong with it; what it takes it takes
// again as it would be written, and that is written the same.
//
// Example: StopIf(UserFileObjection(input));
#pragma once

#include <string>
#include <string_view>

namespace swc::fuzz {

// Gives `input` to each of the readers of files and, a word a line, to the commands. Returns which
// one breaks the law, and how, as one line; or an empty string.
[[nodiscard]] std::string UserFileObjection(std::string_view input);

}  // namespace swc::fuzz
