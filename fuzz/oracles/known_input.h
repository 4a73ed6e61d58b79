// An input that is the case of an earlier finding: what a campaign begins with.
//
// Example: if (PlaysKnown()) { return PlayKnownInput(collector, *test_case); }
#pragma once

#include <expected>

#include "fuzz/oracles/finding_collector.h"
#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::fuzz {

// Plays it and says in one line of stderr what became of the finding, as
// "sitewise-conformance: known found_x.json: fixed", or "found_x.json: still open as found_y.json"
// (FuzzerOutput reads it). A case that does not
// say where it was seen is passed over. Error: the record could not be written.
[[nodiscard]] std::expected<void, spec::Error> PlayKnownInput(FindingCollector& collector,
                                                              const generators::Case& known);

}  // namespace swc::fuzz
