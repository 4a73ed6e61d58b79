// What the body of a batch read says (see parse_read_request.h).
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_rules.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;
using spec::JsonKind;
using spec::JsonNode;
using spec::JsonTree;

// Seconds that an instant can hold without a doubt: RFC 3339 ends with the year 9999.
constexpr double kSecondsMax = 253'402'300'799;

class BodyParser {
 public:
  explicit BodyParser(SentRead& read) : read_(read), rules_(read) {}

  void Parse(std::string_view body) {
    tree_.Parse(body);
    read_.open = tree_.has_byte_order_mark();
    const ReadPlace place;
    if (!tree_.ok() || tree_.root().kind != JsonKind::kObject) {
      // wire.json.malformed and wire.json.object speak of puts.
      rules_.Add(
          tree_.ok() ? spec::ClauseId("wire.json.object") : spec::ClauseId("wire.json.malformed"),
          place, Demand::kNothing);
      return;
    }
    const JsonNode* entries = nullptr;
    const JsonNode* token = nullptr;
    const JsonNode* count = nullptr;
    Members(tree_.root(), {{"entries", &entries}, {"nextToken", &token}, {"maxResults", &count}});
    rules_.TakeToken(Text(token, place.At("nextToken")), place.At("nextToken"));
    if (count != nullptr && IsHistory()) {
      ParseCount(*count, place.At("maxResults"));
    } else if (count != nullptr) {
      read_.open = true;
    }
    ParseEntries(entries, place.At("entries"));
  }

 private:
  struct Wanted {
    std::string_view name;
    const JsonNode** node;
  };

  // The members of an entry that only a history has.
  struct HistoryNodes {
    const JsonNode* start = nullptr;
    const JsonNode* end = nullptr;
    const JsonNode* qualities = nullptr;
    const JsonNode* ordering = nullptr;

    [[nodiscard]] bool AnyGiven() const {
      return start != nullptr || end != nullptr || qualities != nullptr || ordering != nullptr;
    }
  };

  [[nodiscard]] bool IsHistory() const { return read_.operation == ReadOperation::kBatchHistory; }

  // Finds members by name; null is absent. What others mean, or one that stands twice, is open.
  void Members(const JsonNode& object, std::initializer_list<Wanted> wanted) {
    std::set<std::string_view> seen;
    for (const JsonNode* child = tree_.FirstChild(object); child != nullptr;
         child = tree_.Next(*child)) {
      const auto* found = std::ranges::find(wanted, tree_.Key(*child), &Wanted::name);
      if (found == wanted.end() || !seen.insert(found->name).second) {
        read_.open = true;
        continue;
      }
      *found->node = child->kind == JsonKind::kNull ? nullptr : child;
    }
  }

  // wire.json.member-type speaks of puts.
  void AddWrongType(const ReadPlace& place) {
    rules_.Add("wire.json.member-type", place, Demand::kNothing);
  }

  std::optional<std::string> Text(const JsonNode* node, const ReadPlace& place) {
    if (node != nullptr && node->kind != JsonKind::kString) {
      AddWrongType(place);
      return std::nullopt;
    }
    return node == nullptr ? std::nullopt : std::optional(std::string(tree_.Text(*node)));
  }

  void ParseCount(const JsonNode& node, const ReadPlace& place) {
    if (node.kind == JsonKind::kInteger) {
      rules_.TakeMaxResults(node.fits_int64 ? node.integer : INT64_MAX, place);
    } else {
      AddWrongType(place);
    }
  }

