#include "reports/formats/junit_report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tinyxml2.h>

#include "reports/run_record.h"
#include "reports/summary.h"
#include "reports/text.h"
#include "spec/clause.h"

namespace swc::reports {
namespace {

constexpr std::string_view kRunSuite = "run";
constexpr std::string_view kLedgerSuite = "ledger";

// What JUnit calls the outcome of a test case.
enum class TestOutcome : std::uint8_t { kPassed, kFailure, kError, kSkipped };

struct Suite {
  std::string_view name;
  std::vector<const ClauseRecord*> clauses;
};

struct TestCounts {
  std::uint64_t tests = 0;
  std::uint64_t failures = 0;
  std::uint64_t errors = 0;
  std::uint64_t skipped = 0;

  void Add(TestOutcome outcome) {
    ++tests;
    failures += outcome == TestOutcome::kFailure ? 1 : 0;
    errors += outcome == TestOutcome::kError ? 1 : 0;
    skipped += outcome == TestOutcome::kSkipped ? 1 : 0;
  }
};

// Returns a cause at this clause if a ledger lets all be that are told there, else null.
const Cause* KnownCauseAt(const RunRecord& record, const std::string& id) {
  const Cause* known = nullptr;
  for (const Cause& cause : record.causes) {
    if (cause.clause == id && cause.known_deviation.empty() &&
        IsDeviation(cause.verdict, record.strict)) {
      return nullptr;
    }
    known = cause.clause == id && !cause.known_deviation.empty() ? &cause : known;
  }
  return known;
}

// One cause is one failure: a clause that only follows from another's is skipped, and says so.
TestOutcome OutcomeOf(const RunRecord& record, const ClauseRecord& clause) {
  const Verdict verdict = VerdictOfCause(record, clause.id, clause.verdict);
  if (IsDeviation(verdict, record.strict)) {
    if (KnownCauseAt(record, clause.id) != nullptr) {
      return TestOutcome::kSkipped;
    }
    return FollowsFrom(record, clause.id) == nullptr ? TestOutcome::kFailure
                                                     : TestOutcome::kSkipped;
  }
  if (verdict == Verdict::kInfra) {
    return TestOutcome::kError;
  }
  return verdict == Verdict::kUntested || verdict == Verdict::kBlocked ? TestOutcome::kSkipped
                                                                       : TestOutcome::kPassed;
}

// Groups clauses by the first segment of their ids, in the order of first appearance.
std::vector<Suite> SuitesOf(const RunRecord& record) {
  std::vector<Suite> suites;
  for (const ClauseRecord& clause : record.clauses) {
    const std::string_view segment = AreaOf(clause.id);
    auto suite = std::ranges::find(suites, segment, &Suite::name);
    if (suite == suites.end()) {
      suite = suites.insert(suites.end(), Suite{.name = segment, .clauses = {}});
    }
    suite->clauses.push_back(&clause);
  }
  return suites;
}

// An element that closes itself. Every text passes through `ForXml`.
class Element {
 public:
  Element(tinyxml2::XMLPrinter& printer, const char* name) : printer_(printer) {
    printer_.OpenElement(name);
  }
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;
  ~Element() { printer_.CloseElement(); }

  Element& Attribute(const char* name, std::string_view value) {
    printer_.PushAttribute(name, ForXml(value).c_str());
    return *this;
  }
  Element& Attribute(const char* name, std::uint64_t value) {
    return Attribute(name, fmt::to_string(value));
  }
  Element& Attributes(const TestCounts& counts) {
    return Attribute("tests", counts.tests)
        .Attribute("failures", counts.failures)
        .Attribute("errors", counts.errors)
        .Attribute("skipped", counts.skipped);
  }
  void Text(std::string_view text) { printer_.PushText(ForXml(text).c_str()); }

