// The part of the reading that the bytes alone decide: JSON, members, types, lengths, ranges.
//
// Each rule stands beside the id of its clause; the sentence is the clause's statement in
// spec/clauses.json. Rules that need the clock or the stored values are in read_in_context.cc.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "reference/identifiers.h"
#include "reference/json_tree.h"
#include "reference/reading.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Catalogue;
using spec::Contract;
using spec::Scope;

// Where in the request the reader stands, for violations. Places are linked, so that a pointer is
// written only when there is something to point at. REQUIRES: what is above outlives a place.
struct Place {
  Scope scope = Scope::kRequest;
  std::size_t entry = 0;
  std::size_t value = 0;
  const Place* above = nullptr;                       // Null: the request itself.
  std::string_view member;                            // Its name in the object above,
  std::optional<std::size_t> element = std::nullopt;  // or its place in the list above.

  [[nodiscard]] Place At(std::string_view name) const {
    return {.scope = scope, .entry = entry, .value = value, .above = this, .member = name};
  }

  [[nodiscard]] std::string Pointer() const {
    if (above == nullptr) {
      return "";
    }
    return above->Pointer() + "/" + (element ? std::to_string(*element) : std::string(member));
  }
};

// No part of a request that the model knows nests deeper than 8; what does is an oddity of its own.
constexpr std::size_t kPlainDepth = 64;

class BatchReader {
 public:
  BatchReader(const JsonTree& tree, Reading& reading) : tree_(tree), reading_(reading) {}

  void ReadRequest() {
    const JsonNode* flag = nullptr;
    const JsonNode* entries = nullptr;
    const Place place;
    const Place list = place.At("entries");
    Members(tree_.root(), place, {{"enablePartialEntryProcessing", &flag}, {"entries", &entries}});
    ReadFlag(flag, place);
    // entries.required
    if (entries == nullptr) {
      Add("entries.required", list);
      return;
    }
    if (entries->kind != JsonKind::kArray) {
      Add("wire.json.member-type", list);
      return;
    }
    // entries.not-empty, entries.max
    if (entries->size == 0) {
      Add("entries.not-empty", list);
    } else if (entries->size > Contract::Get().entries_max) {
      Add("entries.max", list);
    }
    for (const JsonNode* node = tree_.FirstChild(*entries); node != nullptr;
         node = tree_.Next(*node)) {
      ReadOneEntry(*node, list);
    }
    MarkAmbiguous();
  }

 private:
  struct Wanted {
    std::string_view name;
    const JsonNode** node;
  };

  void Add(std::string_view clause, const Place& place,
           Obligation obligation = Obligation::kMustReject) {
    const spec::Clause& found = Catalogue::Get().At(clause);
    if (found.level == spec::Level::kFree && obligation == Obligation::kMustReject) {
      obligation = Obligation::kMayReject;
    }
    reading_.violations.push_back({.clause = &found,
                                   .scope = place.scope,
                                   .entry = place.entry,
                                   .value = place.value,
                                   .pointer = place.Pointer(),
                                   .obligation = obligation});
  }

  // Finds the members of `object` by name; null is absent (wire.member.null-is-absent).
  // wire.member.unknown, wire.member.duplicate, wire.json.depth
  void Members(const JsonNode& object, const Place& place, std::initializer_list<Wanted> wanted) {
    std::uint32_t seen = 0;
    for (const JsonNode* child = tree_.FirstChild(object); child != nullptr;
         child = tree_.Next(*child)) {
      std::uint32_t bit = 1;
      const auto* found = wanted.begin();
      while (found != wanted.end() && found->name != tree_.Key(*child)) {
        ++found;
        bit <<= 1U;
      }
      if (found == wanted.end()) {
        Add(tree_.depth() > kPlainDepth ? "wire.json.depth" : "wire.member.unknown",
            place.At(tree_.Key(*child)));
        continue;
      }
      if ((seen & bit) != 0) {
        Add("wire.member.duplicate", place.At(found->name));
      }
      seen |= bit;
      *found->node = child->kind == JsonKind::kNull ? nullptr : child;
    }
  }

  void ReadFlag(const JsonNode* flag, const Place& place) {
    if (flag == nullptr) {
      reading_.partial = PartialFlag::kOmitted;
    } else if (flag->kind == JsonKind::kBoolean) {
      reading_.partial = flag->boolean ? PartialFlag::kTrue : PartialFlag::kFalse;
    } else {
      // partial.flag.type
      reading_.partial = PartialFlag::kUnreadable;
      Add("partial.flag.type", place.At("enablePartialEntryProcessing"));
    }
  }