  // read.batch.entries, read.batch.no-entries
  void ParseEntries(const JsonNode* entries, const ReadPlace& place) {
    if (entries != nullptr && entries->kind != JsonKind::kArray) {
      AddWrongType(place);
      return;
    }
    const std::size_t most = IsHistory() ? Contract::Get().batch_history_entries_max
                                         : Contract::Get().batch_latest_entries_max;
    if (entries == nullptr || entries->size > most) {
      rules_.Add("read.batch.entries", place);
    } else if (entries->size == 0) {
      rules_.Add("read.batch.no-entries", place);
    }
    std::set<std::string> ids;
    for (const JsonNode* node = entries == nullptr ? nullptr : tree_.FirstChild(*entries);
         node != nullptr; node = tree_.Next(*node)) {
      const std::size_t index = read_.entries.size();
      SentReadEntry& entry = read_.entries.emplace_back();
      ParseEntry(*node,
                 {.scope = spec::Scope::kEntry,
                  .entry = index,
                  .pointer = fmt::format("/entries/{}", index)},
                 entry);
      // Whether an entryId may stand twice is not said.
      read_.open = read_.open || (entry.id && !ids.insert(*entry.id).second);
    }
  }

  void ParseEntry(const JsonNode& node, const ReadPlace& place, SentReadEntry& entry) {
    if (node.kind != JsonKind::kObject) {
      AddWrongType(place);
      return;
    }
    const JsonNode* id = nullptr;
    const JsonNode* asset_id = nullptr;
    const JsonNode* property_id = nullptr;
    const JsonNode* alias = nullptr;
    HistoryNodes history;
    Members(node, {{"entryId", &id},
                   {"assetId", &asset_id},
                   {"propertyId", &property_id},
                   {"propertyAlias", &alias},
                   {"startDate", &history.start},
                   {"endDate", &history.end},
                   {"qualities", &history.qualities},
                   {"timeOrdering", &history.ordering}});
    entry.id = Text(id, place.At("entryId"));
    if (id == nullptr || entry.id) {
      rules_.CheckEntryId(entry.id, place.At("entryId"));
    }
    entry.query.identity = {.asset_id = Text(asset_id, place.At("assetId")),
                            .property_id = Text(property_id, place.At("propertyId")),
                            .alias = Text(alias, place.At("propertyAlias"))};
    rules_.CheckIdentity(entry.query.identity, place);
    if (IsHistory()) {
      ParseHistoryNodes(history, place, entry.query);
    } else {
      read_.open = read_.open || history.AnyGiven();
    }
  }

  void ParseHistoryNodes(const HistoryNodes& nodes, const ReadPlace& place, HistoryQuery& query) {
    ParseDate(nodes.start, place.At("startDate"), query.start);
    ParseDate(nodes.end, place.At("endDate"), query.end);
    rules_.CheckRange(query, place);
    if (const auto ordering = Text(nodes.ordering, place.At("timeOrdering"))) {
      rules_.TakeOrdering(*ordering, place.At("timeOrdering"), query);
    }
    if (nodes.qualities != nullptr) {
      ParseQualities(*nodes.qualities, place.At("qualities"), query);
    }
  }

  void ParseQualities(const JsonNode& node, const ReadPlace& place, HistoryQuery& query) {
    std::vector<std::string> names;
    bool texts = node.kind == JsonKind::kArray;
    for (const JsonNode* child = tree_.FirstChild(node); child != nullptr;
         child = tree_.Next(*child)) {
      texts = texts && child->kind == JsonKind::kString;
      names.emplace_back(tree_.Text(*child));
    }
    if (texts) {
      rules_.TakeQualities(names, place, query);
    } else {
      AddWrongType(place);
    }
  }

  // In a body a date is a number of seconds, with a fraction or not (F181).
  void ParseDate(const JsonNode* node, const ReadPlace& place, std::optional<spec::Instant>& date) {
    if (node == nullptr) {
      return;
    }
    const bool number = node->kind == JsonKind::kInteger || node->kind == JsonKind::kReal;
    if (!number || std::abs(node->real) > kSecondsMax) {
      // read.request.date
      rules_.Add("read.request.date", place);
      return;
    }
    const double whole = std::floor(node->real);
    date = spec::Instant{.seconds = static_cast<std::int64_t>(whole),
                         .nanos = static_cast<std::int32_t>((node->real - whole) * 1e9)};
    rules_.CheckDate(*date, place);
  }

  SentRead& read_;
  ReadRules rules_;
  JsonTree tree_;
};

}  // namespace

void ParseBatchBody(std::string_view body, SentRead& read) { BodyParser(read).Parse(body); }

}  // namespace swc::reference
