#include "conformance/judge/read_answer.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer_checks.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/json_tree.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using spec::JsonKind;
using spec::JsonNode;
using spec::JsonTree;

class ReadAnswerParser {
 public:
  ReadAnswerParser(const spec::HttpResponse& response, std::optional<spec::Quality> asked,
                   Observations& observations)
      : asked_(asked), observations_(observations) {
    tree_.Parse(response.body);
  }

  // Returns whether the answer is a JSON object.
  [[nodiscard]] bool IsObject() {
    if (tree_.ok() && tree_.root().kind == JsonKind::kObject) {
      return true;
    }
    // Half a surrogate pair that was accepted comes back as it was sent: JSON, but no text.
    if (tree_.fault() != spec::JsonFault::kSurrogate) {
      Misshapen("no-object", "", "the body is not a JSON object");
    }
    return false;
  }

  [[nodiscard]] const JsonNode* Member(std::string_view name) const {
    return tree_.Member(tree_.root(), name);
  }
  [[nodiscard]] const JsonNode* Member(const JsonNode& object, std::string_view name) const {
    return tree_.Member(object, name);
  }
  [[nodiscard]] const JsonTree& tree() const { return tree_; }

  // Returns the list called `name`, or null with a deviation.
  [[nodiscard]] const JsonNode* List(const JsonNode& object, std::string_view name) {
    const JsonNode* list = tree_.Member(object, name);
    if (list == nullptr || list->kind != JsonKind::kArray) {
      Misshapen(fmt::format("no-{}", name), fmt::format("/{}", name),
                fmt::format("{} is missing or not a list", name));
      return nullptr;
    }
    return list;
  }

  // read.batch.lists
  [[nodiscard]] const JsonNode* BatchList(std::string_view name) {
    const JsonNode* list = Member(name);
    if (list != nullptr && list->kind == JsonKind::kArray) {
      observations_.Mark("read.batch.lists", Side::kObserve);
      return list;
    }
    observations_.Deviate("read.batch.lists", fmt::format("no-{}", name), fmt::format("/{}", name),
                          "the lists errorEntries, successEntries and skippedEntries",
                          fmt::format("{} is missing or not a list", name));
    return nullptr;
  }

  [[nodiscard]] std::vector<SeenValue> Values(const JsonNode& list) {
    std::vector<SeenValue> values;
    for (const JsonNode* node = tree_.FirstChild(list); node != nullptr; node = tree_.Next(*node)) {
      if (auto value = OneValue(*node)) {
        values.push_back(*std::move(value));
      }
    }
    return values;
  }

  // Whether a time of the value is a number that no timestamp holds.
  [[nodiscard]] bool HasHugeTime(const JsonNode* timestamp) const {
    const auto huge = [&](std::string_view member) {
      const JsonNode* node = timestamp == nullptr ? nullptr : tree_.Member(*timestamp, member);
      return node != nullptr && spec::IsBeyondInt64(*node);
    };
    return huge("timeInSeconds") || huge("offsetInNanos");
  }

  [[nodiscard]] std::optional<SeenValue> OneValue(const JsonNode& node) {
    SeenValue seen;
    const JsonNode* value = tree_.Member(node, "value");
    const JsonNode* timestamp = tree_.Member(node, "timestamp");
    if (value == nullptr || timestamp == nullptr || !ParseTime(*timestamp, seen) ||
        !ParseVariant(*value, seen) || !ParseQuality(tree_.Member(node, "quality"), seen)) {
      Misshapen("value", "/value",
                HasHugeTime(timestamp)
                    ? "a number in the timestamp of a value does not fit 64 bits"
                    : "a value, its timestamp or its quality is missing or misshapen");
      return std::nullopt;
    }
    observations_.Mark("read.history.shape", Side::kObserve);
    if (seen.time.nanos == 0) {
      observations_.Choose("read.offset-zero", seen.offset_given ? "present" : "absent");
    }
    return seen;
  }

  [[nodiscard]] std::optional<std::string> NextToken() {
    const JsonNode* token = Member("nextToken");
    if (token == nullptr || token->kind == JsonKind::kNull) {
      return std::nullopt;
    }
    if (token->kind != JsonKind::kString) {
      Misshapen("token", "/nextToken", "nextToken is not a string");
      return std::nullopt;
    }
    const std::string_view text = tree_.Text(*token);
    CheckToken(text, observations_);
    // Without a character it cannot be handed back.
    return text.empty() ? std::nullopt : std::optional(std::string(text));
  }

