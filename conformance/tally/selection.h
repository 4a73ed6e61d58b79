// Which clauses and cases a run is about: --only and --skip.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case/case.h"
#include "spec/text/error.h"

namespace swc::conformance {

struct Selection {
  std::vector<std::string> only;  // Prefixes; empty: everything.
  std::vector<std::string> skip;

  [[nodiscard]] bool HoldsClause(std::string_view id) const;
  // A case belongs to the run if one of its clauses, or its id, is selected and its first clause is
  // not skipped.
  [[nodiscard]] bool HoldsCase(const generators::Case& test_case) const;
};

// Checks that every prefix names a clause (or a case of it); the error tells which one does not.
[[nodiscard]] std::expected<void, spec::Error> CheckSelection(
    const Selection& selection, const std::vector<generators::Case>& cases);

}  // namespace swc::conformance
