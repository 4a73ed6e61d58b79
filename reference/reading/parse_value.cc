#include "reference/reading/parse_value.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "reference/reading/member_parser.h"
#include "reference/reading/reading.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;
using spec::JsonKind;
using spec::JsonNode;

class ValueParser {
 public:
  explicit ValueParser(MemberParser& members) : members_(members) {}

  SentValue Parse(const JsonNode& node, const Place& place) {
    if (node.kind != JsonKind::kObject) {
      members_.Add(node.kind == JsonKind::kNull ? spec::ClauseId("wire.json.null-element")
                                                : spec::ClauseId("wire.json.member-type"),
                   place);
      return std::move(value_);
    }
    const JsonNode* variant = nullptr;
    const JsonNode* timestamp = nullptr;
    const JsonNode* quality = nullptr;
    members_.Members(node, place,
                     {{"value", &variant}, {"timestamp", &timestamp}, {"quality", &quality}});
    ParseTimestamp(timestamp, place.At("timestamp"));
    ParseQuality(quality, place.At("quality"));
    ParseVariant(variant, place.At("value"));
    return std::move(value_);
  }

 private:
  void ParseTimestamp(const JsonNode* node, const Place& place) {
    // time.required
    if (node == nullptr) {
      members_.Add("time.required", place);
      return;
    }
    if (node->kind != JsonKind::kObject) {
      value_.time_unclear = true;
      members_.Add("wire.json.member-type", place);
      return;
    }
    const JsonNode* seconds_node = nullptr;
    const JsonNode* nanos_node = nullptr;
    members_.Members(*node, place,
                     {{"timeInSeconds", &seconds_node}, {"offsetInNanos", &nanos_node}});
    if (seconds_node == nullptr) {
      members_.Add("time.required", place.At("timeInSeconds"));
      return;
    }
    value_.nanos_given = nanos_node != nullptr;
    const auto seconds = members_.ParseWhole(*seconds_node, place.At("timeInSeconds"));
    // time.nanos.default
    const auto nanos = nanos_node == nullptr
                           ? std::optional<std::int64_t>(0)
                           : members_.ParseWhole(*nanos_node, place.At("offsetInNanos"));
    if (!seconds || !nanos) {
      value_.time_unclear = true;
      return;
    }
    value_.sent_time = SentTime{.seconds = *seconds, .nanos = *nanos};
    const Contract& contract = Contract::Get();
    // time.seconds.range, time.nanos.range
    const bool seconds_fit =
        *seconds >= contract.time_seconds_min && *seconds <= contract.time_seconds_max;
    const bool nanos_fit = *nanos >= 0 && *nanos <= contract.nanos_max;
    if (!seconds_fit) {
      members_.Add("time.seconds.range", place.At("timeInSeconds"));
    }
    if (!nanos_fit) {
      members_.Add("time.nanos.range", place.At("offsetInNanos"));
    }
    if (seconds_fit && nanos_fit) {
      value_.time = spec::Instant{.seconds = *seconds, .nanos = static_cast<std::int32_t>(*nanos)};
    }
  }

  void ParseQuality(const JsonNode* node, const Place& place) {
    // quality.default
    if (node == nullptr) {
      value_.quality = spec::Quality::kGood;
      return;
    }
    value_.quality_given = true;
    const std::optional<std::string> text = members_.ParseString(node, place);
    if (!text) {
      return;
    }
    value_.quality = spec::ParseQuality(*text);
    // quality.enum
    if (!value_.quality) {
      members_.Add("quality.enum", place);
    }
  }

  void ParseVariant(const JsonNode* node, const Place& place) {
    // value.required
    if (node == nullptr) {
      members_.Add("value.required", place);
      return;
    }
    if (node->kind != JsonKind::kObject) {
      members_.Add("wire.json.member-type", place);
      return;
    }
    const JsonNode* string_node = nullptr;
    const JsonNode* integer_node = nullptr;
    const JsonNode* double_node = nullptr;
    const JsonNode* boolean_node = nullptr;
    const JsonNode* null_node = nullptr;
    members_.Members(*node, place,
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
      members_.Add("value.one-member", place);
      return;
    }
    if (string_node != nullptr) {
      ParseStringValue(*string_node, place.At("stringValue"));
    } else if (integer_node != nullptr) {
      ParseIntegerValue(*integer_node, place.At("integerValue"));
    } else if (double_node != nullptr) {
      ParseDoubleValue(*double_node, place.At("doubleValue"));
    } else if (boolean_node != nullptr) {
      ParseBooleanValue(*boolean_node, place.At("booleanValue"));
    } else {
      ParseNullValue(*null_node, place.At("nullValue"));
    }
  }