  void ReadOneEntry(const JsonNode& node, const Place& list) {
    const std::size_t index = reading_.entries.size();
    const Place place{.scope = Scope::kEntry, .entry = index, .above = &list, .element = index};
    reading_.entries.emplace_back();
    if (node.kind != JsonKind::kObject) {
      // wire.json.null-element, wire.json.member-type
      Add(node.kind == JsonKind::kNull ? "wire.json.null-element" : "wire.json.member-type", place);
      return;
    }
    const JsonNode* id = nullptr;
    const JsonNode* asset_id = nullptr;
    const JsonNode* property_id = nullptr;
    const JsonNode* alias = nullptr;
    const JsonNode* values = nullptr;
    Members(node, place,
            {{"entryId", &id},
             {"assetId", &asset_id},
             {"propertyId", &property_id},
             {"propertyAlias", &alias},
             {"propertyValues", &values}});
    ReadEntryId(id, place);
    ReadIdentity(asset_id, property_id, alias, place);
    ReadValues(values, place);
  }

  // Returns the string in `node`, or nothing (with a violation if it is of another type).
  std::optional<std::string> ReadString(const JsonNode* node, const Place& place) {
    if (node == nullptr) {
      return std::nullopt;
    }
    if (node->kind != JsonKind::kString) {
      Add("wire.json.member-type", place);
      return std::nullopt;
    }
    return std::string(tree_.Text(*node));
  }

  void ReadEntryId(const JsonNode* node, const Place& place) {
    const Place here = place.At("entryId");
    if (node == nullptr) {
      Add("entry.id.required", here);
      return;
    }
    std::optional<std::string> id = ReadString(node, here);
    if (!id) {
      return;
    }
    // entry.id.length, entry.id.pattern
    if (id->empty() || CountCodePoints(*id) > Contract::Get().entry_id_length_max) {
      Add("entry.id.length", here);
    } else if (!HasEntryIdPattern(*id)) {
      Add("entry.id.pattern", here);
    }
    reading_.entries[place.entry].id = *std::move(id);
  }

  std::optional<std::string> ReadUuid(const JsonNode* node, const Place& place) {
    std::optional<std::string> id = ReadString(node, place);
    if (id && !IsUuid(*id)) {
      // identity.external-id, identity.id.case, identity.id.pattern
      Add(id->starts_with("externalId:") ? "identity.external-id"
          : IsUuid(LowerCase(*id))       ? "identity.id.case"
                                         : "identity.id.pattern",
          place);
    }
    return id;
  }

  void ReadIdentity(const JsonNode* asset_id, const JsonNode* property_id, const JsonNode* alias,
                    const Place& place) {
    ReadEntry& entry = reading_.entries[place.entry];
    entry.asset_id = ReadUuid(asset_id, place.At("assetId"));
    entry.property_id = ReadUuid(property_id, place.At("propertyId"));
    entry.alias = ReadString(alias, place.At("propertyAlias"));
    if (entry.alias) {
      const Place here = place.At("propertyAlias");
      // identity.alias.length, identity.alias.bytes, identity.alias.pattern
      const std::size_t length_max = Contract::Get().alias_length_max;
      if (entry.alias->empty() || CountCodePoints(*entry.alias) > length_max) {
        Add("identity.alias.length", here);
      } else if (entry.alias->size() > length_max) {
        Add("identity.alias.bytes", here);
      }
      if (HasControlCharacter(*entry.alias)) {
        Add("identity.alias.pattern", here);
      }
    }
    // identity.required: both ids, or the alias. Members of a wrong type have their own violation.
    if (alias == nullptr && (asset_id == nullptr || property_id == nullptr)) {
      Add("identity.required", place);
    } else if (alias != nullptr && (asset_id == nullptr) != (property_id == nullptr)) {
      Add("identity.both.half", place);
    }
  }

