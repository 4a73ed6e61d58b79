// The facts of a run, as plain values: what every report format prints.
//
// Law: reports know nothing of how a run works. The runner fills these values in and hands them to
// a `RunListener`; every writer prints the same `RunRecord`, so formats cannot disagree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/clause.h"
#include "spec/outcome.h"

namespace swc::reports {

// Verdict of one clause (design of the judge: docs/verdicts.md).
enum class Verdict : std::uint8_t {
  kPass,
  kFail,
  kWarn,
  kFree,          // A free clause; `alternative` says which one the target chose.
  kInconsistent,  // A free clause that was answered in two ways.
  kUntested,      // Not exercised on every side; `reason` says why.
  kBlocked,       // Not asked, for something else at fault makes it meaningless: `reason`.
  kInfra,         // The target could not be asked.
};
[[nodiscard]] std::string_view ToString(Verdict verdict);  // "PASS", "FAIL", ...

// Order of a finding's verdicts: 0 for FAIL, then INCONSISTENT, then all others. Smaller is worse.
[[nodiscard]] constexpr int Rank(Verdict verdict) {
  return verdict == Verdict::kFail ? 0 : verdict == Verdict::kInconsistent ? 1 : 2;
}

// The verdict of a whole run.
enum class RunVerdict : std::uint8_t { kConforms, kDeviates, kCouldNotTest, kIncomplete };
[[nodiscard]] std::string_view ToString(RunVerdict verdict);  // "CONFORMS", "DEVIATES", ...
[[nodiscard]] RunVerdict VerdictOf(spec::Outcome outcome);

struct ClauseRecord {
  std::string id;
  spec::Level level = spec::Level::kMust;
  Verdict verdict = Verdict::kUntested;
  std::uint64_t accept_exercised = 0;     // How often the accepting side was seen.
  std::uint64_t reject_exercised = 0;     // How often the rejecting side was seen.
  std::uint64_t observed = 0;             // How often an answer under this clause was seen.
  std::vector<std::string> alternatives;  // Free clauses: those that the target chose.
  std::string reason;                     // Why UNTESTED, BLOCKED or INFRA; empty otherwise.
};

// One HTTP message as a report shows it: cut to a limit, secrets masked.
struct MessageExcerpt {
  std::string first_line;  // "POST /properties" or "200".
  std::vector<std::string> headers;
  std::string body;
};

// The put that wrote what a read showed.
struct Written {
  MessageExcerpt request;
  MessageExcerpt response;
};

// One way in which the target deviates; all exchanges with the same signature are one finding.
struct Finding {
  std::string clause;
  std::string signature;    // Stable over runs: clause, expected class, observed class, path.
  std::uint64_t count = 1;  // Exchanges that showed it.
  std::string phase;        // Phase that saw it first: "directed", "random", ...
  std::string case_id;      // Case that saw it first.
  std::string case_json;    // The smallest case that shows it, as a case file.
  std::string case_file;    // The id of that case, which names its file; empty: it has none.
  std::string shrinking;    // How small it is: "minimal", or why it is not; empty: not tried.
  std::string expected;     // A sentence.
  std::string observed;     // A sentence.
  std::string pointer;      // JSON pointer into the request or response; may be empty.
  MessageExcerpt request;
  MessageExcerpt response;
  std::optional<Written> written_by;  // If the request is a read: the put before it.
  std::string reproduce;              // One line for the shell: replay of its cause's case file.
  std::string script;                 // A file: the case as a script with curl; may be empty.
  std::string curl;                   // One line for the shell: the request alone.
  std::uint64_t at_request = 0;       // How many requests had been sent when it was first seen.
  Verdict verdict = Verdict::kFail;   // kFail, kWarn or kInconsistent.
};

// One bug, however many clauses it breaks, or one choice against which the documents advise.
struct Cause {
  std::string headline;               // One sentence.
  std::string clause;                 // That names it.
  Verdict verdict = Verdict::kFail;   // The worst of its findings.
  std::string diagnosis;              // A sentence: what it behaves like; may be empty.
  std::string mutant;                 // Name of the seeded bug that it behaves like; may be empty.
  bool named = false;                 // Otherwise it only resembles `mutant`.
  bool known = false;                 // A case that an earlier run left shows it.
  std::uint64_t cases = 0;            // Compared cases that show it.
  std::vector<std::size_t> findings;  // Places in RunRecord::findings, the clearest first.
  std::vector<std::string> clauses;   // That deviate through it, `clause` first.
  std::vector<std::string> hides;  // Clauses that stay UNTESTED, for their cases showed it first.
  std::string known_deviation;     // Why a ledger lets it be; not empty: it fails no run.
};

// What one phase of a run did.
struct PhaseRecord {
  std::string name;
  std::uint64_t cases = 0;
  std::uint64_t requests = 0;
  std::uint64_t pairs_covered = 0;   // Pairwise: pairs of levels in the cases that were run,
  std::uint64_t pairs_possible = 0;  // of those that there are.
  std::map<std::string, std::uint64_t> classes;  // Cases of each class; empty if not counted.
};

// What became of the cases of earlier findings.
struct KnownCases {
  std::vector<std::string> fixed;  // Their ids: what was seen to fail, and now passes.
  std::uint64_t still_fail = 0;
  std::uint64_t not_reproduced = 0;  // Were never seen to fail again by themselves.
  std::uint64_t not_run = 0;
};

// What fuzzing campaigns left on a target, added up: at most, for a target may forget.
struct LeftBehind {
  std::string prefix;           // With which the names of the series begin.
  std::uint64_t campaigns = 0;  // This one included.
  std::uint64_t series = 0;
  std::uint64_t values = 0;
};

// How long the answers of one operation took, those that failed left out.
struct OperationLatency {
  std::string operation;  // "BatchPutAssetPropertyValue".
  std::uint64_t answers = 0;
  double ms_p50 = 0;
  double ms_p99 = 0;
  double ms_max = 0;
};

struct RunStats {
  std::uint64_t requests = 0;
  std::uint64_t cases = 0;
  std::uint64_t cases_not_run = 0;  // Needed a capability that the target lacks.
  std::uint64_t values = 0;         // Property values sent.
  double elapsed_s = 0;
  double visible_ms_p50 = 0;  // Acknowledged to readable, milliseconds.
  double visible_ms_p99 = 0;
  double visible_ms_max = 0;
  std::vector<OperationLatency> latency;  // Of operations that were answered.
};

// How much of what was selected a run showed, in clauses.
struct Shown {
  std::uint64_t selected = 0;   // By --only and --skip.
  std::uint64_t can_show = 0;   // Those of them that the target's description does not exclude.
  std::uint64_t exercised = 0;  // Those of them that got a verdict of their own, on all sides.
};

struct RunRecord {
  std::string tool_version;
  std::string program = "sitewise-conformance";  // As it was called.
  std::string target;                            // Endpoint, without credentials.
  std::string date;                              // When it began, RFC 3339 in UTC; may be empty.
  std::uint64_t seed = 0;
  std::string digest;  // Of the request stream, run id and instants replaced.
  bool strict = false;
  RunVerdict verdict = RunVerdict::kIncomplete;
  spec::Outcome outcome = spec::Outcome::kIncomplete;
  std::string message;  // How much was shown; why it is no more, and what to do.
  Shown shown;
  bool interrupted = false;             // By a signal.
  std::vector<std::string> limits_hit;  // Limits that ended it before its end, with what was left.
  RunStats stats;
  KnownCases known;
  std::optional<LeftBehind> left_behind;  // Of a campaign against a target.
  std::vector<PhaseRecord> phases;        // In the order in which they ran.
  std::vector<ClauseRecord> clauses;      // In the catalogue's order.
  std::vector<Finding> findings;          // FAIL first, then INCONSISTENT, then WARN.
  std::vector<Cause> causes;              // FAIL first; with the most consequences first.
  std::vector<std::string> stale_ledger;  // What is wrong in the ledger, and what to do; it fails.
};

// Notes how the run ended: its outcome, the verdict that follows from it, and the message.
void Conclude(RunRecord& record, spec::Outcome outcome, std::string message = "");

// The stream of facts of a run in progress. Every function may be left as it is.
class RunListener {
 public:
  RunListener() = default;
  RunListener(const RunListener&) = delete;
  RunListener& operator=(const RunListener&) = delete;
  virtual ~RunListener() = default;

  // What the user has to know before all else, in one line.
  virtual void Said(std::string_view headline);
  // A phase begins. `cases` is how many cases it will run, or 0 when that is not known.
  virtual void PhaseStarted(std::string_view phase, std::uint64_t cases);
  // Totals so far; called often, so it has to be cheap.
  virtual void Progressed(std::uint64_t cases_done, std::uint64_t requests_sent);
  // A finding with a new signature.
  virtual void FindingFound(const Finding& finding);
  virtual void RunEnded(const RunRecord& record);
};

}  // namespace swc::reports
