// The folder of case files: what earlier findings left, and what this run adds.
//
// Law: a cause is one case file, and beside it the same as a script with curl; so is a finding that
// belongs to none. A run without findings writes nothing.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {

class CaseFolder {
 public:
  // Reads the files of a folder, in the order of their names; one that is not there has none. What
  // is no JSON, such as a file that was cut short, costs nobody the others; what is, and no case,
  // is a mistake that somebody has to know of.
  [[nodiscard]] static std::expected<CaseFolder, spec::Error> Open(const std::string& folder);

  [[nodiscard]] const std::vector<generators::Case>& known() const { return known_; }

  // Returns why files were skipped.
  [[nodiscard]] const std::vector<spec::Error>& skipped() const { return skipped_; }

  // Writes case files and scripts of the findings that have one. The error is that of the first
  // that cannot be written; the others are.
  [[nodiscard]] std::expected<void, spec::Error> Write(const reports::RunRecord& record,
                                                       const Target& target) const;

  // Removes the files of what is fixed. Returns how many.
  [[nodiscard]] std::size_t Prune(const reports::KnownCases& known) const;

 private:
  std::string folder_;
  std::vector<generators::Case> known_;
  std::vector<spec::Error> skipped_;
  std::map<std::string, std::string> files_;  // By id of a case.
};

}  // namespace swc::conformance
