// The data files of spec/ as they were when the binary was built.
#pragma once

#include <string_view>

namespace swc::spec {

[[nodiscard]] std::string_view EmbeddedClauses();   // spec/clauses.json
[[nodiscard]] std::string_view EmbeddedContract();  // spec/contract.json
[[nodiscard]] std::string_view EmbeddedFacts();     // spec/facts.json
// spec/examples/*.json without `target` and `now`: the first of each clause and side.
[[nodiscard]] std::string_view EmbeddedExamples();

}  // namespace swc::spec