  void ReadValues(const JsonNode* values, const Place& place) {
    const Place here = place.At("propertyValues");
    // values.required
    if (values == nullptr) {
      Add("values.required", here);
      return;
    }
    if (values->kind != JsonKind::kArray) {
      Add("wire.json.member-type", here);
      return;
    }
    // values.empty, values.max
    if (values->size == 0) {
      Add("values.empty", here);
    } else if (values->size > Contract::Get().values_max) {
      Add("values.max", here);
    }
    std::size_t index = 0;
    for (const JsonNode* node = tree_.FirstChild(*values); node != nullptr;
         node = tree_.Next(*node)) {
      const Place at{.scope = Scope::kValue,
                     .entry = place.entry,
                     .value = index,
                     .above = &here,
                     .element = index};
      ReadOneValue(*node, at);
      ++index;
    }
  }

  void ReadOneValue(const JsonNode& node, const Place& place) {
    ReadValue value;
    if (node.kind == JsonKind::kObject) {
      const JsonNode* variant = nullptr;
      const JsonNode* timestamp = nullptr;
      const JsonNode* quality = nullptr;
      Members(node, place, {{"value", &variant}, {"timestamp", &timestamp}, {"quality", &quality}});
      ReadTimestamp(timestamp, place.At("timestamp"), value);
      ReadQuality(quality, place.At("quality"), value);
      ReadVariant(variant, place.At("value"), value);
    } else {
      Add(node.kind == JsonKind::kNull ? "wire.json.null-element" : "wire.json.member-type", place);
    }
    reading_.entries[place.entry].values.push_back(std::move(value));
  }

  // Reads a whole number. Returns nothing if `node` is none (with its violation); a number beyond
  // 64 bits comes back as the nearest end of the range.
  std::optional<std::int64_t> ReadWhole(const JsonNode& node, const Place& place) {
    if (node.kind == JsonKind::kInteger) {
      return node.fits_int64 ? node.integer : INT64_MAX;
    }
    // wire.json.member-type: neither text nor a fraction is a whole number.
    if (node.kind != JsonKind::kReal || std::trunc(node.real) != node.real) {
      Add("wire.json.member-type", place);
      return std::nullopt;
    }
    // wire.number.integral-form
    Add("wire.number.integral-form", place);
    constexpr double kInt64Bound = 9.2e18;
    if (std::abs(node.real) > kInt64Bound) {
      return node.real > 0 ? INT64_MAX : INT64_MIN;
    }
    return static_cast<std::int64_t>(node.real);
  }

  void ReadTimestamp(const JsonNode* node, const Place& place, ReadValue& value) {
    // time.required
    if (node == nullptr) {
      Add("time.required", place);
      return;
    }
    if (node->kind != JsonKind::kObject) {
      Add("wire.json.member-type", place);
      return;
    }
    const JsonNode* seconds_node = nullptr;
    const JsonNode* nanos_node = nullptr;
    Members(*node, place, {{"timeInSeconds", &seconds_node}, {"offsetInNanos", &nanos_node}});
    if (seconds_node == nullptr) {
      Add("time.required", place.At("timeInSeconds"));
      return;
    }
    value.nanos_given = nanos_node != nullptr;
    const auto seconds = ReadWhole(*seconds_node, place.At("timeInSeconds"));
    // time.nanos.default
    const auto nanos = nanos_node == nullptr ? std::optional<std::int64_t>(0)
                                             : ReadWhole(*nanos_node, place.At("offsetInNanos"));
    if (!seconds || !nanos) {
      return;
    }
    value.sent_time = SentTime{.seconds = *seconds, .nanos = *nanos};
    const Contract& contract = Contract::Get();
    // time.seconds.range, time.nanos.range
    const bool seconds_fit =
        *seconds >= contract.time_seconds_min && *seconds <= contract.time_seconds_max;
    const bool nanos_fit = *nanos >= 0 && *nanos <= contract.nanos_max;
    if (!seconds_fit) {
      Add("time.seconds.range", place.At("timeInSeconds"));
    }
    if (!nanos_fit) {
      Add("time.nanos.range", place.At("offsetInNanos"));
    }
    if (seconds_fit && nanos_fit) {
      value.time = spec::Instant{.seconds = *seconds, .nanos = static_cast<std::int32_t>(*nanos)};
    }
  }

  void ReadQuality(const JsonNode* node, const Place& place, ReadValue& value) {
    // quality.default
    if (node == nullptr) {
      value.quality = spec::Quality::kGood;
      return;
    }
    value.quality_given = true;
    const std::optional<std::string> text = ReadString(node, place);
    if (!text) {
      return;
    }
    value.quality = spec::ParseQuality(*text);
    // quality.enum
    if (!value.quality) {
      Add("quality.enum", place);
    }
  }