 private:
  tinyxml2::XMLPrinter& printer_;
};

std::string CauseText(const RunRecord& record, const Cause& cause) {
  std::string text = fmt::format("\ncause: {}\n", cause.headline);
  if (!cause.diagnosis.empty()) {
    text += fmt::format("diagnosis: {}\n", cause.diagnosis);
  }
  text += fmt::format("breaks: {} ({} cases)\n", fmt::join(cause.clauses, ", "), cause.cases);
  const Finding& clearest = record.findings[cause.findings.front()];
  return clearest.clause == cause.clause
             ? text
             : text + fmt::format("expected: {}\nobserved: {}\nreproduce: {}\n", clearest.expected,
                                  clearest.observed, clearest.reproduce);
}

std::string Explanation(const RunRecord& record, const ClauseRecord& clause) {
  std::string text = fmt::format("\n{} ({})\n", ToString(clause.verdict), ToString(clause.level));
  if (const spec::Clause* rule = spec::Catalogue::Get().Find(clause.id); rule != nullptr) {
    std::vector<std::string> sources;
    for (const spec::Source& source : rule->sources) {
      sources.push_back(ToString(source));
    }
    text += fmt::format("rule: {}\nsource: {}\n", rule->statement, fmt::join(sources, "; "));
  }
  if (!clause.alternatives.empty()) {
    text += fmt::format("chosen: {}\n", fmt::join(clause.alternatives, ", "));
  }
  for (const Cause& cause : record.causes) {
    if (cause.clause == clause.id) {
      text += CauseText(record, cause);
    }
  }
  for (const Finding* finding : FindingsOf(record, clause.id)) {
    text += fmt::format("\nexpected: {}\nobserved: {}\ncount: {}\ncase: {}\nreproduce: {}\n",
                        finding->expected, finding->observed, finding->count, finding->case_id,
                        finding->reproduce);
    if (!finding->curl.empty()) {
      text += fmt::format("curl: {}\n", finding->curl);
    }
  }
  return text;
}

std::string WhySkipped(const RunRecord& record, const ClauseRecord& clause) {
  const Cause* known = KnownCauseAt(record, clause.id);
  if (known != nullptr && IsDeviation(clause.verdict, record.strict)) {
    return fmt::format("known: {}", known->known_deviation);
  }
  const Cause* from = FollowsFrom(record, clause.id);
  return from == nullptr || !IsDeviation(clause.verdict, record.strict)
             ? clause.reason
             : fmt::format("follows from {}: {}", from->clause, from->headline);
}

// Returns the one line that a CI server shows beside the name of a failed test case.
std::string Headline(const RunRecord& record, const ClauseRecord& clause) {
  const auto cause = std::ranges::find(record.causes, clause.id, &Cause::clause);
  if (cause != record.causes.end()) {
    return cause->headline;
  }
  const std::vector<const Finding*> findings = FindingsOf(record, clause.id);
  return findings.empty() ? std::string(ToString(clause.verdict)) : findings.front()->observed;
}

void WriteProperties(tinyxml2::XMLPrinter& printer, const RunRecord& record) {
  Element properties(printer, "properties");
  const auto write = [&printer](std::string_view name, std::string_view value) {
    Element(printer, "property").Attribute("name", name).Attribute("value", value);
  };
  write("tool_version", record.tool_version);
  write("target", record.target);
  write("seed", fmt::to_string(record.seed));
  write("digest", record.digest);
  write("verdict", ToString(record.verdict));
  write("message", record.message);
}

void WriteClause(tinyxml2::XMLPrinter& printer, const RunRecord& record, std::string_view suite,
                 const ClauseRecord& clause) {
  Element test_case(printer, "testcase");
  test_case.Attribute("classname", suite).Attribute("name", clause.id);
  switch (OutcomeOf(record, clause)) {
    case TestOutcome::kFailure:
      Element(printer, "failure")
          .Attribute("message", Headline(record, clause))
          .Attribute("type", ToString(VerdictOfCause(record, clause.id, clause.verdict)))
          .Text(Explanation(record, clause));
      break;
    case TestOutcome::kError:
      Element(printer, "error")
          .Attribute("message", clause.reason)
          .Attribute("type", ToString(clause.verdict));
      break;
    case TestOutcome::kSkipped:
      Element(printer, "skipped").Attribute("message", WhySkipped(record, clause));
      break;
    case TestOutcome::kPassed:
      if (clause.verdict != Verdict::kPass) {
        Element(printer, "system-out").Text(Explanation(record, clause));
      }
      break;
  }
}

void WriteSuite(tinyxml2::XMLPrinter& printer, const RunRecord& record, const Suite& suite) {
  TestCounts counts;
  for (const ClauseRecord* clause : suite.clauses) {
    counts.Add(OutcomeOf(record, *clause));
  }
  Element element(printer, "testsuite");
  element.Attribute("name", suite.name).Attributes(counts);
  WriteProperties(printer, record);
  for (const ClauseRecord* clause : suite.clauses) {
    WriteClause(printer, record, suite.name, *clause);
  }
}

// The test case of a run that is red although no clause is.
void WriteRunSuite(tinyxml2::XMLPrinter& printer, const RunRecord& record) {
  Element element(printer, "testsuite");
  element.Attribute("name", kRunSuite).Attributes({.tests = 1, .errors = 1});
  WriteProperties(printer, record);
  Element test_case(printer, "testcase");
  test_case.Attribute("classname", kRunSuite).Attribute("name", "run.verdict");
  Element(printer, "error")
      .Attribute("message", record.message)
      .Attribute("type", ToString(record.verdict));
}

// A test case for each entry of the ledger that is not so.
void WriteLedgerSuite(tinyxml2::XMLPrinter& printer, const RunRecord& record) {
  Element element(printer, "testsuite");
  const std::uint64_t stale = record.stale_ledger.size();
  element.Attribute("name", kLedgerSuite).Attributes({.tests = stale, .failures = stale});
  WriteProperties(printer, record);
  for (const std::string& text : record.stale_ledger) {
    Element test_case(printer, "testcase");
    test_case.Attribute("classname", kLedgerSuite)
        .Attribute("name", text.substr(0, text.find(':')));
    Element(printer, "failure").Attribute("message", text).Attribute("type", "STALE");
  }
}

}  // namespace

std::string ToJunitReport(const RunRecord& record) {
  TestCounts counts;
  for (const ClauseRecord& clause : record.clauses) {
    counts.Add(OutcomeOf(record, clause));
  }
  for (std::size_t i = 0; i < record.stale_ledger.size(); ++i) {
    counts.Add(TestOutcome::kFailure);
  }
  const bool cut = record.interrupted || !record.limits_hit.empty();
  const bool unexplained =
      record.verdict != RunVerdict::kConforms && (cut || counts.failures + counts.errors == 0);
  if (unexplained) {
    counts.Add(TestOutcome::kError);
  }
  tinyxml2::XMLPrinter printer;
  printer.PushDeclaration(R"(xml version="1.0" encoding="UTF-8")");
  {
    Element root(printer, "testsuites");
    root.Attribute("name", "sitewise-conformance")
        .Attributes(counts)
        .Attribute("time", fmt::format("{:.3f}", record.stats.elapsed_s));
    for (const Suite& suite : SuitesOf(record)) {
      WriteSuite(printer, record, suite);
    }
    if (!record.stale_ledger.empty()) {
      WriteLedgerSuite(printer, record);
    }
    if (unexplained) {
      WriteRunSuite(printer, record);
    }
  }
  return printer.CStr();  // Ends with a newline.
}

}  // namespace swc::reports
