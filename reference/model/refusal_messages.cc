#include "reference/model/refusal_messages.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "reference/reading/reading.h"
#include "spec/check.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;

struct MessageRow {
  spec::ClauseId clause;
  std::string_view text;  // What stands in braces is filled in by `Fill`.
};

const auto kMessages = std::to_array<MessageRow>({
    {"wire.json.malformed", "the body is not JSON"},
    {"wire.json.object", "the body is not a JSON object"},
    {"wire.json.depth", "the body nests too deep"},
    {"wire.json.member-type", "the value is of another JSON type than this member has"},
    {"wire.json.null-element", "the list has a null"},
    {"wire.member.unknown", "this member is unknown"},
    {"wire.member.duplicate", "this member stands twice"},
    {"wire.number.integral-form", "the whole number is written with a fraction or an exponent"},
    {"wire.encoding.bom", "the body begins with a byte order mark"},
    {"wire.encoding.utf8", "the body is not UTF-8"},
    {"wire.encoding.surrogate", "the body escapes half of a surrogate pair"},
    {"wire.content-type", "the Content-Type is not application/json"},
    {"wire.accept", "the Accept header leaves out application/json"},
    {"wire.transfer", "the body is sent in chunks, or announced by Expect"},
    {"wire.path", "no operation has this method and path"},
    {"entries.required", "the request has no entries"},
    {"entries.not-empty", "the list of entries is empty"},
    {"entries.max", "{entries} entries are more than {entries_max}"},
    {"values.required", "the entry has no propertyValues"},
    {"values.empty", "the list of propertyValues is empty"},
    {"values.max", "{values} propertyValues are more than {values_max}"},
    {"entry.id.required", "the entry has no entryId"},
    {"entry.id.length", "the entryId does not have 1 to {entry_id_length} characters"},
    {"entry.id.pattern", "the entryId has other characters than letters, digits, '_' and '-'"},
    {"entry.id.duplicate", "another entry of the request has the same entryId"},
    {"identity.required", "the entry has neither assetId and propertyId nor propertyAlias"},
    {"identity.id.pattern", "the id is not a UUID"},
    {"identity.external-id", "an externalId: names nothing here"},
    {"identity.id.case", "the UUID has upper-case letters"},
    {"identity.alias.length", "the propertyAlias does not have 1 to {alias_length} characters"},
    {"identity.alias.bytes", "the propertyAlias has more than {alias_length} bytes"},
    {"identity.alias.contested", "the propertyAlias has more than {alias_agreed} characters"},
    {"identity.alias.pattern", "the propertyAlias has nothing but control characters"},
    {"identity.alias.control", "the propertyAlias has a control character"},
    {"identity.both.consistent", "the entry has both ids and a propertyAlias"},
    {"identity.both.half", "the entry has a propertyAlias and one of the two ids"},
    {"identity.both.contradicting", "the ids and the propertyAlias name two properties"},
    {"identity.unknown-property", "no asset has this property"},
    {"identity.unknown-alias", "no property has this propertyAlias"},
    {"identity.computed", "the property is computed, and takes no values"},
    {"access.denied", "you may not write to this property"},
    {"time.required", "the value has no timestamp with timeInSeconds"},
    {"time.window.past", "the timestamp {time} is more than {past_days} days old"},
    {"time.window.future", "the timestamp {time} is more than {future_minutes} minutes ahead"},
    {"time.window.resolution", "the timestamp {time} is beyond the edge of what is accepted"},
    {"time.window.second", "the timestamp {time} is beyond the edge of what is accepted"},
    {"time.seconds.range", "timeInSeconds {seconds} is not from {seconds_min} to {seconds_max}"},
    {"time.nanos.range", "offsetInNanos {nanos} is not from 0 to {nanos_max}"},
    {"value.required", "the value is missing"},
    {"value.one-member", "the value does not have exactly one of its typed members"},
    {"value.type", "the property is {wanted}, the value {type}"},
    {"value.type.stream", "the stream is {wanted}, the value {type}"},
    {"value.double.range", "the doubleValue is beyond {double_guide_max:g}"},
    {"value.double.contested", "the doubleValue is beyond {double_max:g}"},
    {"value.double.infinity", "the doubleValue is infinite"},
    {"value.double.nan-good", "the doubleValue is NaN, and the quality GOOD"},
    {"value.integer.range", "the integerValue does not fit into 32 bits"},
    {"value.string.length", "the stringValue has more than {string_length} characters"},
    {"value.string.contested", "the stringValue has more than {string_length} bytes"},
    {"value.string.pattern", "the stringValue has a control character"},
    {"value.null.good", "the value is null, and the quality GOOD"},
    {"value.null.type", "the valueType is none of D, B, S, I and U"},
    {"value.null.letter", "the valueType is not that of the property, which is {wanted}"},
    {"value.null-nan.setting", "the account takes neither nullValue nor NaN"},
    {"quality.enum", "the quality is none of GOOD, BAD and UNCERTAIN"},
    {"partial.flag.type", "enablePartialEntryProcessing is not a boolean"},
    {"duplicate.other-quality", "there is a value of another quality at {time}"},
    {"duplicate.in-entry", "the entry has another value of this quality at {time}"},
    {"duplicate.cross-entry", "another entry has a value of this quality at {time}"},
    {"quota.points-per-second", "the second of {time} has {points} values of this quality"},
    {"quota.overwrite", "the second of {time} has {points} values of this quality"},
    {"read.batch.entries", "the number of entries is beyond what this read takes"},
    {"read.batch.no-entries", "the list of entries is empty"},
    {"read.request.identity", "neither assetId and propertyId nor propertyAlias name a property"},
    {"read.request.alias-length", "the propertyAlias has more than {alias_agreed} characters"},
    {"read.request.qualities", "qualities is not one of GOOD, BAD and UNCERTAIN"},
    {"read.request.order", "timeOrdering is neither ASCENDING nor DESCENDING"},
    {"read.request.max-results", "maxResults is less than 1"},
    {"read.request.number", "maxResults is not a whole number"},
    {"read.request.token", "nextToken was not issued by this server"},
    {"read.request.beyond-max", "maxResults is more than {results_max}"},
    {"read.request.date", "the date cannot be read"},
    {"read.request.date-number", "the date is a number"},
    {"read.request.empty-range", "startDate is not before endDate"},
    {"read.request.entry-id",
     "the entryId is not of 1 to {entry_id_length} letters, digits, '_', '-'"},
    {"read.date-fraction", "the date has a fraction of a second"},
});

