// The judge of how an entry was reported: codes, timestamps, and the style of its errors.
#pragma once

#include <set>
#include <string>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_view.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"

namespace swc::conformance {

class EntryErrorsJudge {
 public:
  EntryErrorsJudge(const EntryView& view, Observations& observations)
      : view_(view), observations_(observations) {}

  // No violation of the entry permits this code.
  void ReportUnexplained(const std::string& code);

  // response.error-entries.sent-timestamp, response.error-entries.culprit: `causes` are the
  // violations that permit `code`.
  void CheckTimestamps(const std::string& code, const CodeErrors& error, const Violations& causes);

  // What a permitted report shows, if one clause explains it alone.
  void MarkReport(const EntryErrors& errors);

 private:
  [[nodiscard]] std::set<reference::SentTime> CulpritTimes(const Violations& causes) const;
  void ChooseStyle(const CodeErrors& error);

  const EntryView& view_;
  Observations& observations_;
};

}  // namespace swc::conformance
