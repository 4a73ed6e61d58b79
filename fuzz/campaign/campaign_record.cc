#include "fuzz/campaign/campaign_record.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/run/run.h"
#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/campaign_causes.h"
#include "fuzz/crashes/crash.h"
#include "fuzz/oracles/seen_once.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/outcome.h"

namespace swc::fuzz {
namespace {

using reports::Verdict;

std::vector<reports::ClauseRecord> ClausesOf(const CampaignResult& result) {
  reports::ClauseRecord crash{
      .id = std::string(kCrashClause), .verdict = Verdict::kPass, .observed = result.executions};
  if (result.executions == 0) {
    crash.verdict = Verdict::kUntested;
    crash.reason = "nothing was executed";
  }
  std::vector<reports::ClauseRecord> clauses = {std::move(crash)};
  for (const reports::Finding& finding : result.findings) {
    auto clause = std::ranges::find(clauses, finding.clause, &reports::ClauseRecord::id);
    if (clause == clauses.end()) {
      const spec::Clause* known = spec::Catalogue::Get().Find(finding.clause);
      clause = clauses.insert(
          clauses.end(),
          {.id = finding.clause, .level = known == nullptr ? spec::Level::kMust : known->level});
    }
    const bool worse = clause->verdict == Verdict::kPass || clause->verdict == Verdict::kUntested ||
                       Rank(finding.verdict) < Rank(clause->verdict);
    if (worse) {
      clause->verdict = finding.verdict;
      clause->reason.clear();
    }
    clause->observed += clause->id == kCrashClause ? 0 : finding.count;
  }
  return clauses;
}

// Returns why not everything ran that a campaign begins with, or nothing: until then it has tried
// nothing that is new, and that it found nothing says little.
std::string OpenSeeds(const CampaignResult& result) {
  if (!result.wrong_settings.empty() || !result.could_not_test.empty()) {
    return "";  // That is the reason.
  }
  // libFuzzer says how many there are before it plays the first one.
  if (result.seeds.total == 0) {
    return "the end came before the first seed was played";
  }
  return result.seeds.IsOpen() ? fmt::format("only {} were played, and nothing new was tried",
                                             SeedWords(result.seeds))
                               : "";
}

// Returns what helps against that.
std::string_view SeedsAdvice(const CampaignResult& result) {
  return result.values_used_up ? "allow more by --values" : "give it more by --time";
}

// Returns "; 2 known causes" of those that fail nothing.
std::string KnownCauses(const reports::RunRecord& record) {
  const std::uint64_t known = reports::CountKnownDeviations(record);
  return known == 0 ? "" : fmt::format("; {} known {}", known, known == 1 ? "cause" : "causes");
}

// Returns "; 2 findings were seen once and not reproduced" of those.
std::string SeenOnceWords(const reports::RunRecord& record) {
  const auto count = std::ranges::count_if(record.findings, IsSeenOnce);
  return count == 0 ? ""
                    : fmt::format("; {} {} seen once and not reproduced", count,
                                  count == 1 ? "finding was" : "findings were");
}

std::string MessageOf(spec::Outcome outcome, const CampaignResult& result,
                      const reports::RunRecord& record) {
  const std::string known = KnownCauses(record);
  switch (outcome) {
    case spec::Outcome::kWrongInput:
      return result.wrong_settings;
    case spec::Outcome::kCouldNotTest:
      return result.could_not_test;
    case spec::Outcome::kIncomplete:
      if (!result.unread.empty() && !result.stopped) {
        const auto& [file, why] = *result.unread.begin();
        return fmt::format("the record of a finding cannot be read: {}: {}",
                           reports::ForTerminal(file), reports::ForTerminal(why));
      }
      if (result.executions > 0) {
        const std::string none =
            fmt::format("no failure in {} executions", Grouped(result.executions));
        const std::string open = OpenSeeds(result);
        return result.stopped
                   ? fmt::format("interrupted: {}{}{}", none, open.empty() ? "" : "; ", open)
                   : fmt::format("{}, but {}: {}, or fewer seeds by --seeds", none, open,
                                 SeedsAdvice(result));
      }
      return result.never_ran.empty() ? "the harness executed nothing" : result.never_ran;
    case spec::Outcome::kConforms:
      return fmt::format("no {}failure in {} executions{}{}", known.empty() ? "" : "new ",
                         Grouped(result.executions), known, SeenOnceWords(record));
    case spec::Outcome::kFound:
    case spec::Outcome::kDefect:
      break;
  }
  return "";
}

// Whether a harness that speaks to a target, and is no part of it, broke by itself.
bool IsOurCrash(const CampaignPlan& plan, const reports::Finding& finding) {
  return plan.harness.needs_target && finding.clause == kCrashClause &&
         !finding.signature.starts_with(fmt::format("{}|timeout|", kCrashClause));
}

void Judge(const CampaignPlan& plan, const CampaignResult& result, reports::RunRecord& record) {
  const auto is_ours = [&](const reports::Finding& one) { return IsOurCrash(plan, one); };
  if (std::ranges::any_of(record.findings, is_ours) &&
      std::ranges::all_of(record.findings, [&](const reports::Finding& one) {
        return is_ours(one) || one.verdict == Verdict::kWarn;
      })) {
    reports::Conclude(record, spec::Outcome::kDefect,
                      "the harness broke by itself, which says nothing about the target; please "
                      "report it");
    return;
  }
  const spec::Outcome outcome =
      spec::Weigh({.found = reports::DeviatesBeyondLedger(record),
                   .wrong_input = !result.wrong_settings.empty(),
                   .could_not_test = !result.could_not_test.empty(),
                   .incomplete = result.executions == 0 || result.stopped ||
                                 !result.unread.empty() || !OpenSeeds(result).empty()});
  reports::Conclude(record, outcome, MessageOf(outcome, result, record));
}

void LetBeWhatIsKnown(reports::RunRecord& record) {
  for (reports::Cause& cause : record.causes) {
    if (cause.known) {
      cause.known_deviation = "an earlier campaign found it";
    }
  }
}

}  // namespace

reports::RunRecord RecordOf(const CampaignPlan& plan, const CampaignResult& result) {
  reports::RunRecord record;
  record.interrupted = result.stopped;
  record.tool_version = conformance::kToolVersion;
  record.target = plan.target_name;
  record.seed = plan.seed;
  record.strict = plan.strict;
  record.stats.requests = result.executions;
  record.stats.elapsed_s = std::chrono::duration<double>(result.elapsed).count();
  record.phases = {{.name = fmt::format("fuzz {}", plan.harness.name), .cases = result.executions}};
  if (result.seeds.total > 0) {
    record.phases.insert(record.phases.begin(), {.name = "seeds", .cases = result.seeds.executed});
  }
  if (std::string open = OpenSeeds(result); !open.empty() && result.executions > 0) {
    record.limits_hit.push_back(std::move(open));
  }
  record.known = {.fixed = result.earlier.fixed,
                  .still_fail = result.earlier.still_open.size(),
                  .not_reproduced = result.earlier.shows_no_more.size(),
                  .not_run = result.earlier.not_played.size()};
  record.clauses = ClausesOf(result);
  // The order of every record.
  for (const Verdict verdict : {Verdict::kFail, Verdict::kInconsistent, Verdict::kWarn}) {
    std::ranges::copy_if(
        result.findings, std::back_inserter(record.findings),
        [&](const reports::Finding& one) { return one.verdict == verdict && !IsSeenOnce(one); });
  }
  record.causes = CausesOf(plan, result, record.findings);
  // No cause: who knows what it was.
  std::ranges::copy_if(result.findings, std::back_inserter(record.findings), IsSeenOnce);
  if (plan.only_new) {
    LetBeWhatIsKnown(record);
  }
  Judge(plan, result, record);
  return record;
}

}  // namespace swc::fuzz
