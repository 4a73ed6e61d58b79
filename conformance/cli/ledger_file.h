// The file of a ledger, as commands read it.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "conformance/ledger/ledger.h"
#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::conformance {

// Reads a ledger. Errors name the file.
[[nodiscard]] std::expected<Ledger, spec::Error> LoadLedger(const std::string& path);

// Adds the witnesses of `ledger` to cases that are run first, but those that are there.
void AddWitnesses(const Ledger& ledger, std::vector<generators::Case>& known_cases);

// Returns the day of the wall clock, in UTC: "2026-11-30".
[[nodiscard]] std::string Today();

}  // namespace swc::conformance
