#include "reports/compare/comparison_notes.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/compare/comparison.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

constexpr std::size_t kIdsShownMax = 5;

// Returns "a, b and 3 more".
std::string SomeOf(const std::vector<std::string>& ids) {
  const std::vector<std::string> first(
      ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), kIdsShownMax)));
  return ids.size() > kIdsShownMax
             ? fmt::format("{} and {} more", fmt::join(first, ", "), ids.size() - kIdsShownMax)
             : fmt::format("{}", fmt::join(first, ", "));
}

std::string HowMany(std::size_t clauses) { return Counted(clauses, "clause"); }

bool OneVersion(const Comparison& comparison) {
  return std::ranges::all_of(comparison.columns, [&](const ComparedColumn& column) {
    return column.tool_version == comparison.columns.front().tool_version;
  });
}

std::string VersionsNote(const Comparison& comparison) {
  std::vector<std::string> versions;
  for (const ComparedColumn& column : comparison.columns) {
    versions.push_back(fmt::format("{} by {}", column.name, column.tool_version));
  }
  return fmt::format(
      "the reports were made by different versions of the suite ({}): a rule may have changed",
      fmt::join(versions, ", "));
}

std::vector<std::string> MissingIn(const Comparison& comparison, std::size_t column) {
  std::vector<std::string> missing;
  for (const ComparedClause& row : comparison.clauses) {
    if (!row.cells[column]) {
      missing.push_back(row.id);
    }
  }
  return missing;
}

std::vector<std::string> UnknownHere(const Comparison& comparison) {
  std::vector<std::string> unknown;
  for (const ComparedClause& row : comparison.clauses) {
    if (spec::Catalogue::Get().Find(row.id) == nullptr) {
      unknown.push_back(row.id);
    }
  }
  return unknown;
}

}  // namespace

std::vector<std::string> NotesOn(const Comparison& comparison) {
  std::vector<std::string> notes;
  const bool one_version = OneVersion(comparison);
  if (!one_version) {
    notes.push_back(VersionsNote(comparison));
  }
  for (std::size_t i = 0; i < comparison.columns.size(); ++i) {
    const ComparedColumn& column = comparison.columns[i];
    if (column.verdict == RunVerdict::kIncomplete || column.verdict == RunVerdict::kCouldNotTest) {
      notes.push_back(
          fmt::format("{} is {}: {}", column.name, ToString(column.verdict), column.message));
    }
    if (const std::vector<std::string> missing = MissingIn(comparison, i); !missing.empty()) {
      notes.push_back(fmt::format(
          "{} says nothing of {} that others report ({}): {}", column.name, HowMany(missing.size()),
          SomeOf(missing),
          one_version ? "its run did not select them" : "not selected, or unknown to its version"));
    }
  }
  if (const std::vector<std::string> unknown = UnknownHere(comparison); !unknown.empty()) {
    notes.push_back(fmt::format("{} {} not in the catalogue of this version: {}",
                                HowMany(unknown.size()), unknown.size() == 1 ? "is" : "are",
                                SomeOf(unknown)));
  }
  const auto compared = static_cast<std::size_t>(
      std::ranges::count_if(comparison.clauses, &ComparedClause::compared));
  if (comparison.columns.size() > 1 && compared < comparison.clauses.size()) {
    notes.push_back(
        fmt::format("{} of {} were exercised in two reports at least; only they are "
                    "compared",
                    compared, HowMany(comparison.clauses.size())));
  }
  return notes;
}

}  // namespace swc::reports