  // Returns the entryId of an error entry of a batch.
  [[nodiscard]] std::string ErrorEntry(const JsonNode& entry) {
    const JsonNode* code = Member(entry, "errorCode");
    const bool text = code != nullptr && code->kind == JsonKind::kString;
    CheckBatchErrorEntry(tree_, entry, observations_);
    CheckBatchErrorCode(text ? std::optional(tree_.Text(*code)) : std::nullopt, observations_);
    return EntryId(entry);
  }

  [[nodiscard]] std::string EntryId(const JsonNode& entry) const {
    const JsonNode* id = Member(entry, "entryId");
    return id != nullptr && id->kind == JsonKind::kString ? std::string(tree_.Text(*id))
                                                          : std::string();
  }

  // read.latest.none, F8: an answer has no member that is null.
  void NullValue(const std::string& pointer) {
    observations_.Deviate("read.latest.none", "null", pointer,
                          "no member for a current value that there is none of",
                          "the current value is null");
  }

  void Misshapen(std::string_view kind, const std::string& pointer, const std::string& observed) {
    observations_.Deviate("read.history.shape", kind, pointer,
                          "a list of values, each with value and timestamp", observed);
  }

 private:
  bool ParseTime(const JsonNode& node, SeenValue& seen) const {
    const JsonNode* seconds = tree_.Member(node, "timeInSeconds");
    const JsonNode* nanos = tree_.Member(node, "offsetInNanos");
    if (seconds == nullptr || seconds->kind != JsonKind::kInteger || !seconds->fits_int64) {
      return false;
    }
    seen.time.seconds = seconds->integer;
    if (nanos == nullptr || nanos->kind == JsonKind::kNull) {
      return true;
    }
    if (nanos->kind != JsonKind::kInteger || !nanos->fits_int64 || nanos->integer < 0 ||
        nanos->integer > spec::Contract::Get().nanos_max) {
      return false;
    }
    seen.time.nanos = static_cast<std::int32_t>(nanos->integer);
    seen.offset_given = true;
    return true;
  }

  bool ParseQuality(const JsonNode* node, SeenValue& seen) const {
    if (node == nullptr || node->kind == JsonKind::kNull) {
      seen.quality = asked_.value_or(spec::Quality::kGood);
      return true;  // The model does not require it (F163).
    }
    if (node->kind != JsonKind::kString) {
      return false;
    }
    const auto quality = spec::ParseQuality(tree_.Text(*node));
    seen.quality = quality.value_or(spec::Quality::kGood);
    return quality.has_value();
  }

  bool ParseVariant(const JsonNode& node, SeenValue& seen) const {
    const JsonNode* only = nullptr;
    for (const JsonNode* child = tree_.FirstChild(node); child != nullptr;
         child = tree_.Next(*child)) {
      if (child->kind != JsonKind::kNull) {
        if (only != nullptr) {
          return false;
        }
        only = child;
      }
    }
    if (only == nullptr || node.kind != JsonKind::kObject) {
      return false;
    }
    const std::string_view member = tree_.Key(*only);
    if (member == "doubleValue") {
      return ParseDouble(*only, seen);
    }
    if (member == "integerValue" && only->kind == JsonKind::kInteger && only->fits_int64) {
      seen.value = static_cast<std::int32_t>(only->integer);
      return only->integer >= INT32_MIN && only->integer <= INT32_MAX;
    }
    if (member == "stringValue" && only->kind == JsonKind::kString) {
      seen.value = std::string(tree_.Text(*only));
      return true;
    }
    if (member == "booleanValue" && only->kind == JsonKind::kBoolean) {
      seen.value = only->boolean;
      return true;
    }
    if (member == "nullValue") {
      const JsonNode* type = tree_.Member(*only, "valueType");
      if (type != nullptr && type->kind == JsonKind::kString && tree_.Text(*type).size() == 1) {
        seen.value = spec::NullValue{.letter = tree_.Text(*type).front()};
        return true;
      }
    }
    return false;
  }

