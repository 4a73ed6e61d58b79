// Small reports, made by hand, that the tests of comparisons share.
//
// Law: they hold each kind of row: equal, different, chosen otherwise, exercised by one alone,
// absent from one; and texts that a hostile server would send.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/compare/named_report.h"
#include "reports/run_record.h"
#include "spec/clause.h"
#include "spec/outcome.h"

namespace swc::reports {

inline constexpr const char* kHostile = "<script>alert('1')</script>|`x`\n\x1b[2J\"&\xff";

inline Finding FindingOf(std::string clause, std::string signature,
                         Verdict verdict = Verdict::kFail) {
  return {.clause = std::move(clause),
          .signature = std::move(signature),
          .observed = "seen",
          .verdict = verdict};
}

// A cause with findings of its own, which are added to `record`.
inline void AddCause(RunRecord& record, const std::string& clause,
                     const std::vector<std::string>& signatures, Verdict verdict = Verdict::kFail,
                     const std::string& headline = "What is wrong.") {
  Cause cause{.headline = headline, .clause = clause, .verdict = verdict, .clauses = {clause}};
  for (const std::string& signature : signatures) {
    cause.findings.push_back(record.findings.size());
    record.findings.push_back(FindingOf(clause, signature, verdict));
  }
  record.causes.push_back(std::move(cause));
}

inline RunRecord SampleLeft() {
  using spec::Level;
  RunRecord record{.tool_version = "0.1.0", .target = "http://127.0.0.1:9000"};
  Conclude(record, spec::Outcome::kConforms, "5 of 6 clauses exercised");
  record.clauses = {{.id = "wire.operation", .verdict = Verdict::kPass},
                    {.id = "time.window.past", .verdict = Verdict::kPass},
                    {.id = "time.window.future", .verdict = Verdict::kPass},
                    {.id = "duplicate.in-entry",
                     .level = Level::kFree,
                     .verdict = Verdict::kFree,
                     .alternatives = {"last-wins"}},
                    {.id = "values.empty",
                     .level = Level::kFree,
                     .verdict = Verdict::kFree,
                     .alternatives = {"accepted"}},
                    {.id = "access.denied", .reason = "the target names no such property"}};
  return record;
}

inline RunRecord SampleRight() {
  using spec::Level;
  RunRecord record{.tool_version = "0.0.9", .target = kHostile};
  Conclude(record, spec::Outcome::kFound, kHostile);
  record.clauses = {{.id = "wire.operation", .verdict = Verdict::kPass},
                    {.id = "time.window.past", .verdict = Verdict::kFail},
                    {.id = "duplicate.in-entry",
                     .level = Level::kFree,
                     .verdict = Verdict::kFree,
                     .alternatives = {"first-wins"}},
                    {.id = "values.empty",
                     .level = Level::kFree,
                     .verdict = Verdict::kFree,
                     .alternatives = {"accepted"}},
                    {.id = "entry.id.case", .level = Level::kShould, .verdict = Verdict::kWarn},
                    {.id = "gone.since", .verdict = Verdict::kInfra, .reason = kHostile}};
  AddCause(record, "time.window.past", {"time.window.past|a", "time.window.past|b"}, Verdict::kFail,
           kHostile);
  AddCause(record, "entry.id.case", {"entry.id.case|a"}, Verdict::kWarn);
  return record;
}

inline std::vector<NamedReport> SampleReports() {
  return {{.name = "left", .date = "2026-03-01T00:00:00Z", .record = SampleLeft()},
          {.name = kHostile, .date = "2026-02-01T00:00:00Z", .record = SampleRight()}};
}

}  // namespace swc::reports
