#include "reports/formats/github_report.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/console/console_summary.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "reports/text.h"

namespace swc::reports {
namespace {

constexpr std::size_t kAnnotationsMax = 10;        // Of each kind, by a runner.
constexpr std::size_t kAnnotationBytesMax = 1000;  // Of one annotation.

struct Annotation {
  std::string_view kind;  // "error", "warning", "notice".
  std::string title;
  std::string text;
};

// Returns `text` as one line behind a command, where only % stands for something else.
std::string ForCommand(std::string_view text) {
  std::string safe;
  for (const char each : ForTerminal(Shortened(text, kAnnotationBytesMax))) {
    safe += each == '%' ? "%25" : std::string(1, each);
  }
  return safe;
}

// The same for a property of a command, which ends at a comma or colon.
std::string ForProperty(std::string_view text) {
  std::string safe;
  for (const char each : ForCommand(text)) {
    safe += each == ':' ? "%3A" : each == ',' ? "%2C" : std::string(1, each);
  }
  return safe;
}

Annotation VerdictAnnotation(const RunRecord& record) {
  const std::string line = VerdictLine(record);
  const std::string verdict(ToString(record.verdict));
  const bool more = line.size() > verdict.size() + 2;
  return {.kind = record.verdict == RunVerdict::kConforms ? "notice" : "error",
          .title = verdict,
          .text = more ? line.substr(verdict.size() + 2) : verdict};
}

Annotation CauseAnnotation(const RunRecord& record, const Cause& cause) {
  const bool known = !cause.known_deviation.empty();
  const Finding& finding = record.findings[cause.findings.front()];
  std::string text = fmt::format("{} Expected: {} Observed: {}", cause.headline, finding.expected,
                                 finding.observed);
  if (known) {
    text = fmt::format("{} Known: {}", cause.headline, cause.known_deviation);
  }
  return {.kind = known                     ? "notice"
                  : FailsRun(record, cause) ? "error"
                                            : "warning",
          .title = fmt::format("{} {}", ToString(cause.verdict), cause.clause),
          .text = std::move(text)};
}

std::vector<Annotation> AnnotationsOf(const RunRecord& record) {
  std::vector<Annotation> all = {VerdictAnnotation(record)};
  for (const std::string& stale : record.stale_ledger) {
    all.push_back({.kind = "error", .title = "ledger of known deviations", .text = stale});
  }
  for (const Cause& cause : record.causes) {
    all.push_back(CauseAnnotation(record, cause));
  }
  return all;
}

}  // namespace

std::string ToGithubReport(const RunRecord& record) {
  const std::vector<Annotation> all = AnnotationsOf(record);
  std::string text;
  for (const std::string_view kind : {"error", "warning", "notice"}) {
    std::vector<const Annotation*> own;
    for (const Annotation& each : all) {
      if (each.kind == kind) {
        own.push_back(&each);
      }
    }
    const bool cut = own.size() > kAnnotationsMax;
    const std::size_t shown = cut ? kAnnotationsMax - 1 : own.size();
    for (std::size_t i = 0; i < shown; ++i) {
      text += fmt::format("::{} title={}::{}\n", kind, ForProperty(own[i]->title),
                          ForCommand(own[i]->text));
    }
    if (cut) {
      text += fmt::format("::{} title=and more::{} more of these stand in the reports\n", kind,
                          own.size() - shown);
    }
  }
  return text;
}

}  // namespace swc::reports
