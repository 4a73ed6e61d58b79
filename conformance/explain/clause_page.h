// docs/clauses.md: the catalogue as a page for readers, with the mutants that break each clause.
//
// Law: the page is made from spec/clauses.json and the table of mutants alone, and the committed
// page is what ClausePage() returns.
#pragma once

#include <string>

namespace swc::conformance {

// Returns the whole page as Markdown.
[[nodiscard]] std::string ClausePage();

}  // namespace swc::conformance
