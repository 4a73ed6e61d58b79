// Mutants of what stands before, behind and around a server: default limits, template engines,
// spreadsheets, caches, and reads that nobody thought of.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/json_tree.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

constexpr std::string_view kSeparator = "\u2028";

template <typename Edit>
bool EditStoredText(StoreOp& op, Edit edit) {
  if (auto* text = std::get_if<std::string>(&op.value)) {
    edit(*text);
  }
  return true;
}

// Takes away what stands from each `begin` to the next `end`.
void DropBetween(std::string& text, std::string_view begin, std::string_view end) {
  std::size_t at = 0;
  while ((at = text.find(begin, at)) != std::string::npos) {
    const std::size_t last = text.find(end, at);
    if (last == std::string::npos) {
      return;
    }
    text.erase(at, last + end.size() - at);
  }
}

void ReplaceAll(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

// Marks a read that is going to be answered by a 500.
void Crash(MutantScope& scope) { scope.memory["read crashes"] = 1; }

void AnswerCrash(spec::HttpResponse& response, MutantScope& scope) {
  if (!scope.memory.extract("read crashes").empty()) {
    response.status = 500;
    response.body = R"({"message":"Internal Server Error"})";
  }
}

// Everything of a query but its bounds.
std::string KeyWithoutBounds(const HistoryQuery& query) {
  const Identity& by = query.identity;
  return fmt::format("bounds {} {} {} {} {} {} {}", by.asset_id.value_or(""),
                     by.property_id.value_or(""), by.alias.value_or(""),
                     query.quality ? spec::ToString(*query.quality) : "", query.descending,
                     query.max_results, query.first_row);
}

// Remembers `second` under `name`, or returns what was remembered first.
std::optional<spec::Instant> FirstOf(MutantScope& scope, const std::string& name,
                                     const std::optional<spec::Instant>& bound) {
  constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();
  const auto first = scope.memory.emplace(name, bound ? bound->seconds : kNone).first->second;
  if (bound && first == bound->seconds) {
    return bound;
  }
  return first == kNone ? std::nullopt : std::optional(spec::Instant{.seconds = first, .nanos = 0});
}

const std::vector<Mutant> kFrameworkMutants = {
    {.name = "body-limit-of-framework",
     .description = "A body of more than 100 kB is refused with status 413.",
     .clauses = {"wire.size"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope& scope) {
           constexpr std::size_t kDefaultLimit = std::size_t{100} * 1024;
           scope.memory["too large"] = request.body.size() > kDefaultLimit ? 1 : 0;
         },
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           if (scope.memory["too large"] != 0 && reading.violations.empty()) {
             Refuse(plan, 413, "RequestEntityTooLargeException");
           }
         }},
    {.name = "string-template-expanded",
     .description = "What stands in ${} or {{}} of a string is looked up and not found.",
     .clauses = {"value.string.exact"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditStoredText(op, [](std::string& text) {
             DropBetween(text, "${", "}");
             DropBetween(text, "{{", "}}");
           });
         }},
    {.name = "string-format-applied",
     .description = "Two percent signs in a string become one.",
     .clauses = {"value.string.exact"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditStoredText(op, [](std::string& text) { ReplaceAll(text, "%%", "%"); });
         }},
    {.name = "string-formula-disarmed",
     .description = "A string that begins like a formula gets an apostrophe before it.",
     .clauses = {"value.string.exact"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditStoredText(op, [](std::string& text) {
             if (text.starts_with('=')) {
               text.insert(text.begin(), '\'');
             }
           });
         }},
    {.name = "string-line-separator-is-blank",
     .description = "A line separator of Unicode in a long string comes back as a blank.",
     .clauses = {"value.string.exact"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           constexpr std::size_t kLong = 500;
           return EditStoredText(op, [](std::string& text) {
             if (text.size() > kLong) {
               ReplaceAll(text, kSeparator, " ");
             }
           });
         }},
    {.name = "string-length-of-escapes",
     .description = "The length of a string is taken with a backslash before each quote.",
     .clauses = {"value.string.exact", "value.string.length", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.string.length", [](const SentValue& value) {
             const std::string* text = TextOf(value);
             if (text == nullptr) {
               return false;
             }
             const auto escapes = static_cast<std::size_t>(std::ranges::count(*text, '"') +
                                                           std::ranges::count(*text, '\\'));
             return escapes > 0 && spec::CountCodePoints(*text) + escapes >
                                       spec::Contract::Get().string_length_max;
           });
         }},
    {.name = "strange-token-crashes",
     .description = "A nextToken that is not one of the server's own ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           const auto strange = [](const std::string& token) {
             return token.empty() || token.find_first_not_of("0123456789+") != std::string::npos;
           };
           if (read.next_token && strange(*read.next_token)) {
             Crash(scope);
           }
         },
     .on_any_answer = AnswerCrash},
    {.name = "foreign-token-crashes",
     .description = "A nextToken of another operation ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           if (read.next_token && !read.next_token->empty()) {
             const bool of_batch = read.next_token->find('+') != std::string::npos;
             if (of_batch != IsBatch(read.operation)) {
               Crash(scope);
             }
           }
         },
     .on_any_answer = AnswerCrash},
    {.name = "cut-token-crashes",
     .description = "A nextToken that lacks its end ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           if (IsBatch(read.operation) && read.next_token && read.next_token->ends_with('+')) {
             Crash(scope);
           }
         },
     .on_any_answer = AnswerCrash},
    {.name = "zero-results-crash",
     .description = "A maxResults of 0 ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           if (std::ranges::any_of(read.violations, [](const Violation& violation) {
                 return violation.clause->Is("read.request.max-results");
               })) {
             Crash(scope);
           }
         },
     .on_any_answer = AnswerCrash},
    {.name = "huge-results-crash",
     .description = "A maxResults that no 32 bits can hold ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           if (read.max_results.value_or(0) > std::numeric_limits<std::int32_t>::max()) {
             Crash(scope);
           }
         },
     .on_any_answer = AnswerCrash},
    {.name = "null-entry-of-read-crashes",
     .description = "A null among the entries of a batch read ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           if (std::ranges::any_of(read.violations, [](const Violation& violation) {
                 return violation.clause->Is("wire.json.member-type") &&
                        violation.scope == spec::Scope::kEntry &&
                        violation.pointer.find_last_not_of("0123456789") ==
                            violation.pointer.rfind('/');
               })) {
             Crash(scope);
           }
         },
     .on_any_answer = AnswerCrash},
    {.name = "history-cache-without-bounds",
     .description = "A history is kept, until the next put, without the bounds it was read with.",
     .clauses = {"read.history.start", "read.history.end", "read.history.paging",
                 "store.acknowledged"},
     .on_reading = [](Reading&, MutantScope& scope) { scope.memory.clear(); },
     .on_query =
         [](HistoryQuery& query, MutantScope& scope) {
           const std::string key = KeyWithoutBounds(query);
           const auto end = FirstOf(scope, key + " end", query.end);
           query.start = FirstOf(scope, key + " start", query.start);
           query.end = end;
         }},
};

}  // namespace

std::span<const Mutant> FrameworkMutants() { return kFrameworkMutants; }

}  // namespace swc::reference
