// Reads as clients write them, for `read_raw`: from nothing, or from a step that says the same.
//
// Law: nothing is wrong with a read that is made here, as far as the series that it names allow.
//
// Example: WrittenOut({{"latest", {{"series", "s1"}}}}) ==
//          {"path": "/properties/latest?propertyAlias=${s1.alias}"}
#pragma once

#include <string>
#include <string_view>

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {

// Returns the body of a `read_raw` step: any of the four reads, of a series of the case.
[[nodiscard]] Json WrittenRead(Site& site, const std::string& series);

// Returns the body of the `read_raw` step that asks what a step of structured reads asks, or null
// if that cannot be read. REQUIRES: the step is one of site.reads.
[[nodiscard]] Json WrittenOut(const Json& step);

// Returns a word of read_words.h with the name of a series in it.
[[nodiscard]] std::string OfSeries(std::string_view word, std::string_view series);

}  // namespace swc::fuzz
