// Mutants of the types of values and of the members of a variant.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::DataType;

// Drops the type violation of each value that `convert(wanted type, value)` can convert.
template <typename Convert>
void Coerce(Reading& reading, const MutantScope& scope, Convert convert) {
  DropIf(reading, "value.type", [&](const Violation& violation) {
    SentEntry& entry = reading.entries[violation.entry];
    const Property* property =
        entry.series.empty() ? nullptr : scope.directory.FindBySeries(entry.series.front());
    return property != nullptr && convert(property->type, *entry.values[violation.value].value);
  });
}

// Returns how many typed members of `variant` are not null.
std::size_t CountMembers(const SortedJson& variant) {
  std::size_t count = 0;
  for (const char* name :
       {"stringValue", "integerValue", "doubleValue", "booleanValue", "nullValue"}) {
    count += static_cast<std::size_t>(variant.contains(name) && !variant[name].is_null());
  }
  return count;
}

const std::vector<Mutant> kTypesMutants = {
    {.name = "integer-promoted-to-double",
     .description = "An integerValue for a DOUBLE property is converted.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           Coerce(reading, scope, [](DataType wanted, spec::Value& value) {
             const auto* integer = std::get_if<std::int32_t>(&value);
             if (wanted != DataType::kDouble || integer == nullptr) {
               return false;
             }
             value = static_cast<double>(*integer);
             return true;
           });
         }},
    {.name = "double-cut-to-integer",
     .description = "A doubleValue for an INTEGER property is cut.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           Coerce(reading, scope, [](DataType wanted, spec::Value& value) {
             const auto* number = std::get_if<double>(&value);
             if (wanted != DataType::kInteger || number == nullptr || std::isnan(*number) ||
                 *number <= INT32_MIN || *number >= INT32_MAX) {
               return false;
             }
             value = static_cast<std::int32_t>(*number);
             return true;
           });
         }},
    {.name = "boolean-stored-in-integer",
     .description = "A booleanValue for an INTEGER property becomes 0 or 1.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           Coerce(reading, scope, [](DataType wanted, spec::Value& value) {
             const auto* flag = std::get_if<bool>(&value);
             if (wanted != DataType::kInteger || flag == nullptr) {
               return false;
             }
             value = static_cast<std::int32_t>(*flag);
             return true;
           });
         }},
    {.name = "anything-becomes-text",
     .description = "A STRING property takes every value as its JSON text.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           Coerce(reading, scope, [](DataType wanted, spec::Value& value) {
             if (wanted != DataType::kString) {
               return false;
             }
             value = spec::ToJson(value);
             return true;
           });
         }},
    {.name = "text-stored-in-double",
     .description = "A stringValue for a DOUBLE property is stored as the text that it is.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope& scope) {
           Coerce(reading, scope, [](DataType wanted, spec::Value& value) {
             return wanted == DataType::kDouble && std::holds_alternative<std::string>(value);
           });
         }},
    {.name = "type-unchecked-by-alias",
     .description = "The type is not checked where the property is named by its alias.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           DropIf(reading, "value.type", [&](const Violation& violation) {
             const SentEntry& entry = reading.entries[violation.entry];
             return violation.clause->Is("value.type") && entry.alias && !entry.asset_id;
           });
         }},
    {.name = "type-of-first-value",
     .description = "Only the first value of an entry has its type checked.",
     .clauses = {"value.type"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           DropIf(reading, "value.type", [](const Violation& violation) {
             return violation.clause->Is("value.type") && violation.value > 0;
           });
         }},
    {.name = "type-refused-but-stored",
     .description = "A value of a wrong type is refused and stored all the same.",
     .clauses = {"store.rejected", "store.no-phantom"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope& scope) {
           for (const Violation& violation : reading.violations) {
             if (!violation.clause->Is("value.type")) {
               continue;
             }
             if (plan.error) {
               const SentEntry& entry = reading.entries[violation.entry];
               WriteAnyway(entry, entry.series.front(), scope);
             } else {
               plan.entries[violation.entry].store[violation.value] = true;
             }
           }
         }},
    {.name = "missing-value-accepted",
     .description = "A value without a value is acknowledged.",
     .clauses = {"value.required"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "value.required"); }},
    {.name = "first-of-two-members-wins",
     .description = "Of two typed members one is picked without a word.",
     .clauses = {"value.one-member"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentValues(request, [](SortedJson& value) {
             SortedJson* variant = Member(value, "value");
             bool changed = false;
             while (variant != nullptr && CountMembers(*variant) > 1) {
               variant->erase(variant->begin());
               changed = true;
             }
             return changed;
           });
         }},
    {.name = "variant-without-member-accepted",
     .description = "A value without a typed member is left out without a word.",
     .clauses = {"value.one-member"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentEntries(request, [](SortedJson& entry) {
             SortedJson* values = Member(entry, "propertyValues");
             return values != nullptr && values->is_array() &&
                    std::erase_if(values->get_ref<SortedJson::array_t&>(), [](SortedJson& value) {
                      const SortedJson* variant = Member(value, "value");
                      return variant != nullptr && variant->is_object() &&
                             CountMembers(*variant) == 0;
                    }) > 0;
           });
         }},
    {.name = "boolean-read-as-integer",
     .description = "Booleans are kept as 0 and 1 and come back as integers.",
     .clauses = {"value.boolean", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (const auto* flag = std::get_if<bool>(&op.value)) {
             op.value = static_cast<std::int32_t>(*flag);
           }
           return true;
         }},
    {.name = "boolean-read-as-text",
     .description = "Booleans are kept and come back as the texts true and false.",
     .clauses = {"value.boolean", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (const auto* flag = std::get_if<bool>(&op.value)) {
             op.value = std::string(*flag ? "true" : "false");
           }
           return true;
         }},
    {.name = "false-stored-as-true",
     .description = "The presence of a boolean counts, not its value.",
     .clauses = {"value.boolean", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (std::holds_alternative<bool>(op.value)) {
             op.value = true;
           }
           return true;
         }},
    {.name = "false-taken-for-missing",
     .description = "false is refused as a missing value.",
     .clauses = {"value.boolean", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.required",
                        [](const SentValue& value) { return value.value == spec::Value(false); });
         }},
};

}  // namespace

std::span<const Mutant> TypeMutants() { return kTypesMutants; }

}  // namespace swc::reference
