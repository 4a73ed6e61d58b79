// Mutants of doubles and integers.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// Lets `edit` change each double on its way into the store.
template <typename Edit>
bool EditDouble(StoreOp& op, Edit edit) {
  if (auto* number = std::get_if<double>(&op.value)) {
    edit(*number);
  }
  return true;
}

// Lets `change` replace each integerValue that is beyond 32 bits.
template <typename Change>
void EditLargeIntegers(spec::HttpRequest& request, Change change) {
  EditSentVariants(request, "integerValue", [&](SortedJson& node) {
    const bool large = node.is_number_integer() && (node.get<std::int64_t>() > INT32_MAX ||
                                                    node.get<std::int64_t>() < INT32_MIN);
    if (large) {
      node = change(node.get<std::int64_t>());
    }
    return large;
  });
}

bool Is(const SentValue& value, std::int32_t integer) {
  return value.value == spec::Value(integer);
}

const std::vector<Mutant> kNumbersMutants = {
    {.name = "double-limit-exclusive",
     .description = "1e10 and -1e10 themselves are refused.",
     .clauses = {"value.double.range", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.double.range", [](const SentValue& value) {
             const double* number = DoubleOf(value);
             return number != nullptr && std::abs(*number) == spec::Contract::Get().double_max;
           });
         }},
    {.name = "double-limit-1e9",
     .description = "Doubles beyond 1e9 are refused: a zero is missing.",
     .clauses = {"value.double.range", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.double.range", [](const SentValue& value) {
             const double* number = DoubleOf(value);
             return number != nullptr && std::abs(*number) > 1e9 &&
                    std::abs(*number) <= spec::Contract::Get().double_max;
           });
         }},
    {.name = "double-unbounded",
     .description = "Doubles beyond 1e100 are taken.",
     .clauses = {"value.double.range"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "value.double.range"); }},
    {.name = "double-lower-bound-forgotten",
     .description = "Doubles below -1e100 are taken.",
     .clauses = {"value.double.range"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "value.double.range", [](const SentValue& value) {
             return DoubleOf(value) != nullptr && *DoubleOf(value) < 0;
           });
         }},
    {.name = "infinity-clamped",
     .description = "Infinity is stored as the greatest double that is allowed.",
     .clauses = {"value.double.infinity"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "doubleValue", [](SortedJson& node) {
             const bool infinite = node == "Infinity";
             node = infinite ? SortedJson(spec::Contract::Get().double_max) : node;
             return infinite;
           });
         }},
    {.name = "negative-infinity-accepted",
     .description = "-Infinity is stored as the smallest double that is allowed.",
     .clauses = {"value.double.infinity"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditSentVariants(request, "doubleValue", [](SortedJson& node) {
             const bool infinite = node == "-Infinity";
             node = infinite ? SortedJson(-spec::Contract::Get().double_max) : node;
             return infinite;
           });
         }},
    {.name = "nan-refused",
     .description = "NaN is refused whatever its quality.",
     .clauses = {"value.double.nan", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.double.range",
                        [](const SentValue& value) { return value.value && IsNan(*value.value); });
         }},
    {.name = "nan-uncertain-refused",
     .description = "NaN is taken with BAD but not with UNCERTAIN.",
     .clauses = {"value.double.nan", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.double.range", [](const SentValue& value) {
             return value.value && IsNan(*value.value) &&
                    value.quality == spec::Quality::kUncertain;
           });
         }},
    {.name = "nan-stored-as-zero",
     .description = "NaN comes back as 0.",
     .clauses = {"value.double.nan", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditDouble(op, [](double& number) { number = std::isnan(number) ? 0 : number; });
         }},
    {.name = "nan-stored-as-null",
     .description = "NaN comes back as a null.",
     .clauses = {"value.double.nan", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (IsNan(op.value)) {
             op.value = spec::NullValue{.letter = 'D'};
           }
           return true;
         }},
    {.name = "nan-dropped",
     .description = "NaN is acknowledged and not stored.",
     .clauses = {"value.double.nan", "store.acknowledged"},
     .on_store = [](StoreOp& op, MutantScope&) { return !IsNan(op.value); }},
    {.name = "double-through-float",
     .description = "Doubles are stored with 32 bits.",
     .clauses = {"value.double.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditDouble(op, [](double& number) {
             number = std::abs(number) <= spec::Contract::Get().double_max
                          ? static_cast<double>(static_cast<float>(number))
                          : number;
           });
         }},
    {.name = "double-with-15-digits",
     .description = "Doubles are printed with 15 significant digits.",
     .clauses = {"value.double.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditDouble(op, [](double& number) {
             number = std::strtod(fmt::format("{:.15g}", number).c_str(), nullptr);
           });
         }},
    {.name = "double-with-6-decimals",
     .description = "Doubles are printed with six decimals.",
     .clauses = {"value.double.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditDouble(op, [](double& number) {
             number = std::strtod(fmt::format("{:.6f}", number).c_str(), nullptr);
           });
         }},
    {.name = "negative-zero-loses-sign",
     .description = "-0.0 comes back as 0.0.",
     .clauses = {"value.double.small"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditDouble(op, [](double& number) { number = number == 0 ? 0 : number; });
         }},
    {.name = "negative-zero-equals-zero",
     .description = "-0.0 does not replace a stored 0.0, nor 0.0 a -0.0: they compare equal.",
     .clauses = {"value.double.small"},
     .on_store =
         [](StoreOp& op, MutantScope& scope) {
           const spec::Value* stored = Replaced(op, scope);
           const double* before = stored == nullptr ? nullptr : std::get_if<double>(stored);
           const auto* after = std::get_if<double>(&op.value);
           return before == nullptr || after == nullptr || *before != *after;
         }},
    {.name = "subnormal-flushed",
     .description = "Subnormal doubles come back as zero.",
     .clauses = {"value.double.small"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditDouble(op, [](double& number) {
             number = std::fpclassify(number) == FP_SUBNORMAL ? std::copysign(0.0, number) : number;
           });
         }},
    {.name = "zero-taken-for-missing",
     .description = "The numbers 0 and 0.0 are refused as missing values.",
     .clauses = {"entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.required", [](const SentValue& value) {
             return Is(value, 0) || (DoubleOf(value) != nullptr && *DoubleOf(value) == 0);
           });
         }},
    {.name = "greatest-integer-refused",
     .description = "2147483647 is refused.",
     .clauses = {"value.integer.range", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.integer.range",
                        [](const SentValue& value) { return Is(value, INT32_MAX); });
         }},
    {.name = "smallest-integer-refused",
     .description = "-2147483648 is refused: its absolute value overflows.",
     .clauses = {"value.integer.range", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectValues(reading, "value.integer.range",
                        [](const SentValue& value) { return Is(value, INT32_MIN); });
         }},
    {.name = "integer-wraps",
     .description = "Integers beyond 32 bits are cut to their lower 32 bits.",
     .clauses = {"value.integer.range"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditLargeIntegers(request,
                             [](std::int64_t number) { return static_cast<std::int32_t>(number); });
         }},
    {.name = "integer-saturates",
     .description = "Integers beyond 32 bits become the greatest or smallest one.",
     .clauses = {"value.integer.range"},
     .on_request =
         [](spec::HttpRequest& request, MutantScope&) {
           EditLargeIntegers(
               request, [](std::int64_t number) { return number > 0 ? INT32_MAX : INT32_MIN; });
         }},
    {.name = "integer-through-float",
     .description = "Integers beyond 2^24 are rounded to 24 bits.",
     .clauses = {"store.acknowledged", "store.no-phantom", "value.integer.range"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (auto* integer = std::get_if<std::int32_t>(&op.value)) {
             const auto rounded = static_cast<float>(*integer);
             *integer = rounded >= static_cast<float>(INT32_MAX)
                            ? INT32_MAX
                            : static_cast<std::int32_t>(rounded);
           }
           return true;
         }},
    {.name = "integer-sign-lost",
     .description = "Negative integers come back positive.",
     .clauses = {"store.acknowledged", "store.no-phantom", "value.integer.range"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           auto* integer = std::get_if<std::int32_t>(&op.value);
           if (integer != nullptr && *integer != INT32_MIN) {
             *integer = std::abs(*integer);
           }
           return true;
         }},
};

}  // namespace

std::span<const Mutant> NumberMutants() { return kNumbersMutants; }

}  // namespace swc::reference