std::string_view MessageTextOf(const spec::Clause& clause) {
  static const auto kTexts = [] {
    std::map<const spec::Clause*, std::string_view> texts;
    for (const MessageRow& row : kMessages) {
      texts[&spec::Catalogue::Get().At(row.clause)] = row.text;
    }
    return texts;
  }();
  const auto found = kTexts.find(&clause);
  SWC_CHECK(found != kTexts.end(), "a clause that is refused has no message");
  return found->second;
}

// What a request has at the place of a violation.
struct SentThing {
  std::size_t entries = 0;
  std::size_t values = 0;
  std::string_view type = "NULL";
  SentTime time;
};

SentThing SentAtPlace(const Violation& violation, const Reading& reading) {
  SentThing sent{.entries = reading.entries.size()};
  if (violation.scope == spec::Scope::kRequest || violation.entry >= reading.entries.size()) {
    return sent;
  }
  const SentEntry& entry = reading.entries[violation.entry];
  sent.values = entry.values.size();
  if (violation.scope == spec::Scope::kValue && violation.value < entry.values.size()) {
    const SentValue& value = entry.values[violation.value];
    const auto type = value.value ? spec::TypeOf(*value.value) : std::nullopt;
    sent.type = type ? spec::ToString(*type) : sent.type;
    sent.time = value.sent_time.value_or(SentTime());
  }
  return sent;
}

std::string Fill(std::string_view text, const Violation& violation, const SentThing& sent) {
  constexpr std::int64_t kSecondsADay = 86'400;
  constexpr std::int64_t kSecondsAMinute = 60;
  if (text.find('{') == std::string_view::npos) {
    return std::string(text);
  }
  const Contract& contract = Contract::Get();
  return fmt::format(
      fmt::runtime(text), fmt::arg("entries", sent.entries), fmt::arg("values", sent.values),
      fmt::arg("type", sent.type),
      fmt::arg("wanted", violation.series_type ? spec::ToString(*violation.series_type) : "other"),
      fmt::arg("time", sent.time.seconds), fmt::arg("seconds", sent.time.seconds),
      fmt::arg("nanos", sent.time.nanos), fmt::arg("entries_max", contract.entries_max),
      fmt::arg("values_max", contract.values_max),
      fmt::arg("past_days", contract.window_past_s / kSecondsADay),
      fmt::arg("future_minutes", contract.window_future_s / kSecondsAMinute),
      fmt::arg("seconds_min", contract.time_seconds_min),
      fmt::arg("seconds_max", contract.time_seconds_max), fmt::arg("nanos_max", contract.nanos_max),
      fmt::arg("double_max", contract.double_max),
      fmt::arg("double_guide_max", contract.double_guide_max),
      fmt::arg("string_length", contract.string_length_max),
      fmt::arg("entry_id_length", contract.entry_id_length_max),
      fmt::arg("alias_length", contract.alias_length_max),
      fmt::arg("alias_agreed", contract.alias_length_agreed),
      fmt::arg("points", contract.points_per_second_max),
      fmt::arg("results_max", contract.history_results_max));
}

std::string WithPlace(const std::string& pointer, const std::string& text) {
  return pointer.empty() ? text : pointer + ": " + text;
}

}  // namespace

std::string FaultMessage(const Violation& violation, const Reading& reading) {
  return Fill(MessageTextOf(*violation.clause), violation, SentAtPlace(violation, reading));
}

std::string RefusalMessage(const Violation& violation, const Reading& reading) {
  return WithPlace(violation.pointer, FaultMessage(violation, reading));
}

std::string RefusalMessage(const Violation& violation_of_read) {
  return WithPlace(violation_of_read.pointer,
                   Fill(MessageTextOf(*violation_of_read.clause), violation_of_read, SentThing()));
}

}  // namespace swc::reference
