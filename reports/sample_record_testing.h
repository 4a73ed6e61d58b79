// A small run record, made by hand, that the tests of all formats share.
//
// Law: it holds every verdict once at least, and texts that a hostile server would send.
#pragma once

#include <vector>

#include "reports/run_record.h"
#include "spec/clause.h"
#include "spec/outcome.h"

namespace swc::reports {

inline Finding SampleFailure() {
  return {.clause = "time.window.past",
          .signature = "time.window.past|accepted|TimestampOutOfRangeException|/entries/*",
          .count = 12,
          .phase = "directed",
          .case_id = "time.window.past/edge-accept",
          .case_json = R"({"id":"time.window.past/edge-accept","steps":[{"put":{"entries":[]}}]})",
          .shrinking = "minimal",
          .expected = "the entry is accepted: its timestamp is 604798 s old",
          .observed =
              "error \x1b[31mTimestampOutOfRangeException\x1b[0m <\"]]>&\xff for entry e1, "
              "\xE2\x80\xAEwhich is reported although nothing in it is wrong \xC3\xA4\xC2\x9B",
          .pointer = "/entries/0/propertyValues/0/timestamp",
          .request = {.first_line = "POST /properties",
                      .headers = {"Content-Type: application/json"},
                      .body = R"({"entries":[]})"},
          .response = {.first_line = "200", .headers = {}, .body = "{\"errorEntries\":\n[]}"},
          .reproduce = "sitewise-conformance replay 'case.json' --endpoint http://127.0.0.1:9000",
          .curl = R"(curl -d '{"a":"\n"}' http://127.0.0.1:9000/properties)",
          .at_request = 345,
          .verdict = Verdict::kFail};
}

inline Finding SampleInconsistency() {
  return {.clause = "duplicate.in-entry",
          .signature = "duplicate.in-entry|two-alternatives",
          .count = 1,
          .phase = "random",
          .case_id = "random/42",
          .case_json = "not a case",
          .expected = "the same choice as before: last-wins",
          .observed = "first-wins",
          .reproduce = "sitewise-conformance replay case2.json --endpoint http://127.0.0.1:9000",
          .curl = "",
          .at_request = 2000,
          .verdict = Verdict::kInconsistent};
}

inline Finding SampleWarning() {
  return {.clause = "entry.id.case",
          .signature = "entry.id.case|accepted|InvalidRequestException",
          .count = 2,
          .phase = "directed",
          .case_id = "entry.id.case/upper",
          .case_json = R"({"id":"entry.id.case/upper"})",
          .expected = "both entries are accepted",
          .observed = "entry E1 is refused as a duplicate of e1",
          .response = {.first_line = "400", .headers = {"x: y"}, .body = "no"},
          .reproduce = "sitewise-conformance replay case3.json --endpoint http://127.0.0.1:9000",
          .curl = "curl http://127.0.0.1:9000/properties",
          .at_request = 77,
          .verdict = Verdict::kWarn};
}

inline std::vector<ClauseRecord> SampleClauses() {
  using spec::Level;
  return {{.id = "wire.operation", .verdict = Verdict::kPass, .observed = 2400},
          {.id = "response.errors.grouping",
           .level = Level::kFree,
           .verdict = Verdict::kFree,
           .observed = 90,
           .alternatives = {"grouped", "one-error-each"}},
          {.id = "entry.id.case",
           .level = Level::kShould,
           .verdict = Verdict::kWarn,
           .accept_exercised = 4},
          {.id = "access.denied",
           .verdict = Verdict::kUntested,
           .reason = R"(the target names no property with "access": "denied")"},
          {.id = "identity.computed",
           .level = Level::kShould,
           .verdict = Verdict::kUntested,
           .reason = "the target names no transform or metric"},
          {.id = "time.window.past",
           .verdict = Verdict::kFail,
           .accept_exercised = 310,
           .reject_exercised = 205},
          {.id = "values.empty",
           .level = Level::kFree,
           .verdict = Verdict::kFree,
           .observed = 12,
           .alternatives = {"accepted"}},
          {.id = "duplicate.in-entry",
           .level = Level::kFree,
           .verdict = Verdict::kInconsistent,
           .observed = 31,
           .alternatives = {"last-wins", "first-wins"}},
          {.id = "store.stays",
           .level = Level::kShould,
           .verdict = Verdict::kUntested,
           .reason = "the target names no transform or metric"},
          {.id = "read.latest.newest",
           .verdict = Verdict::kBlocked,
           .reason = "every read is answered by 422"},
          {.id = "robust.connection",
           .verdict = Verdict::kInfra,
           .reason = "the connection was reset, and so was that of the neutral probe"}};
}

// A bug with an echo, and a warning by itself.
inline std::vector<Cause> SampleCauses() {
  return {{.headline = "A timestamp of exactly seven days ago is refused.",
           .clause = "time.window.past",
           .verdict = Verdict::kFail,
           .diagnosis = "behaves like `window-past-exclusive`; explains 3 of 4 deviations",
           .mutant = "window-past-exclusive",
           .named = true,
           .cases = 4,
           .findings = {0, 1},
           .clauses = {"time.window.past", "duplicate.in-entry"},
           .hides = {"time.offset.max"}},
          {.headline = "entry E1 is refused as a duplicate of \x1b[31me1",
           .clause = "entry.id.case",
           .verdict = Verdict::kWarn,
           .cases = 1,
           .findings = {2},
           .clauses = {"entry.id.case"}}};
}

inline RunRecord SampleRecord() {
  RunRecord record = {.tool_version = "0.1.0",
                      .target = "http://127.0.0.1:9000",
                      .date = "2026-11-30T09:15:00Z",
                      .seed = 18446744073709551615ULL,
                      .digest = "8c1f02aa",
                      .strict = false,
                      .verdict = RunVerdict::kDeviates,
                      .outcome = spec::Outcome::kFound,
                      .message = "8 of 9 clauses exercised",
                      .shown = {.selected = 11, .can_show = 9, .exercised = 8},
                      .interrupted = false,
                      .limits_hit = {},
                      .stats = {.requests = 2500,
                                .cases = 400,
                                .cases_not_run = 3,
                                .values = 9001,
                                .elapsed_s = 2.5,
                                .visible_ms_p50 = 0.5,
                                .visible_ms_p99 = 2.25,
                                .visible_ms_max = 9,
                                .latency = {{.operation = "BatchPutAssetPropertyValue",
                                             .answers = 1500,
                                             .ms_p50 = 0.5,
                                             .ms_p99 = 1.5,
                                             .ms_max = 12},
                                            {.operation = "GetAssetPropertyValueHistory",
                                             .answers = 900,
                                             .ms_p50 = 0.25,
                                             .ms_p99 = 2,
                                             .ms_max = 3}}}};
  record.phases = {{.name = "pairwise",
                    .cases = 300,
                    .requests = 2000,
                    .pairs_covered = 4321,
                    .pairs_possible = 4400,
                    .classes = {{"NaN", 12}, {"several puts", 3}}},
                   {.name = "random", .cases = 100, .requests = 500}};
  record.clauses = SampleClauses();
  record.findings = {SampleFailure(), SampleInconsistency(), SampleWarning()};
  record.causes = SampleCauses();
  return record;
}

}  // namespace swc::reports
