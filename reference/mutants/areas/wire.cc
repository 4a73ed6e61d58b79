// Mutants of decoding: JSON that is too lenient or too strict, and inputs that crash the server.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

// Returns `text` without commas that stand before a closing bracket.
std::string WithoutTrailingCommas(const std::string& text) {
  std::string result = text;
  OutsideStrings(text, [&](std::size_t i) {
    const std::size_t next =
        text[i] == ',' ? text.find_first_not_of(" \t\r\n", i + 1) : std::string::npos;
    if (next != std::string::npos && (text[next] == ']' || text[next] == '}')) {
      result[i] = ' ';
    }
  });
  return result;
}

// Returns `text` with the bare literal NaN in quotes.
std::string WithQuotedNan(const std::string& text) {
  constexpr std::string_view kNan = "NaN";
  std::string result;
  std::size_t copied = 0;
  OutsideStrings(text, [&](std::size_t i) {
    if (text.compare(i, kNan.size(), kNan) == 0) {
      result += text.substr(copied, i - copied) + R"("NaN")";
      copied = i + kNan.size();
    }
  });
  return result + text.substr(copied);
}

// Replaces a body that is not JSON by `repaired`, if that is JSON.
void Repair(spec::HttpRequest& request, const std::string& repaired) {
  if (!SortedJson::accept(request.body) && SortedJson::accept(repaired)) {
    request.body = repaired;
  }
}

// Makes a body one that no parser takes.
void Garble(spec::HttpRequest& request) { request.body = "{"; }

// Whether some ASCII letter is written as an escape.
bool HasEscapedLetter(std::string_view text) {
  constexpr std::string_view kEscape = "\\u00";
  for (std::size_t at = text.find(kEscape); at != std::string_view::npos;
       at = text.find(kEscape, at + 1)) {
    const std::size_t digit = at + kEscape.size();
    if (digit < text.size() && text[digit] >= '4' && text[digit] <= '7') {
      return true;
    }
  }
  return false;
}