  bool ParseDouble(const JsonNode& node, SeenValue& seen) const {
    if (node.kind == JsonKind::kString) {
      const std::string_view text = tree_.Text(node);
      constexpr double kInfinity = std::numeric_limits<double>::infinity();
      seen.value = text == "Infinity" ? kInfinity : text == "-Infinity" ? -kInfinity : std::nan("");
      return text == "NaN" || text == "Infinity" || text == "-Infinity";
    }
    seen.zero_of_unknown_sign = node.kind == JsonKind::kInteger && node.real == 0;
    seen.value = node.real;
    return node.kind == JsonKind::kInteger || node.kind == JsonKind::kReal;
  }

  std::optional<spec::Quality> asked_;
  Observations& observations_;
  JsonTree tree_;
};

}  // namespace

HistoryPage ParseHistoryPage(const spec::HttpResponse& response, std::optional<spec::Quality> asked,
                             Observations& observations) {
  HistoryPage page;
  ReadAnswerParser parser(response, asked, observations);
  if (!parser.IsObject()) {
    return page;
  }
  if (const JsonNode* list = parser.List(parser.tree().root(), "assetPropertyValueHistory")) {
    page.usable = true;
    page.values = parser.Values(*list);
    page.next_token = parser.NextToken();
  }
  return page;
}

LatestAnswer ParseLatestAnswer(const spec::HttpResponse& response, Observations& observations) {
  LatestAnswer answer;
  ReadAnswerParser parser(response, std::nullopt, observations);
  if (!parser.IsObject()) {
    return answer;
  }
  answer.usable = true;
  const JsonNode* value = parser.Member("propertyValue");
  if (value != nullptr && value->kind == JsonKind::kNull) {
    parser.NullValue("/propertyValue");
  } else if (value != nullptr) {
    answer.value = parser.OneValue(*value);
    answer.usable = answer.value.has_value();
  }
  return answer;
}

BatchAnswer ParseBatchAnswer(const spec::HttpResponse& response, std::optional<spec::Quality> asked,
                             Observations& observations) {
  BatchAnswer answer;
  ReadAnswerParser parser(response, asked, observations);
  if (!parser.IsObject()) {
    return answer;
  }
  const JsonTree& tree = parser.tree();
  const JsonNode* errors = parser.BatchList("errorEntries");
  const JsonNode* successes = parser.BatchList("successEntries");
  const JsonNode* skipped = parser.BatchList("skippedEntries");
  if (errors == nullptr || successes == nullptr) {
    return answer;
  }
  answer.usable = true;
  answer.next_token = parser.NextToken();
  for (const JsonNode* entry = tree.FirstChild(*errors); entry != nullptr;
       entry = tree.Next(*entry)) {
    answer.errors.insert(parser.ErrorEntry(*entry));
  }
  for (const JsonNode* entry = skipped == nullptr ? nullptr : tree.FirstChild(*skipped);
       entry != nullptr; entry = tree.Next(*entry)) {
    CheckSkippedEntry(tree, *entry, observations);
    answer.skipped.insert(parser.EntryId(*entry));
  }
  for (const JsonNode* entry = tree.FirstChild(*successes); entry != nullptr;
       entry = tree.Next(*entry)) {
    std::vector<SeenValue>& values = answer.values[parser.EntryId(*entry)];
    const JsonNode* latest = tree.Member(*entry, "assetPropertyValue");
    const JsonNode* history = tree.Member(*entry, "assetPropertyValueHistory");
    if (history != nullptr && history->kind == JsonKind::kArray) {
      values = parser.Values(*history);
    } else if (history != nullptr) {
      parser.Misshapen("no-assetPropertyValueHistory", "/successEntries",
                       "assetPropertyValueHistory is not a list");
    } else if (latest != nullptr && latest->kind == JsonKind::kNull) {
      parser.NullValue("/successEntries");
    } else if (latest != nullptr) {
      if (auto value = parser.OneValue(*latest)) {
        values.push_back(*std::move(value));
      }
    }
  }
  return answer;
}

bool ShowsSame(const SeenValue& seen, const spec::Value& written) {
  if (spec::SameValue(seen.value, written)) {
    return true;
  }
  const auto* number = std::get_if<double>(&written);
  return seen.zero_of_unknown_sign && number != nullptr && *number == 0;
}

}  // namespace swc::conformance
