// The violations that random cases are made of: one row for each way of breaking a clause that a
// put in JSON can express.
//
// Law: a row says where in the request it is, which members it sets, and how often it comes, in
// proportion to the other rows. Applied to a valid request it breaks (or, for a free clause,
// touches) `clause`. A new way of breaking a clause is a new row.
//
// Members are written as JSON: a list of alternatives, one of which is chosen. "$drop" removes a
// member. A new `timestamp` takes the place of `at`, and new ids or a new alias that of `series`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "spec/clause_id.h"

namespace swc::generators {

// What a violation changes, in the order in which several of them are applied: those that move
// places come before those that stand in them.
enum class Part : std::uint8_t {
  kRequest,       // Members of the request.
  kMoreEntries,   // One entry too many, or more.
  kEntryElement,  // An element of `entries` that is no entry.
  kEntry,         // Members of an entry.
  kMoreValues,    // One value too many, or more.
  kValueElement,  // An element of `propertyValues` that is no value.
  kValue,         // Members of a value.
};

// Which series a violation fits.
enum class Fits : std::uint8_t {
  kAll,
  kDouble,
  kInteger,
  kText,      // STRING and STRUCT.
  kProperty,  // Its type is known to the server: a measurement or attribute.
  kStream,    // Its type is what was written first.
  kTwoProperties,
  kTwoEntries,
};

// What a computed violation may look at.
struct ViolationContext {
  const Case& test_case;
  const Json& body;                    // Of the put.
  std::size_t entry = 0;               // Index in its entries.
  const SeriesWish* series = nullptr;  // Of the entry, or null.
};

struct ViolationRow {
  std::string_view name;
  spec::ClauseId clause;
  int weight;
  Part part;
  Fits fits;
  std::string_view members;                                   // The alternatives, or empty:
  Json (*compute)(const ViolationContext&, Dice&) = nullptr;  // computes one alternative.
};

// Returns whether a violation stands in the values of an entry.
[[nodiscard]] constexpr bool InValues(const ViolationRow& row) {
  return row.part == Part::kMoreValues || row.part == Part::kValueElement ||
         row.part == Part::kValue;
}

// Alternatives whose numbers come from spec::Contract, or from the case.
[[nodiscard]] Json LongEntryId(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json RepeatedEntryId(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json UnknownIds(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json UpperCaseIds(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json ContradictingIdentity(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json LongAlias(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json ContestedAlias(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json AliasOfManyBytes(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json AliasWithControlCharacter(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json TimeBeforeWindow(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json TimeAfterWindow(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json SecondsOutOfRange(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json NanosOutOfRange(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json OtherType(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json HugeDouble(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json ContestedDouble(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json WideInteger(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json LongString(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json StringOfManyBytes(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json StringWithControlCharacter(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json GoodNull(const ViolationContext& context, Dice& dice);
[[nodiscard]] Json NullOfOtherLetter(const ViolationContext& context, Dice& dice);

// clang-format off
inline constexpr std::array kViolations = std::to_array<ViolationRow>({
    // The whole request: rare, since one of these hides everything else.
    {"entries.missing", "entries.required", 2, Part::kRequest, Fits::kAll,
     R"([{"entries":"$drop"},{"entries":null}])"},
    {"entries.empty", "entries.not-empty", 2, Part::kRequest, Fits::kAll, R"([{"entries":[]}])"},
    {"entries.not-a-list", "wire.json.member-type", 2, Part::kRequest, Fits::kAll,
     R"([{"entries":{}},{"entries":"e1"},{"entries":1},{"entries":true}])"},
    {"flag.not-a-boolean", "partial.flag.type", 4, Part::kRequest, Fits::kAll,
     R"([{"enablePartialEntryProcessing":"true"},{"enablePartialEntryProcessing":"false"},
         {"enablePartialEntryProcessing":1},{"enablePartialEntryProcessing":0},
         {"enablePartialEntryProcessing":""},{"enablePartialEntryProcessing":[]},
         {"enablePartialEntryProcessing":{}}])"},
    {"request.unknown-member", "wire.member.unknown", 3, Part::kRequest, Fits::kAll,
     R"([{"clientToken":"abc"},{"Entries":[]},{"extra":null},{"":1}])"},
    {"entries.too-many", "entries.max", 4, Part::kMoreEntries, Fits::kAll, ""},
    {"entries.null-element", "wire.json.null-element", 3, Part::kEntryElement, Fits::kAll,
     "[null]"},
    {"entries.element-type", "wire.json.member-type", 3, Part::kEntryElement, Fits::kAll,
     R"(["e1",1,true,[],1.5])"},

    // Entries.
    {"entry-id.missing", "entry.id.required", 4, Part::kEntry, Fits::kAll,
     R"([{"entryId":"$drop"},{"entryId":null}])"},
    {"entry-id.empty", "entry.id.length", 3, Part::kEntry, Fits::kAll, R"([{"entryId":""}])"},
    {"entry-id.long", "entry.id.length", 4, Part::kEntry, Fits::kAll, "", LongEntryId},
    {"entry-id.characters", "entry.id.pattern", 5, Part::kEntry, Fits::kAll,
     R"([{"entryId":"a b"},{"entryId":"a.b"},{"entryId":"a/b"},{"entryId":"\u00e9"},
         {"entryId":"e1\n"},{"entryId":"\u0000"},{"entryId":" e1"},{"entryId":"e:1"},
         {"entryId":"\u0661"},{"entryId":"${"},{"entryId":"\ud83d\ude00"}])"},
    {"entry-id.type", "wire.json.member-type", 3, Part::kEntry, Fits::kAll,
     R"([{"entryId":1},{"entryId":true},{"entryId":["e1"]},{"entryId":{}}])"},
    {"entry-id.repeated", "entry.id.duplicate", 4, Part::kEntry, Fits::kTwoEntries, "",
     RepeatedEntryId},
    {"entry.unknown-member", "wire.member.unknown", 3, Part::kEntry, Fits::kAll,
     R"([{"propertyName":"x"},{"EntryId":"e1"},{"quality":"GOOD"},{"extra":{"a":[1]}}])"},
    {"identity.missing", "identity.required", 4, Part::kEntry, Fits::kAll,
     R"([{"series":"$drop"},{"propertyAlias":null},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab","propertyId":null}])"},
    {"identity.asset-id", "identity.id.pattern", 4, Part::kEntry, Fits::kAll,
     R"([{"assetId":"","propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"x","propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"00000000-0000-0000-0000-000000000000",
          "propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789a",
          "propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789abc",
          "propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"}])"},
    {"identity.property-id", "identity.id.pattern", 4, Part::kEntry, Fits::kAll,
     R"([{"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab","propertyId":""},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab",
          "propertyId":"g1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab",
          "propertyId":"a1b2c3d4567804abc08def00123456789abc"},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab",
          "propertyId":"{1b2c3d4-5678-4abc-8def-0123456789a}"}])"},
    {"identity.upper-case", "identity.id.case", 2, Part::kEntry, Fits::kAll, "", UpperCaseIds},
    {"identity.id-type", "wire.json.member-type", 2, Part::kEntry, Fits::kAll,
     R"([{"assetId":1,"propertyId":"a1b2c3d4-5678-4abc-8def-0123456789ab"},
         {"assetId":"a1b2c3d4-5678-4abc-8def-0123456789ab","propertyId":[]},
         {"propertyAlias":1},{"propertyAlias":{}}])"},
    {"identity.unknown-ids", "identity.unknown-property", 4, Part::kEntry, Fits::kAll, "",
     UnknownIds},
    {"identity.contradicting", "identity.both.contradicting", 90, Part::kEntry,
     Fits::kTwoProperties, "", ContradictingIdentity},
    {"alias.empty", "identity.alias.length", 2, Part::kEntry, Fits::kAll,
     R"([{"propertyAlias":""}])"},
    {"alias.long", "identity.alias.length", 2, Part::kEntry, Fits::kAll, "", LongAlias},
    {"alias.bytes", "identity.alias.bytes", 1, Part::kEntry, Fits::kAll, "", AliasOfManyBytes},
    {"alias.contested", "identity.alias.contested", 1, Part::kEntry, Fits::kAll, "",
     ContestedAlias},
    {"alias.controls-alone", "identity.alias.pattern", 2, Part::kEntry, Fits::kAll,
     R"([{"propertyAlias":"\t"},{"propertyAlias":"\u0000"},{"propertyAlias":"\u001f\u007f"}])"},
    {"alias.control", "identity.alias.control", 3, Part::kEntry, Fits::kAll, "",
     AliasWithControlCharacter},
    {"values.missing", "values.required", 4, Part::kEntry, Fits::kAll,
     R"([{"propertyValues":"$drop"},{"propertyValues":null}])"},
    {"values.none", "values.empty", 3, Part::kEntry, Fits::kAll, R"([{"propertyValues":[]}])"},
    {"values.not-a-list", "wire.json.member-type", 3, Part::kEntry, Fits::kAll,
     R"([{"propertyValues":{}},{"propertyValues":"x"},{"propertyValues":0}])"},
    {"values.too-many", "values.max", 5, Part::kMoreValues, Fits::kAll, ""},
    {"values.null-element", "wire.json.null-element", 4, Part::kValueElement, Fits::kAll,
     "[null]"},
    {"values.element-type", "wire.json.member-type", 3, Part::kValueElement, Fits::kAll,
     R"([1,"x",false,[]])"},

    // Times.
    {"time.missing", "time.required", 5, Part::kValue, Fits::kAll,
     R"([{"at":"$drop"},{"timestamp":null},{"timestamp":{}},{"timestamp":{"offsetInNanos":0}},
         {"timestamp":{"timeInSeconds":null}}])"},
    {"time.type", "wire.json.member-type", 5, Part::kValue, Fits::kAll,
     R"([{"timestamp":"2025-01-01T00:00:00Z"},{"timestamp":1735689600},{"timestamp":[]},
         {"timestamp":{"timeInSeconds":"1735689600"}},{"timestamp":{"timeInSeconds":true}},
         {"timestamp":{"timeInSeconds":1735689600.5}},
         {"timestamp":{"timeInSeconds":"${t0.seconds}","offsetInNanos":"1"}},
         {"timestamp":{"timeInSeconds":"${t0.seconds}","offsetInNanos":0.5}}])"},
    {"time.seconds", "time.seconds.range", 5, Part::kValue, Fits::kAll, "", SecondsOutOfRange},
    {"time.nanos", "time.nanos.range", 6, Part::kValue, Fits::kAll, "", NanosOutOfRange},
    {"time.past", "time.window.past", 8, Part::kValue, Fits::kAll, "", TimeBeforeWindow},
    {"time.future", "time.window.future", 8, Part::kValue, Fits::kAll, "", TimeAfterWindow},
    {"time.milliseconds", "time.window.future", 2, Part::kValue, Fits::kAll,
     R"([{"timestamp":{"timeInSeconds":1735689600000}},
         {"timestamp":{"timeInSeconds":4294967296}}])"},
    {"time.integral-form", "wire.number.integral-form", 3, Part::kValue, Fits::kAll,
     R"([{"timestamp":{"timeInSeconds":"${t0.seconds}","offsetInNanos":0.0}},
         {"timestamp":{"timeInSeconds":"${t0.seconds}","offsetInNanos":1e3}}])"},
    {"time.unknown-member", "wire.member.unknown", 2, Part::kValue, Fits::kAll,
     R"([{"timestamp":{"timeInSeconds":"${t0.seconds}","offsetInMillis":1}}])"},

    // Qualities.
    {"quality.misspelt", "quality.enum", 8, Part::kValue, Fits::kAll,
     R"([{"quality":"good"},{"quality":"Good"},{"quality":""},{"quality":"GOOD "},
         {"quality":"UNCERTAIN\u0000"},{"quality":"GREAT"},{"quality":"bad"},{"quality":"null"},
         {"quality":"GOODBAD"}])"},
    {"quality.type", "wire.json.member-type", 4, Part::kValue, Fits::kAll,
     R"([{"quality":0},{"quality":true},{"quality":["GOOD"]},{"quality":{}}])"},

    // Values.
    {"value.missing", "value.required", 5, Part::kValue, Fits::kAll,
     R"([{"value":"$drop"},{"value":null}])"},
    {"value.not-an-object", "wire.json.member-type", 4, Part::kValue, Fits::kAll,
     R"([{"value":1.5},{"value":"1.5"},{"value":true},{"value":[{"doubleValue":1.5}]}])"},
    {"value.no-member", "value.one-member", 4, Part::kValue, Fits::kAll,
     R"([{"value":{}},{"value":{"doubleValue":null}},{"value":{"nullValue":null}}])"},
    {"value.two-members", "value.one-member", 5, Part::kValue, Fits::kAll,
     R"([{"value":{"doubleValue":1.5,"integerValue":1}},{"value":{"stringValue":"","booleanValue":false}},
         {"value":{"doubleValue":1.5,"nullValue":{"valueType":"D"}}}])"},
    {"value.member-type", "wire.json.member-type", 6, Part::kValue, Fits::kAll,
     R"([{"value":{"doubleValue":"1.5"}},{"value":{"doubleValue":true}},{"value":{"doubleValue":"nan"}},
         {"value":{"doubleValue":""}},{"value":{"integerValue":"1"}},{"value":{"integerValue":1.5}},
         {"value":{"integerValue":false}},{"value":{"stringValue":1}},{"value":{"stringValue":["a"]}},
         {"value":{"booleanValue":"true"}},{"value":{"booleanValue":1}},{"value":{"booleanValue":0}},
         {"value":{"nullValue":"D"}},{"value":{"nullValue":true}}])"},
    {"value.unknown-member", "wire.member.unknown", 3, Part::kValue, Fits::kAll,
     R"([{"source":"plc"},{"Quality":"BAD"},{"extra":[]}])"},
    {"value.property-type", "value.type", 14, Part::kValue, Fits::kProperty, "", OtherType},
    {"value.stream-type", "value.type.stream", 8, Part::kValue, Fits::kStream, "", OtherType},
    {"double.huge", "value.double.range", 8, Part::kValue, Fits::kDouble, "", HugeDouble},
    {"double.contested", "value.double.contested", 6, Part::kValue, Fits::kDouble, "",
     ContestedDouble},
    {"double.infinite", "value.double.infinity", 6, Part::kValue, Fits::kDouble,
     R"([{"value":{"doubleValue":"Infinity"}},{"value":{"doubleValue":"-Infinity"}}])"},
    {"double.nan-good", "value.double.nan-good", 6, Part::kValue, Fits::kDouble,
     R"([{"value":{"doubleValue":"NaN"},"quality":"GOOD"},
         {"value":{"doubleValue":"NaN"},"quality":"$drop"}])"},
    {"integer.wide", "value.integer.range", 12, Part::kValue, Fits::kInteger, "", WideInteger},
    {"integer.integral-form", "wire.number.integral-form", 6, Part::kValue, Fits::kInteger,
     R"([{"value":{"integerValue":1.0}},{"value":{"integerValue":-0.0}}])"},
    {"string.long", "value.string.length", 6, Part::kValue, Fits::kText, "", LongString},
    {"string.contested", "value.string.contested", 4, Part::kValue, Fits::kText, "",
     StringOfManyBytes},
    {"string.control", "value.string.pattern", 8, Part::kValue, Fits::kText, "",
     StringWithControlCharacter},
    {"null.good", "value.null.good", 5, Part::kValue, Fits::kAll, "", GoodNull},
    {"null.type", "value.null.type", 5, Part::kValue, Fits::kAll,
     R"([{"value":{"nullValue":{}},"quality":"BAD"},
         {"value":{"nullValue":{"valueType":null}},"quality":"BAD"},
         {"value":{"nullValue":{"valueType":"X"}},"quality":"UNCERTAIN"},
         {"value":{"nullValue":{"valueType":"d"}},"quality":"BAD"},
         {"value":{"nullValue":{"valueType":""}},"quality":"BAD"},
         {"value":{"nullValue":{"valueType":"DOUBLE"}},"quality":"UNCERTAIN"}])"},
    {"null.letter", "value.null.letter", 8, Part::kValue, Fits::kProperty, "",
     NullOfOtherLetter},
});
// clang-format on

}  // namespace swc::generators