const std::vector<Mutant> kWireMutants = {
    {.name = "escaped-letters-refused",
     .description = "The parser does not know letters that are written as escapes.",
     .clauses = {"wire.json.malformed"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           if (SortedJson::accept(request.body) && HasEscapedLetter(request.body)) {
             Garble(request);
           }
         }},
    {.name = "tab-as-space-refused",
     .description = "The parser takes blanks and newlines for white space, but no tabs.",
     .clauses = {"wire.json.malformed"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           bool tab = false;
           OutsideStrings(request.body, [&](std::size_t i) { tab |= request.body[i] == '\t'; });
           if (tab && SortedJson::accept(request.body)) {
             Garble(request);
           }
         }},
    {.name = "malformed-json-accepted",
     .description = "A body that cannot be parsed is answered like an empty batch.",
     .clauses = {"wire.json.malformed"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "wire.json.malformed"); }},
    {.name = "trailing-comma-accepted",
     .description = "The parser forgives a comma before a closing bracket.",
     .clauses = {"wire.json.malformed"},
     .on_request = [](spec::HttpRequest& request,
                      MutantScope&) { Repair(request, WithoutTrailingCommas(request.body)); }},
    {.name = "single-quotes-accepted",
     .description = "A body that is written in single quotes throughout is read.",
     .clauses = {"wire.json.malformed"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           if (request.body.find('"') == std::string::npos) {
             std::string repaired = request.body;
             std::ranges::replace(repaired, '\'', '"');
             Repair(request, repaired);
           }
         }},
    {.name = "comments-accepted",
     .description = "The parser skips comments.",
     .clauses = {"wire.json.malformed"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           if (NestingOf(request.body) <= kEditedDepthMax) {
             Repair(request, SortedJson::parse(request.body, nullptr, false, true)
                                 .dump(-1, ' ', false, SortedJson::error_handler_t::replace));
           }
         }},
    {.name = "trailing-text-accepted",
     .description = "The parser stops after the object and does not look at the rest.",
     .clauses = {"wire.json.malformed"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           Repair(request, request.body.substr(0, request.body.rfind('}') + 1));
         }},
    {.name = "bare-nan-accepted",
     .description = "The parser takes the literal NaN, which is not JSON.",
     .clauses = {"wire.json.malformed"},
     .on_request = [](spec::HttpRequest& request,
                      MutantScope&) { Repair(request, WithQuotedNan(request.body)); }},
    {.name = "json-array-accepted",
     .description = "A body that is JSON but no object is answered like an empty batch.",
     .clauses = {"wire.json.object"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "wire.json.object"); }},
    {.name = "quoted-number-coerced",
     .description = "Digits in quotes are taken for a number.",
     .clauses = {"wire.json.member-type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "integerValue", UnquoteNumber);
           EditSentVariants(request, "doubleValue", UnquoteNumber);
         }},
    {.name = "quoted-boolean-coerced",
     .description = "The text true in quotes is taken for a boolean.",
     .clauses = {"wire.json.member-type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "booleanValue", [](SortedJson& node) {
             const bool text = node.is_string();
             node = text ? SortedJson(node == "true") : node;
             return text;
           });
         }},
    {.name = "boolean-from-number",
     .description = "0 and 1 are taken for booleans.",
     .clauses = {"wire.json.member-type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "booleanValue", [](SortedJson& node) {
             const bool number = node.is_number();
             node = number ? SortedJson(node != 0) : node;
             return number;
           });
         }},
    {.name = "quoted-seconds-coerced",
     .description = "A timeInSeconds in quotes is taken for a number.",
     .clauses = {"wire.json.member-type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentValues(request, [](SortedJson& value) {
             SortedJson* time = Member(value, "timestamp");
             SortedJson* seconds = time == nullptr ? nullptr : Member(*time, "timeInSeconds");
             return seconds != nullptr && UnquoteNumber(*seconds);
           });
         }},
    {.name = "fraction-truncated",
     .description = "The fraction of an integerValue is cut off without a word.",
     .clauses = {"wire.json.member-type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "integerValue", [](SortedJson& node) {
             const bool fraction =
                 node.is_number_float() && std::abs(node.get<double>()) < INT32_MAX;
             node = fraction ? SortedJson(static_cast<std::int64_t>(node.get<double>())) : node;
             return fraction;
           });
         }},
    {.name = "null-element-skipped",
     .description = "A null inside a list is left out without a word.",
     .clauses = {"wire.json.null-element"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           const auto drop_nulls = [](SortedJson& node, std::string_view name) {
             SortedJson* list = Member(node, name);
             return list != nullptr && list->is_array() &&
                    std::erase_if(list->get_ref<SortedJson::array_t&>(),
                                  [](const SortedJson& item) { return item.is_null(); }) > 0;
           };
           EditBody(request, [&](SortedJson& body) {
             const bool changed = drop_nulls(body, "entries");
             return EditItems(
                        body, "entries",
                        [&](SortedJson& entry) { return drop_nulls(entry, "propertyValues"); }) ||
                    changed;
           });
         }},
    {.name = "null-quality-refused",
     .description = "A quality that is null is refused as an unknown one.",
     .clauses = {"wire.member.null-is-absent", "entry.valid.accepted"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentValues(request, [](SortedJson& value) {
             SortedJson* quality = Member(value, "quality");
             const bool null = quality != nullptr && quality->is_null();
             if (null) {
               *quality = "null";
             }
             return null;
           });
         }},
    {.name = "null-offset-refused",
     .description = "An offsetInNanos that is null is refused as no number.",
     .clauses = {"wire.member.null-is-absent", "entry.valid.accepted"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentValues(request, [](SortedJson& value) {
             SortedJson* time = Member(value, "timestamp");
             SortedJson* offset = time == nullptr ? nullptr : Member(*time, "offsetInNanos");
             const bool null = offset != nullptr && offset->is_null();
             if (null) {
               *offset = "null";
             }
             return null;
           });
         }},
    {.name = "null-alias-taken-for-empty",
     .description = "A propertyAlias that is null beside the ids is refused as an empty alias.",
     .clauses = {"wire.member.null-is-absent", "entry.valid.accepted"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentEntries(request, [](SortedJson& entry) {
             SortedJson* alias = Member(entry, "propertyAlias");
             const bool null = alias != nullptr && alias->is_null();
             if (null) {
               *alias = "";
             }
             return null;
           });
         }},
    {.name = "double-needs-fraction",
     .description = "A doubleValue without a decimal point is refused as an integer.",
     .clauses = {"wire.number.double-literal", "entry.valid.accepted"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "doubleValue", [](SortedJson& node) {
             const bool integer = node.is_number_integer();
             node = integer ? SortedJson("integer") : node;
             return integer;
           });
         }},
};

}  // namespace

std::span<const Mutant> WireMutants() { return kWireMutants; }

}  // namespace swc::reference