  void ReadVariant(const JsonNode* node, const Place& place, ReadValue& value) {
    // value.required
    if (node == nullptr) {
      Add("value.required", place);
      return;
    }
    if (node->kind != JsonKind::kObject) {
      Add("wire.json.member-type", place);
      return;
    }
    const JsonNode* string_node = nullptr;
    const JsonNode* integer_node = nullptr;
    const JsonNode* double_node = nullptr;
    const JsonNode* boolean_node = nullptr;
    const JsonNode* null_node = nullptr;
    Members(*node, place,
            {{"stringValue", &string_node},
             {"integerValue", &integer_node},
             {"doubleValue", &double_node},
             {"booleanValue", &boolean_node},
             {"nullValue", &null_node}});
    const int members =
        static_cast<int>(string_node != nullptr) + static_cast<int>(integer_node != nullptr) +
        static_cast<int>(double_node != nullptr) + static_cast<int>(boolean_node != nullptr) +
        static_cast<int>(null_node != nullptr);
    // value.one-member
    if (members != 1) {
      Add("value.one-member", place);
      return;
    }
    if (string_node != nullptr) {
      ReadStringValue(*string_node, place.At("stringValue"), value);
    } else if (integer_node != nullptr) {
      ReadIntegerValue(*integer_node, place.At("integerValue"), value);
    } else if (double_node != nullptr) {
      ReadDoubleValue(*double_node, place.At("doubleValue"), value);
    } else if (boolean_node != nullptr) {
      ReadBooleanValue(*boolean_node, place.At("booleanValue"), value);
    } else {
      ReadNullValue(*null_node, place.At("nullValue"), value);
    }
  }

  void ReadStringValue(const JsonNode& node, const Place& place, ReadValue& value) {
    std::optional<std::string> text = ReadString(&node, place);
    if (!text) {
      return;
    }
    const std::size_t length_max = Contract::Get().string_length_max;
    // value.string.length, value.string.contested
    if (CountCodePoints(*text) > length_max) {
      Add("value.string.length", place);
    } else if (text->size() > length_max) {
      Add("value.string.contested", place, Obligation::kShouldAccept);
    }
    // value.string.pattern
    if (HasControlCharacter(*text)) {
      Add("value.string.pattern", place);
    }
    value.value = *std::move(text);
  }

  void ReadIntegerValue(const JsonNode& node, const Place& place, ReadValue& value) {
    const auto number = ReadWhole(node, place);
    if (!number) {
      return;
    }
    // value.integer.range
    if (*number < Contract::Get().integer_min || *number > Contract::Get().integer_max) {
      Add("value.integer.range", place);
      return;
    }
    value.value = static_cast<std::int32_t>(*number);
  }

  void ReadDoubleValue(const JsonNode& node, const Place& place, ReadValue& value) {
    double number = 0;
    if (node.kind == JsonKind::kInteger || node.kind == JsonKind::kReal) {
      // wire.number.double-literal
      number = node.real;
    } else if (node.kind == JsonKind::kString && tree_.Text(node) == "NaN") {
      number = std::nan("");
    } else if (node.kind == JsonKind::kString &&
               (tree_.Text(node) == "Infinity" || tree_.Text(node) == "-Infinity")) {
      Add("value.double.infinity", place);
      return;
    } else {
      Add("wire.json.member-type", place);
      return;
    }
    const Contract& contract = Contract::Get();
    // value.double.range, value.double.contested
    if (std::abs(number) > contract.double_guide_max) {
      Add("value.double.range", place);
    } else if (std::abs(number) > contract.double_max) {
      Add("value.double.contested", place);
    }
    // value.double.nan-good
    if (std::isnan(number) && value.quality == spec::Quality::kGood) {
      Add("value.double.nan-good", place);
    }
    value.value = number;
  }

  void ReadBooleanValue(const JsonNode& node, const Place& place, ReadValue& value) {
    if (node.kind != JsonKind::kBoolean) {
      Add("wire.json.member-type", place);
      return;
    }
    value.value = node.boolean;
  }

