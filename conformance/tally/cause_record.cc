#include "conformance/tally/cause_record.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/folding.h"
#include "conformance/diagnosis/hanging_together.h"
#include "reports/run_record.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

std::string BehaviourOf(const DiagnosedCause& cause) {
  if (cause.mutant == nullptr) {
    return "";
  }
  const std::string numbers = fmt::format(
      "explains {} of {} deviations{}", cause.explained, cause.shown.size(),
      cause.not_seen == 0 ? "" : fmt::format(", predicts {} that did not happen", cause.not_seen));
  return cause.named ? fmt::format("behaves like `{}`; {}", cause.mutant->name, numbers)
                     : fmt::format("resembles `{}` ({}); {}", cause.mutant->name,
                                   cause.mutant->description, numbers);
}

std::string DiagnosisOf(const DiagnosedCause& cause) {
  std::string text = BehaviourOf(cause);
  const std::string answers = WhatAnswersSay(cause);
  return text + (text.empty() || answers.empty() ? "" : "; ") + answers;
}

// An operation, and what it answers a refused request with.
struct Refusal {
  std::string operation;  // "POST /properties"; empty: several.
  std::string status;
  std::string name;
};

// Reads "POST /properties 422 " (Sighting::refusal).
Refusal ParseRefusal(const std::string& text) {
  const std::size_t path = text.find(' ') + 1;
  const std::size_t status = text.find(' ', path) + 1;
  const std::size_t name = text.find(' ', status) + 1;
  return {.operation = text.substr(0, status - 1),
          .status = text.substr(status, name - 1 - status),
          .name = text.substr(name)};
}

// Returns what all findings were refused with, if it is the same.
std::optional<Refusal> SameRefusal(const DiagnosedCause& cause) {
  std::optional<Refusal> same;
  for (const Sighting& sighting : cause.shown) {
    // Of what was refused wrongly the reader wants to know what it was.
    if (sighting.refusal.empty() || FaceOf(sighting) == Face::kState) {
      return std::nullopt;
    }
    const Refusal refusal = ParseRefusal(sighting.refusal);
    if (!same) {
      same = refusal;
    } else if (same->status != refusal.status || same->name != refusal.name) {
      return std::nullopt;
    } else if (same->operation != refusal.operation) {
      same->operation.clear();
    }
  }
  return same;
}

// Returns a sentence up to where its first part ends.
std::string_view FirstPart(std::string_view sentence) {
  std::size_t end = sentence.size();
  for (const std::string_view mark : {". ", ": ", "; "}) {
    end = std::min(end, sentence.find(mark));
  }
  sentence = sentence.substr(0, end);
  return sentence.ends_with('.') ? sentence.substr(0, sentence.size() - 1) : sentence;
}

std::string HeadlineOf(const DiagnosedCause& cause, const reports::Finding& clearest) {
  if (!cause.chosen.empty()) {
    return fmt::format("Takes a side on which documents disagree: {}.", cause.chosen);
  }
  if (cause.named) {
    return std::string(cause.mutant->description);
  }
  if (const auto refusal = SameRefusal(cause)) {
    return fmt::format("{} {} {}{}.", refusal->operation.empty() ? "A request" : refusal->operation,
                       refusal->status.starts_with('5') ? "fails with" : "is refused with",
                       refusal->status,
                       refusal->name.empty() ? " and no error name" : " " + refusal->name);
  }
  const spec::Clause* rule = spec::Catalogue::Get().Find(clearest.clause);
  const std::string_view statement = rule == nullptr ? clearest.clause : rule->statement;
  return fmt::format("{} ({})", clearest.observed, FirstPart(statement));
}

}  // namespace

reports::Cause RecordOf(const DiagnosedCause& cause, std::vector<std::size_t> places,
                        const std::vector<reports::Finding>& findings) {
  const reports::Finding& clearest = findings[places.front()];
  reports::Cause record{.headline = HeadlineOf(cause, clearest),
                        .clause = cause.clause,
                        .verdict = clearest.verdict,
                        .diagnosis = DiagnosisOf(cause),
                        .mutant = cause.mutant == nullptr ? "" : std::string(cause.mutant->name),
                        .named = cause.named};
  std::set<std::string> clauses;
  for (const std::size_t place : places) {
    const reports::Finding& finding = findings[place];
    if (reports::Rank(finding.verdict) < reports::Rank(record.verdict)) {
      record.verdict = finding.verdict;
    }
    clauses.insert(finding.clause);
  }
  std::set<std::string> cases;
  for (const Sighting& sighting : cause.shown) {
    cases.insert(sighting.case_id);
    clauses.insert(ClauseOf(sighting.signature));
  }
  record.cases = cases.size();
  record.clauses.push_back(cause.clause);
  clauses.erase(cause.clause);
  record.clauses.insert(record.clauses.end(), clauses.begin(), clauses.end());
  record.findings = std::move(places);
  return record;
}

void SortCauses(std::vector<reports::Cause>& causes) {
  const auto order = [](const reports::Cause& cause) {
    return std::tuple(reports::Rank(cause.verdict), -static_cast<long>(cause.cases),
                      -static_cast<long>(cause.clauses.size()), cause.findings.front());
  };
  std::ranges::sort(causes, {}, order);
}

}  // namespace swc::conformance
