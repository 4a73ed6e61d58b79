#include "conformance/explain/clause_text.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "spec/check.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/fact.h"

namespace swc::conformance {
namespace {

using spec::Clause;

std::string_view FormText(spec::Form form) {
  return form == spec::Form::kAccepted ? "accepted"
         : form == spec::Form::kEntry  ? "error of the entry"
                                       : "error of the request";
}

std::string FactsOf(const Clause& clause) {
  std::string text;
  for (const std::string& id : clause.facts) {
    const spec::Fact* fact = spec::FactList::Get().Find(id);
    SWC_CHECK(fact != nullptr, id.c_str());
    text += fmt::format("  fact:    {}\n", InOneLine(*fact));
  }
  return text;
}

std::string ViolationOf(const Clause& clause) {
  if (!clause.can_be_violated) {
    return "";
  }
  std::string text = "  a violation may be reported as:\n";
  if (!clause.reject.request_statuses.empty()) {
    text +=
        fmt::format("    an error of the whole request, status {}{}\n",
                    fmt::join(clause.reject.request_statuses, ", "),
                    clause.reject.request_only_if_every_entry ? ", if every entry breaks it" : "");
  }
  if (!clause.reject.entry_codes.empty()) {
    text += fmt::format("    an error of the entry, code {}\n",
                        fmt::join(clause.reject.entry_codes, ", "));
  }
  return text;
}

}  // namespace

std::string ClauseText(const Clause& clause) {
  std::string text =
      fmt::format("{}  ({})\n  {}\n", clause.id, ToString(clause.level), clause.statement);
  text += FactsOf(clause);
  for (const spec::Source& source : clause.sources) {
    text += fmt::format("  source:  {}\n", ToString(source));
  }
  if (!clause.reason.empty()) {
    text += fmt::format("  reason:  {}\n", clause.reason);
  }
  text += ViolationOf(clause);
  for (const spec::Alternative& alternative : clause.alternatives) {
    text += fmt::format("  alternative {} ({}): {}\n", alternative.name, FormText(alternative.form),
                        alternative.statement);
  }
  if (!clause.needs.empty()) {
    text += fmt::format("  needs:   {}\n", fmt::join(clause.needs, ", "));
  }
  return text;
}

std::string ClausesUnder(std::string_view prefix) {
  std::string text;
  for (const Clause& clause : spec::Catalogue::Get().clauses()) {
    if (spec::HasPrefix(clause.id, prefix)) {
      text += fmt::format("{:<6} {:<38} {}\n", ToString(clause.level), clause.id, clause.statement);
    }
  }
  return text;
}

}  // namespace swc::conformance
