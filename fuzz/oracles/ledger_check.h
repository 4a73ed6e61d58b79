// The oracle of any bytes as a ledger of known deviations: reading never crashes, what is read is
// written and read again as the same, and no entry excuses what it does not list.
//
// Example: StopIf(LedgerObjection(input));
#pragma once

#include <string>
#include <string_view>

namespace swc::fuzz {

// Returns what is wrong, as one line, or an empty string.
[[nodiscard]] std::string LedgerObjection(std::string_view input);

}  // namespace swc::fuzz
