#include "fuzz/campaign/campaign_console.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "fuzz/campaign/campaign.h"
#include "fuzz/oracles/seen_once.h"
#include "fuzz/plan/campaign_plan.h"
#include "fuzz/plan/campaign_progress.h"
#include "reports/console/console_causes.h"
#include "reports/console/console_finding.h"
#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/outcome.h"

namespace swc::fuzz {
namespace {

constexpr std::size_t kSentenceBytesMax = 2'000;  // The reports have all of it.

std::string Shown(std::string_view text) {
  return reports::ForTerminal(reports::Shortened(text, kSentenceBytesMax));
}

// Returns the clause of a finding, and what it asks for.
std::string TitleOf(const reports::Finding& finding) {
  const spec::Clause* clause = spec::Catalogue::Get().Find(finding.clause);
  return clause == nullptr ? Shown(finding.clause)
                           : fmt::format("{}: {}", Shown(finding.clause), clause->statement);
}

// Returns what is behind the line of a cause: whether it is new, how often it was seen, and where.
std::string SeenLine(const reports::Cause& cause, const reports::RunRecord& record) {
  std::uint64_t count = 0;
  for (const std::size_t place : cause.findings) {
    count += record.findings[place].count;
  }
  const reports::Finding& clearest = record.findings[cause.findings.front()];
  return fmt::format(
      "        {}, seen {}{}: {}\n", cause.known ? "known" : "new",
      count == 1 ? "once" : fmt::format("{} times", Grouped(count)),
      cause.findings.size() == 1 ? ""
                                 : fmt::format(" as {} findings", Grouped(cause.findings.size())),
      reports::ForTerminal(clearest.case_file.empty() ? clearest.case_id : clearest.case_file));
}

// Returns the causes, the worst first.
std::string CauseRows(const reports::RunRecord& record, bool color) {
  std::string text;
  const std::size_t shown = std::min(record.causes.size(), CampaignConsole::kFindingsShownMax);
  for (std::size_t i = 0; i < shown; ++i) {
    const reports::Cause& cause = record.causes[i];
    reports::CauseColumns columns;
    columns.Fit(cause);
    text += reports::CauseLine(cause, columns, {.color = color});
    text += SeenLine(cause, record);
  }
  return text + (shown < record.causes.size()
                     ? fmt::format("and {} more\n", record.causes.size() - shown)
                     : "");
}

// Returns what did not show itself again, apart from the causes.
std::string SeenOnceRows(const reports::RunRecord& record) {
  std::string text;
  std::size_t count = 0;
  for (const reports::Finding& finding : record.findings) {
    if (IsSeenOnce(finding) && ++count <= CampaignConsole::kFindingsShownMax) {
      text += fmt::format("  {}  expected {}; observed {}\n        {}: {}\n", Shown(finding.clause),
                          Shown(finding.expected), Shown(finding.observed),
                          Shown(finding.shrinking), reports::ForTerminal(finding.case_file));
    }
  }
  return count == 0 ? "" : fmt::format("not reproduced, which fails nothing: {}\n{}", count, text);
}

// Returns what is on the target by now, or nothing if campaigns left nothing on one.
std::string LeftBehindLine(const reports::RunRecord& record) {
  if (!record.left_behind || record.left_behind->campaigns == 0) {
    return "";
  }
  const reports::LeftBehind& left = *record.left_behind;
  return fmt::format(
      "left on the target: up to {} series under {} with up to {} values, by {} {}\n",
      Grouped(left.series), left.prefix, Grouped(left.values), Grouped(left.campaigns),
      left.campaigns == 1 ? "campaign" : "campaigns");
}

}  // namespace

void CampaignConsole::Erase() {
  if (columns_ > 0) {
    options_.write(fmt::format("\r{:{}}\r", "", columns_));
    columns_ = 0;
  }
}

void CampaignConsole::Print(const std::string& text) {
  Erase();
  options_.write(text);
}

void CampaignConsole::Began(const CampaignPlan& plan, std::size_t corpus) {
  if (options_.quiet) {
    return;
  }
  std::string text =
      fmt::format("fuzz {}: {}\nseed {}, {} {} for {}\n", plan.harness.name, plan.harness.summary,
                  plan.seed, plan.jobs, plan.jobs == 1 ? "job" : "jobs", HumanDuration(plan.time));
  text += fmt::format("harness   {}\n", plan.program.string());
  if (!plan.target_name.empty() && plan.harness.needs_target) {
    text += fmt::format("target    {}\n", Shown(plan.target_name));
  }
  text += fmt::format("corpus    {} ({} inputs)\n", plan.corpus.string(), Grouped(corpus));
  for (const auto& seeds : plan.seeds) {
    text += fmt::format("seeds     {}\n", seeds.string());
  }
  text += fmt::format("findings  {}\n", plan.findings.string());
  Print(text);
}

void CampaignConsole::Progressed(const CampaignProgress& progress) {
  const auto interval = options_.terminal ? kRedrawInterval : kPlainInterval;
  const auto now = options_.now();
  if (!shown_at_ && !options_.terminal) {
    shown_at_ = now;  // The first line after a whole interval: before there is nothing to tell.
  }
  if (options_.quiet || (shown_at_ && now - *shown_at_ < interval)) {
    return;
  }
  shown_at_ = now;
  if (!options_.terminal) {
    options_.write(ProgressLine(progress) + "\n");
    return;
  }
  // The last column stays free: some terminals break the line once it is filled.
  const std::string line =
      ProgressLine(progress).substr(0, std::max<std::size_t>(options_.width, 2) - 1);
  options_.write(fmt::format("\r{:<{}}", line, std::max(columns_, line.size())));
  columns_ = line.size();
}

void CampaignConsole::FindingFound(const reports::Finding& finding) {
  ++findings_;
  if (findings_ > kFindingsShownMax) {
    if (findings_ == kFindingsShownMax + 1) {
      Print("further findings are only counted here; the reports have them\n");
    }
    return;
  }
  const std::string word(reports::ToString(finding.verdict));
  std::string text =
      fmt::format("{}  {}\n  expected   {}\n  observed   {}\n",
                  reports::Colored(word, finding.verdict, options_.color), TitleOf(finding),
                  Shown(finding.expected), Shown(finding.observed));
  text += reports::ExchangeText(finding, {.color = options_.color, .width = options_.width});
  Print(text + reports::ShellLine("reproduce", finding.reproduce));
}

void CampaignConsole::FindingStillOpen(const reports::Finding& finding) {
  if (++still_open_ <= kFindingsShownMax) {
    Print(fmt::format("still open  {}\n  observed   {}\n{}", TitleOf(finding),
                      Shown(finding.observed), reports::ShellLine("reproduce", finding.reproduce)));
  }
}

void CampaignConsole::Said(std::string_view line) {
  if (!options_.quiet) {
    Print(fmt::format("{}\n", line));
  }
}

void CampaignConsole::Ended(const CampaignPlan& plan, const CampaignResult& result,
                            const reports::RunRecord& record) {
  std::string text;
  if (!options_.quiet) {
    const double seconds = record.stats.elapsed_s;
    const auto rate = static_cast<std::uint64_t>(
        seconds > 0 ? static_cast<double>(result.executions) / seconds : 0);
    text += fmt::format(
        "\n{} executions in {} ({}/s), {}coverage {}, corpus {} inputs, {} {} of the harness\n",
        Grouped(result.executions),
        HumanDuration(std::chrono::duration_cast<std::chrono::seconds>(result.elapsed)),
        Grouped(rate), result.seeds.total > 0 ? SeedWords(result.seeds) + ", " : "",
        Grouped(result.coverage), Grouped(result.corpus), Grouped(result.crashes),
        result.crashes == 1 ? "crash" : "crashes");
    text += CauseRows(record, options_.color) + SeenOnceRows(record);
    text += LeftBehindLine(record);
    if (!record.findings.empty()) {
      text += fmt::format("case files lie in {}\n", plan.findings.string());
    }
    if (result.findings_earlier > 0) {
      text += fmt::format("{} {} of earlier campaigns kept there: not counted\n",
                          result.findings_earlier,
                          result.findings_earlier == 1 ? "finding" : "findings");
    }
  }
  const reports::Verdict tone = record.outcome == spec::Outcome::kConforms ? reports::Verdict::kPass
                                : record.outcome == spec::Outcome::kFound
                                    ? reports::Verdict::kFail
                                    : reports::Verdict::kInfra;
  Print(text + reports::Colored(reports::VerdictLine(record), tone, options_.color) + "\n");
}

}  // namespace swc::fuzz
