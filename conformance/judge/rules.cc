#include "conformance/judge/rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace swc::conformance {
namespace {

constexpr auto kRules = std::to_array<Rule>({
    {.clause = "response.status.success", .kinds = "other-status"},
    {.clause = "response.body.json", .kinds = "no-json no-object"},
    {.clause = "response.content-type", .kinds = "other"},
    {.clause = "response.error-entries.present", .kinds = "missing null no-list"},
    {.clause = "response.error-entries.shape", .kinds = "*"},
    {.clause = "response.error-entries.not-empty", .kinds = "empty"},
    {.clause = "response.error-entries.code", .kinds = "unknown"},
    {.clause = "response.error-entries.known-entry", .kinds = "unknown-entry"},
    {.clause = "response.error-entries.sent-timestamp", .kinds = "not-sent"},
    {.clause = "response.error-entries.culprit", .kinds = "other-value"},
    {.clause = "response.error.status", .kinds = "other-status"},
    {.clause = "response.error.type", .kinds = "missing"},
    {.clause = "response.error.message", .kinds = "*"},
    {.clause = "identity.unknown-property.others", .kinds = "refused"},
    {.clause = "identity.both.one-series", .kinds = "both"},
    {.clause = "identity.same-series", .kinds = "differs"},
    {.clause = "identity.alias.exact", .kinds = "other-series"},
    {.clause = "partial.true.bad-reported", .kinds = "not-reported"},
    {.clause = "store.no-phantom", .kinds = "phantom"},
    {.clause = "store.no-phantom", .kinds = "twice"},
    {.clause = "store.no-phantom", .kinds = "other-value"},
    {.clause = "store.rejected", .kinds = "phantom"},
    {.clause = "quality.kept", .kinds = "phantom"},
    {.clause = "wire.path", .kinds = "other-status"},
    {.clause = "wire.refusal.status", .kinds = "other-status"},
    {.clause = "robust.server-error", .kinds = "status-*"},
    {.clause = "robust.connection", .kinds = "*"},
    {.clause = "read.history.shape", .kinds = "refused status"},
    {.clause = "read.history.shape", .kinds = "*"},
    {.clause = "read.history.max-results", .kinds = "too-many"},
    {.clause = "read.history.max-results", .kinds = "too-many-in-batch"},
    {.clause = "read.history.order", .kinds = "ascending"},
    {.clause = "read.history.order", .kinds = "descending"},
    {.clause = "read.history.paging", .kinds = "twice"},
    {.clause = "read.history.paging", .kinds = "missing"},
    {.clause = "read.history.paging", .kinds = "endless"},
    {.clause = "read.history.quality", .kinds = "other-quality"},
    {.clause = "read.history.start", .kinds = "before"},
    {.clause = "read.history.end", .kinds = "after"},
    {.clause = "read.history.end", .kinds = "missing"},
    {.clause = "read.history.default-quality", .kinds = "missing"},
    {.clause = "read.latest.newest", .kinds = "no-latest"},
    {.clause = "read.latest.newest", .kinds = "older"},
    {.clause = "read.latest.eligible", .kinds = "older"},
    {.clause = "read.latest.none", .kinds = "phantom"},
    {.clause = "read.latest.none", .kinds = "null"},
    {.clause = "read.error.status", .kinds = "other-status"},
    {.clause = "read.token.length", .kinds = "empty"},
    {.clause = "read.token.length", .kinds = "too-long"},
    {.clause = "read.token.pattern", .kinds = "none"},
    {.clause = "read.token.letters", .kinds = "other"},
    {.clause = "read.batch.lists", .kinds = "no-*"},
    {.clause = "read.batch.skipped", .kinds = "*"},
    {.clause = "read.batch.entries", .kinds = "refused"},
    {.clause = "read.batch.error", .kinds = "refused status"},
    {.clause = "read.batch.error", .kinds = "no-error"},
    {.clause = "read.batch.error", .kinds = "not-answered"},
    {.clause = "read.batch.error.code", .kinds = "other none"},
    {.clause = "read.batch.error.shape", .kinds = "*"},
    {.clause = "read.batch.agrees", .kinds = "error endless */error"},
    {.clause = "read.batch.agrees", .kinds = "*/*"},
    {.clause = "entry.valid.accepted", .kinds = "reported"},
    {.clause = "entry.valid.accepted", .kinds = "refused"},
    {.clause = "entry.independent", .kinds = "reported"},
    {.clause = "wire.member.null-is-absent", .kinds = "reported refused"},
    {.clause = "time.window.past", .kinds = "reported"},
    {.clause = "time.window.future", .kinds = "reported"},
    {.clause = "time.window.code", .kinds = "wrong-code"},
    {.clause = "time.window.code", .kinds = "wrong-form"},
    {.clause = "response.error.status", .kinds = "wrong-form"},
    {.clause = "wire.size", .kinds = "refused"},
    {.clause = "wire.operation", .kinds = "refused"},
    {.clause = "store.acknowledged", .kinds = "missing"},
    {.clause = "store.acknowledged", .kinds = "other-value"},
    {.clause = "store.rejected", .kinds = "stored"},
    {.clause = "store.stays", .kinds = "missing"},
    {.clause = "store.stays", .kinds = "other-value"},
    {.clause = "quality.kept", .kinds = "missing"},
    {.clause = "quality.default", .kinds = "missing"},
    {.clause = "time.nanos.distinct", .kinds = "missing"},
    {.clause = "time.nanos.default", .kinds = "missing"},
    {.clause = "value.double.exact", .kinds = "other-value"},
    {.clause = "value.double.small", .kinds = "other-value"},
    {.clause = "value.double.nan", .kinds = "other-value"},
    {.clause = "value.string.exact", .kinds = "other-value"},
    {.clause = "value.string.empty", .kinds = "other-value"},
    {.clause = "value.string.normal-form", .kinds = "other-value"},
    {.clause = "value.boolean", .kinds = "other-value"},
    {.clause = "value.null.allowed", .kinds = "other-value"},
    {.clause = "partial.false.atomic", .kinds = "stored"},
    {.clause = "partial.true.good-kept", .kinds = "missing"},
    {.clause = "partial.omitted", .kinds = "stored"},
    {.clause = "duplicate.same-quality", .kinds = "other-value"},
    {.clause = "duplicate.in-entry", .kinds = "other-value"},
    {.clause = "duplicate.cross-entry", .kinds = "other-value"},
    {.clause = "duplicate.other-quality.first-kept", .kinds = "missing"},
    {.clause = "duplicate.other-quality.first-kept", .kinds = "other-value"},
    // What a clause forbids was processed.
    {.clause = "", .kinds = "accepted not-refused"},
    // A value that is not stored was not reported.
    {.clause = "", .kinds = "not-reported"},
    // The entry breaks a rule, and no rule that it breaks has this code.
    {.clause = "", .kinds = "wrong-code"},
    // The request breaks a rule, and none permits a refusal as a whole.
    {.clause = "", .kinds = "wrong-form"},
    // An entry that breaks no rule was reported.
    {.clause = "", .kinds = "reported"},
    // A request that breaks no rule was refused.
    {.clause = "", .kinds = "refused status"},
    // An entry of a read that breaks no rule was reported.
    {.clause = "", .kinds = "entry-refused"},
    // An open point was answered by none of its alternatives.
    {.clause = "", .kinds = "no-alternative"},
    // What the clause demands of stored values is not what can be read.
    {.clause = "", .kinds = "stored missing other-value twice"},
    // A read that touches an open point shows none of its alternatives.
    {.clause = "", .kinds = "*/*"},
    // Of two ways of saying the same one was refused.
    {.clause = "", .kinds = "*-refused"},
    // Two ways of saying the same stored different values.
    {.clause = "", .kinds = "*-stored"},
});

bool Fits(std::string_view pattern, std::string_view kind) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) {
    return pattern == kind;
  }
  if (pattern == "*/*") {
    return kind.find('/') != std::string_view::npos;
  }
  return kind.starts_with(pattern.substr(0, star)) && kind.ends_with(pattern.substr(star + 1));
}

bool HasKind(const Rule& rule, std::string_view kind) {
  std::string_view rest = rule.kinds;
  while (!rest.empty()) {
    const std::string_view pattern = rest.substr(0, rest.find(' '));
    if (Fits(pattern, kind)) {
      return true;
    }
    rest.remove_prefix(std::min(rest.size(), pattern.size() + 1));
  }
  return false;
}

}  // namespace

std::span<const Rule> AllRules() { return kRules; }

const Rule* FindRule(std::string_view clause, std::string_view kind) {
  for (const std::string_view wanted : {clause, std::string_view()}) {
    for (const Rule& rule : kRules) {
      if (rule.clause == wanted && HasKind(rule, kind)) {
        return &rule;
      }
    }
  }
  return nullptr;
}

}  // namespace swc::conformance
