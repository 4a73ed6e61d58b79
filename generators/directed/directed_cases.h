// The directed cases: named cases for every clause, on both of its sides as far as a case can be.
//
// Law: a case says what is sent, never what has to come back; the model derives that. Cases whose
// point is a limit are built from spec::Contract (boundary_cases.h), all others stand in
// generators/directed/cases/*.json. Ids are "<clause id>/<what>" and unique.
//
// Example: for (const Case& directed : DirectedCases()) { ... }
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::generators {

// Returns all directed cases: the case files in their order, then the boundaries.
[[nodiscard]] const std::vector<Case>& DirectedCases();

// Reads a case file: a JSON list of cases. Errors name `origin`, the case and the field.
[[nodiscard]] std::expected<std::vector<Case>, spec::Error> ParseCases(std::string_view json,
                                                                       std::string_view origin);

}  // namespace swc::generators