  void ParseStringValue(const JsonNode& node, const Place& place) {
    std::optional<std::string> text = members_.ParseString(&node, place);
    if (!text) {
      return;
    }
    const std::size_t length_max = Contract::Get().string_length_max;
    // value.string.length, value.string.contested
    if (spec::CountCodePoints(*text) > length_max) {
      members_.Add("value.string.length", place);
    } else if (text->size() > length_max) {
      members_.Add("value.string.contested", place);
    }
    // value.string.pattern
    if (spec::HasControlCharacter(*text)) {
      members_.Add("value.string.pattern", place);
    }
    value_.value = *std::move(text);
  }

  void ParseIntegerValue(const JsonNode& node, const Place& place) {
    const auto number = members_.ParseWhole(node, place);
    if (!number) {
      return;
    }
    // value.integer.range
    if (*number < Contract::Get().integer_min || *number > Contract::Get().integer_max) {
      members_.Add("value.integer.range", place);
      return;
    }
    value_.value = static_cast<std::int32_t>(*number);
  }

  void ParseDoubleValue(const JsonNode& node, const Place& place) {
    double number = 0;
    if (node.kind == JsonKind::kInteger || node.kind == JsonKind::kReal) {
      // wire.number.double-literal
      number = node.real;
    } else if (node.kind == JsonKind::kString && members_.tree().Text(node) == "NaN") {
      number = std::nan("");
    } else if (node.kind == JsonKind::kString && (members_.tree().Text(node) == "Infinity" ||
                                                  members_.tree().Text(node) == "-Infinity")) {
      members_.Add("value.double.infinity", place);
      return;
    } else {
      members_.Add("wire.json.member-type", place);
      return;
    }
    const Contract& contract = Contract::Get();
    // value.double.range, value.double.contested
    if (std::abs(number) > contract.double_guide_max) {
      members_.Add("value.double.range", place);
    } else if (std::abs(number) > contract.double_max) {
      members_.Add("value.double.contested", place);
    }
    // value.double.nan-good
    if (std::isnan(number) && value_.quality == spec::Quality::kGood) {
      members_.Add("value.double.nan-good", place);
    }
    value_.value = number;
  }

  void ParseBooleanValue(const JsonNode& node, const Place& place) {
    if (node.kind != JsonKind::kBoolean) {
      members_.Add("wire.json.member-type", place);
      return;
    }
    value_.value = node.boolean;
  }

  void ParseNullValue(const JsonNode& node, const Place& place) {
    if (node.kind != JsonKind::kObject) {
      members_.Add("wire.json.member-type", place);
      return;
    }
    const JsonNode* type_node = nullptr;
    members_.Members(node, place, {{"valueType", &type_node}});
    // value.null.type
    if (type_node == nullptr) {
      members_.Add("value.null.type", place.At("valueType"));
      return;
    }
    const std::optional<std::string> letter =
        members_.ParseString(type_node, place.At("valueType"));
    if (!letter) {
      return;
    }
    constexpr std::string_view kLetters = "DBSIU";
    if (letter->size() != 1 || kLetters.find(letter->front()) == std::string_view::npos) {
      members_.Add("value.null.type", place.At("valueType"));
      return;
    }
    // value.null.good
    if (value_.quality == spec::Quality::kGood) {
      members_.Add("value.null.good", place);
    }
    value_.value = spec::NullValue{.letter = letter->front()};
  }

  MemberParser& members_;
  SentValue value_;
};

}  // namespace

SentValue ParsePropertyValue(MemberParser& members, const JsonNode& node, const Place& place) {
  return ValueParser(members).Parse(node, place);
}

}  // namespace swc::reference
