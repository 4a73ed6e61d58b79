// The judge of how an entry was reported: codes, timestamps, and the style of its errors.
//
// Law: a code is judged by the violations that permit it. One that none permits is a finding; the
// timestamps of a permitted one are those that were sent with the values at fault. How errors are
// grouped is the server's choice, and noted as such.
//
// Example: an entry with one value too old, reported as TimestampOutOfRangeException with the time
// of another value, breaks response.error-entries.culprit.
#pragma once

#include <set>
#include <string>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {

class EntryErrorsJudge {
 public:
  EntryErrorsJudge(const EntryWithViolations& subject, Observations& observations)
      : subject_(subject), observations_(observations) {}

  // No violation of the entry permits this code.
  void ReportUnexplained(const std::string& code);

  // response.error-entries.sent-timestamp, response.error-entries.culprit: `causes` are the
  // violations that permit `code`.
  void CheckTimestamps(const std::string& code, const CodeErrors& error, const Violations& causes);

  // What a permitted report shows, if one clause explains it alone.
  void MarkReport(const EntryErrors& errors);

 private:
  [[nodiscard]] const spec::Clause& NameUnexplained(const std::string& code) const;
  [[nodiscard]] std::set<reference::SentTime> CulpritTimes(const Violations& causes) const;
  void ChooseStyle(const CodeErrors& error);

  const EntryWithViolations& subject_;
  Observations& observations_;
};

}  // namespace swc::conformance