  void ReadNullValue(const JsonNode& node, const Place& place, ReadValue& value) {
    if (node.kind != JsonKind::kObject) {
      Add("wire.json.member-type", place);
      return;
    }
    const JsonNode* type_node = nullptr;
    Members(node, place, {{"valueType", &type_node}});
    // value.null.type
    if (type_node == nullptr) {
      Add("value.null.type", place.At("valueType"));
      return;
    }
    const std::optional<std::string> letter = ReadString(type_node, place.At("valueType"));
    if (!letter) {
      return;
    }
    constexpr std::string_view kLetters = "DBSIU";
    if (letter->size() != 1 || kLetters.find(letter->front()) == std::string_view::npos) {
      Add("value.null.type", place.At("valueType"));
      return;
    }
    // value.null.good
    if (value.quality == spec::Quality::kGood) {
      Add("value.null.good", place);
    }
    value.value = spec::NullValue{.letter = letter->front()};
  }

  // A member that stands twice leaves open which one counts, so nothing inside its entry (or the
  // whole request) can be demanded any more.
  void MarkAmbiguous() {
    for (const Violation& violation : reading_.violations) {
      if (violation.clause->id != "wire.member.duplicate") {
        continue;
      }
      for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
        if (violation.scope == Scope::kRequest || violation.entry == i) {
          reading_.entries[i].ambiguous = true;
        }
      }
    }
    for (Violation& violation : reading_.violations) {
      const bool inside = violation.scope != Scope::kRequest
                              ? reading_.entries[violation.entry].ambiguous
                              : std::ranges::any_of(reading_.entries, &ReadEntry::ambiguous);
      if (inside && violation.obligation == Obligation::kMustReject) {
        violation.obligation = Obligation::kMayReject;
      }
    }
  }

  const JsonTree& tree_;
  Reading& reading_;
};

Violation WholeRequest(std::string_view clause) {
  const spec::Clause& found = Catalogue::Get().At(clause);
  return {.clause = &found,
          .obligation =
              found.level == spec::Level::kFree ? Obligation::kMayReject : Obligation::kMustReject};
}

// wire.content-type: parameters and case are free.
bool IsJsonContentType(const spec::Headers& headers) {
  const auto type = spec::FindHeader(headers, "content-type");
  if (!type) {
    return false;
  }
  std::string media = LowerCase(type->substr(0, type->find(';')));
  media.erase(media.find_last_not_of(' ') + 1);
  return media == "application/json";
}

// wire.accept: whether the header leaves room for JSON.
bool AcceptsJson(const spec::Headers& headers) {
  const auto accept = spec::FindHeader(headers, "accept");
  if (!accept) {
    return true;
  }
  const std::string types = LowerCase(*accept);
  return types.find("application/json") != std::string::npos ||
         types.find("application/*") != std::string::npos || types.find("*/*") != std::string::npos;
}

// wire.content-type, wire.accept, wire.transfer
void ReadHeaders(const spec::Headers& headers, Reading& reading) {
  if (!IsJsonContentType(headers)) {
    reading.violations.push_back(WholeRequest("wire.content-type"));
  }
  if (!AcceptsJson(headers)) {
    reading.violations.push_back(WholeRequest("wire.accept"));
  }
  if (spec::FindHeader(headers, "transfer-encoding") || spec::FindHeader(headers, "expect")) {
    reading.violations.push_back(WholeRequest("wire.transfer"));
  }
}

}  // namespace

Reading ReadPut(const spec::HttpRequest& request) {
  // Kept between calls, so that reading needs no allocation once the tree is large enough.
  thread_local JsonTree tree;
  Reading reading;
  ReadHeaders(request.headers, reading);
  tree.Parse(request.body);
  if (tree.has_byte_order_mark()) {
    reading.violations.push_back(WholeRequest("wire.encoding.bom"));
  }
  switch (tree.fault()) {
    case JsonFault::kSyntax:
      reading.violations.push_back(WholeRequest("wire.json.malformed"));
      return reading;
    case JsonFault::kUtf8:
      reading.violations.push_back(WholeRequest("wire.encoding.utf8"));
      return reading;
    case JsonFault::kSurrogate:
      reading.violations.push_back(WholeRequest("wire.encoding.surrogate"));
      return reading;
    case JsonFault::kNone:
      break;
  }
  if (tree.root().kind != JsonKind::kObject) {
    reading.violations.push_back(WholeRequest("wire.json.object"));
    return reading;
  }
  reading.decodable = true;
  BatchReader(tree, reading).ReadRequest();
  return reading;
}

}  // namespace swc::reference
