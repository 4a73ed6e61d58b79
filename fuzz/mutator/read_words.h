// What code that reads the parameters and members of reads stumbles over: names, and values for
// each.
//
// Law: data only. A word for a query stands as it is sent, percent-encoded but for symbols, of
// which
// "{s}" is the name of a series; none needs more than a request line can hold. Limits are those of
// spec/contract.json.
//
// Example: QueryWords("maxResults") holds "0", "1.5" and "20001".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case/json.h"

namespace swc::fuzz {

// The parameters of a history; the first three are those of a current value too.
[[nodiscard]] std::span<const std::string_view> ReadParameters();

// Parameters that no read has.
[[nodiscard]] std::span<const std::string_view> StrangeParameters();

// Values of a parameter, those next to a rule first; those of all parameters together if it has
// none of its own.
[[nodiscard]] const std::vector<std::string>& QueryWords(std::string_view parameter);

// Values of a member of the body of a batch read, right and wrong; for an unknown member any.
[[nodiscard]] const std::vector<generators::Json>& BodyWords(std::string_view member);

// Time expressions for the steps `history` and `batch_history`.
[[nodiscard]] std::span<const std::string_view> ReadTimes();

}  // namespace swc::fuzz
