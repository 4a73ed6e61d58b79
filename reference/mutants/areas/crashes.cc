// Mutants that answer some legal or illegal input with status 500.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

constexpr std::string_view kCrash = "InternalFailureException";

// Returns whether a number in `text` has an exponent.
bool HasExponent(std::string_view text) {
  bool found = false;
  OutsideStrings(text, [&](std::size_t i) {
    const bool letter = text[i] == 'e' || text[i] == 'E';
    found =
        found || (letter && i > 0 && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0);
  });
  return found;
}

bool AnyText(const SentEntry& entry, bool (*matches)(std::string_view)) {
  return std::ranges::any_of(entry.values, [&](const SentValue& value) {
    const std::string* text = TextOf(value);
    return text != nullptr && matches(*text);
  });
}

bool AnyText(const Reading& reading, bool (*matches)(std::string_view)) {
  return std::ranges::any_of(reading.entries,
                             [&](const SentEntry& entry) { return AnyText(entry, matches); });
}

const std::vector<Mutant> kCrashesMutants = {
    {.name = "malformed-json-crashes",
     .description = "The exception of the JSON parser is answered with status 500.",
     .clauses = {"robust.server-error", "wire.json.malformed"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (Has(reading, "wire.json.malformed")) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "exponent-crashes",
     .description = "A number with an exponent ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_request = [](spec::HttpRequest& request,
                      MutantScope& scope) { scope.memory["exponent"] = HasExponent(request.body); },
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           if (scope.memory["exponent"] != 0) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "deep-nesting-crashes",
     .description = "The JSON parser calls itself for each bracket and runs out of its stack.",
     .clauses = {"robust.server-error"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope& scope) {
           constexpr std::size_t kStack = 400;
           scope.memory["too deep"] = NestingOf(request.body) > kStack ? 1 : 0;
         },
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           if (scope.memory["too deep"] != 0) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "very-deep-nesting-crashes",
     .description = "A parser that bears some thousand brackets runs out of its stack beyond.",
     .clauses = {"robust.server-error"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope& scope) {
           constexpr std::size_t kStack = 20'000;
           scope.memory["far too deep"] = NestingOf(request.body) > kStack ? 1 : 0;
         },
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope& scope) {
           if (scope.memory["far too deep"] != 0) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "emoji-crashes",
     .description = "A string with a character beyond U+FFFF ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           constexpr unsigned char kFourByteLead = 0xF0;
           if (AnyText(reading, [](std::string_view text) {
                 return std::ranges::any_of(
                     text, [](char c) { return static_cast<unsigned char>(c) >= kFourByteLead; });
               })) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "emoji-fails-entry",
     .description = "An entry with a character beyond U+FFFF fails as InternalFailureException.",
     .clauses = {"entry.valid.accepted", "value.string.pattern", "value.string.exact"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           constexpr unsigned char kFourByteLead = 0xF0;
           const auto beyond = [](std::string_view text) {
             return std::ranges::any_of(
                 text, [](char c) { return static_cast<unsigned char>(c) >= kFourByteLead; });
           };
           for (std::size_t i = 0; i < plan.entries.size(); ++i) {
             if (AnyText(reading.entries[i], beyond) && !plan.error) {
               Report(plan.entries[i], kCrash);
             }
           }
         }},
    {.name = "empty-values-crash",
     .description = "An empty propertyValues ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (Has(reading, "values.empty")) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "full-batch-crashes",
     .description = "Ten entries of ten values each end in status 500.",
     .clauses = {"robust.server-error"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           const auto full = [](const SentEntry& entry) { return entry.values.size() == 10; };
           if (std::ranges::count_if(reading.entries, full) == 10) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "repeated-member-crashes",
     .description = "A member that stands twice in an object ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (Has(reading, "wire.member.duplicate")) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "long-alias-crashes",
     .description = "An alias of more than 1024 bytes, which may be refused, ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           constexpr std::size_t kColumnBytes = 1024;
           if (std::ranges::any_of(reading.entries, [](const SentEntry& entry) {
                 return entry.alias && entry.alias->size() > kColumnBytes;
               })) {
             Refuse(plan, 500, kCrash);
           }
         }},
    {.name = "unknown-null-crashes",
     .description = "A nullValue of valueType U ends in status 500.",
     .clauses = {"robust.server-error"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           for (const SentEntry& entry : reading.entries) {
             for (const SentValue& value : entry.values) {
               if (value.value == spec::Value(spec::NullValue{.letter = 'U'})) {
                 Refuse(plan, 500, kCrash);
               }
             }
           }
         }},
};

}  // namespace

std::span<const Mutant> CrashMutants() { return kCrashesMutants; }

}  // namespace swc::reference
