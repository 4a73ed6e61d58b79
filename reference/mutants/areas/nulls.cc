// Mutants of nulls and of qualities.
#include <cctype>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/model/model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Quality;

std::string UpperCase(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

// Writes the text of `node` in upper case; returns whether that changed it.
bool Raise(SortedJson* node) {
  if (node == nullptr || !node->is_string()) {
    return false;
  }
  const auto before = node->get<std::string>();
  *node = UpperCase(before);
  return *node != before;
}

bool IsSentNull(const SentValue& value) { return value.value && IsNull(*value.value); }

const std::vector<Mutant> kNullsMutants = {
    {.name = "null-refused",
     .description = "A nullValue is refused whatever its quality.",
     .clauses = {"value.null.allowed", "entry.valid.accepted"},
     .on_reading = [](Reading& reading,
                      MutantScope&) { RejectValues(reading, "value.required", IsSentNull); }},
    {.name = "null-uncertain-refused",
     .description = "A nullValue is taken with BAD but not with UNCERTAIN.",
     .clauses = {"value.null.allowed", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.null.good", [](const SentValue& value) {
             return IsSentNull(value) && value.quality == Quality::kUncertain;
           });
         }},
    {.name = "null-dropped",
     .description = "A nullValue is acknowledged and not stored.",
     .clauses = {"value.null.allowed", "store.acknowledged"},
     .on_store = [](StoreOp& op, MutantScope&) { return !IsNull(op.value); }},
    {.name = "null-letter-lost",
     .description = "A nullValue comes back with valueType U.",
     .clauses = {"value.null.allowed", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (IsNull(op.value)) {
             op.value = spec::NullValue{.letter = 'U'};
           }
           return true;
         }},
    {.name = "null-stored-as-zero",
     .description = "A nullValue of type D comes back as 0.",
     .clauses = {"value.null.allowed", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (op.value == spec::Value(spec::NullValue{.letter = 'D'})) {
             op.value = 0.0;
           }
           return true;
         }},
    {.name = "null-outside-window-accepted",
     .description = "The timestamp of a null is not checked.",
     .clauses = {"time.window.past", "time.window.future"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "time.window",
                        [](const SentValue& value) { return value.value && IsNull(*value.value); });
         }},
    {.name = "good-null-accepted",
     .description = "A nullValue with quality GOOD is stored.",
     .clauses = {"value.null.good"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "value.null.good"); }},
    {.name = "null-type-unchecked",
     .description = "Any valueType is acknowledged.",
     .clauses = {"value.null.type"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "value.null.type"); }},
    {.name = "null-type-in-lower-case",
     .description = "A valueType in lower case is taken.",
     .clauses = {"value.null.type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "nullValue",
                            [](SortedJson& node) { return Raise(Member(node, "valueType")); });
         }},
    {.name = "null-type-defaults",
     .description = "A nullValue without a valueType is taken for U.",
     .clauses = {"value.null.type"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "nullValue", [](SortedJson& node) {
             const bool missing = node.is_object() && !node.contains("valueType");
             if (missing) {
               node["valueType"] = "U";
             }
             return missing;
           });
         }},
    {.name = "quality-in-lower-case",
     .description = "A quality in lower case is taken.",
     .clauses = {"quality.enum"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentValues(request,
                          [](SortedJson& value) { return Raise(Member(value, "quality")); });
         }},
    {.name = "unknown-quality-is-good",
     .description = "A quality that is not known is stored as GOOD.",
     .clauses = {"quality.enum"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "quality.enum", [](SentValue& value) {
             value.quality = Quality::kGood;
             return true;
           });
         }},
    {.name = "empty-quality-is-good",
     .description = "An empty quality counts as none.",
     .clauses = {"quality.enum"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentValues(request, [](SortedJson& value) {
             const SortedJson* quality = Member(value, "quality");
             return quality != nullptr && *quality == SortedJson("") && value.erase("quality") > 0;
           });
         }},
    {.name = "missing-quality-is-uncertain",
     .description = "A value without a quality is UNCERTAIN.",
     .clauses = {"quality.default"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           ForEachValue(reading, [](std::size_t, std::size_t, SentValue& value) {
             value.quality = value.quality_given ? value.quality : Quality::kUncertain;
           });
         }},
    {.name = "missing-quality-is-inherited",
     .description = "A value without a quality has that of the value before it in its entry.",
     .clauses = {"quality.default"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           ForEachValue(reading, [&](std::size_t entry, std::size_t index, SentValue& value) {
             if (!value.quality_given && index > 0) {
               value.quality = reading.entries[entry].values[index - 1].quality;
             }
           });
         }},
    {.name = "bad-refused",
     .description = "Values of quality BAD are refused.",
     .clauses = {"entry.valid.accepted", "quality.enum"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "quality.enum",
                        [](const SentValue& value) { return value.quality == Quality::kBad; });
         }},
    {.name = "uncertain-stored-as-bad",
     .description = "Everything that is not GOOD is stored as BAD.",
     .clauses = {"quality.kept", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           op.key.quality = op.key.quality == Quality::kGood ? Quality::kGood : Quality::kBad;
           return true;
         }},
    {.name = "quality-of-first-value",
     .description = "All values of an entry are stored with the quality of the first.",
     .clauses = {"quality.kept", "store.acknowledged", "store.no-phantom"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           ForEachValue(reading, [&](std::size_t entry, std::size_t, SentValue& value) {
             value.quality = reading.entries[entry].values.front().quality;
           });
         }},
    {.name = "quality-not-in-key",
     .description = "A value of another quality at the same timestamp replaces the stored one.",
     .clauses = {"duplicate.other-quality.first-kept", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           ErasePoints(op, scope, [&](const PointKey& key) {
             return key.time == op.key.time && key.quality != op.key.quality;
           });
           return true;
         }},
    {.name = "good-replaces-bad",
     .description = "A GOOD value replaces a BAD one at the same timestamp.",
     .clauses = {"duplicate.other-quality.first-kept", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           ErasePoints(op, scope, [&](const PointKey& key) {
             return op.key.quality == Quality::kGood && key.quality == Quality::kBad &&
                    key.time == op.key.time;
           });
           return true;
         }},
    {.name = "third-quality-evicts",
     .description = "The third quality to arrive at a timestamp evicts the GOOD value there.",
     .clauses = {"duplicate.other-quality.first-kept", "store.acknowledged"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           std::size_t others = 0;
           ErasePoints(op, scope, [&](const PointKey& key) {
             others +=
                 static_cast<std::size_t>(key.time == op.key.time && key.quality != op.key.quality);
             return false;
           });
           ErasePoints(op, scope, [&](const PointKey& key) {
             return others == 2 && key.time == op.key.time && key.quality == Quality::kGood &&
                    op.key.quality != Quality::kGood;
           });
           return true;
         }},
};

}  // namespace

std::span<const Mutant> NullMutants() { return kNullsMutants; }

}  // namespace swc::reference
