// The part of the reading that the bytes alone decide: JSON, members, types, lengths, ranges.
//
// Each rule stands beside the id of its clause; the sentence is the clause's statement in
// spec/clauses.json. Rules that need the clock or the stored values are in complete_in_context.cc.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "reference/reading/identifiers.h"
#include "reference/reading/member_parser.h"
#include "reference/reading/odd_characters.h"
#include "reference/reading/parse_value.h"
#include "reference/reading/reading.h"
#include "reference/reading/request_headers.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/json_tree.h"
#include "spec/text/letter_case.h"

namespace swc::reference {
namespace {

using spec::Catalogue;
using spec::Contract;
using spec::JsonFault;
using spec::JsonKind;
using spec::JsonNode;
using spec::JsonTree;
using spec::Scope;

class BatchParser {
 public:
  BatchParser(const JsonTree& tree, Reading& reading, Doubled doubled)
      : tree_(tree), reading_(reading), members_(tree, reading, doubled) {}

  void ParseRequest() {
    const JsonNode* flag = nullptr;
    const JsonNode* entries = nullptr;
    const Place place;
    const Place list = place.At("entries");
    members_.Members(tree_.root(), place,
                     {{"enablePartialEntryProcessing", &flag}, {"entries", &entries}});
    ParseFlag(flag, place);
    // entries.required
    if (entries == nullptr) {
      members_.Add("entries.required", list);
      return;
    }
    if (entries->kind != JsonKind::kArray) {
      members_.Add("wire.json.member-type", list);
      return;
    }
    // entries.not-empty, entries.max
    if (entries->size == 0) {
      members_.Add("entries.not-empty", list);
    } else if (entries->size > Contract::Get().entries_max) {
      members_.Add("entries.max", list);
    }
    for (const JsonNode* node = tree_.FirstChild(*entries); node != nullptr;
         node = tree_.Next(*node)) {
      ParseOneEntry(*node, list);
    }
    MarkAmbiguous();
  }

 private:
  void ParseFlag(const JsonNode* flag, const Place& place) {
    if (flag == nullptr) {
      reading_.partial = PartialFlag::kOmitted;
    } else if (flag->kind == JsonKind::kBoolean) {
      reading_.partial = flag->boolean ? PartialFlag::kTrue : PartialFlag::kFalse;
    } else {
      // partial.flag.type
      reading_.partial = PartialFlag::kUnreadable;
      members_.Add("partial.flag.type", place.At("enablePartialEntryProcessing"));
    }
  }

  void ParseOneEntry(const JsonNode& node, const Place& list) {
    const std::size_t index = reading_.entries.size();
    const Place place{.scope = Scope::kEntry, .entry = index, .above = &list, .element = index};
    reading_.entries.emplace_back();
    if (node.kind != JsonKind::kObject) {
      // wire.json.null-element, wire.json.member-type
      members_.Add(node.kind == JsonKind::kNull ? spec::ClauseId("wire.json.null-element")
                                                : spec::ClauseId("wire.json.member-type"),
                   place);
      return;
    }
    const JsonNode* id = nullptr;
    const JsonNode* asset_id = nullptr;
    const JsonNode* property_id = nullptr;
    const JsonNode* alias = nullptr;
    const JsonNode* values = nullptr;
    members_.Members(node, place,
                     {{"entryId", &id},
                      {"assetId", &asset_id},
                      {"propertyId", &property_id},
                      {"propertyAlias", &alias},
                      {"propertyValues", &values}});
    ParseEntryId(id, place);
    ParseIdentity(asset_id, property_id, alias, place);
    ParseValues(values, place);
  }

  void ParseEntryId(const JsonNode* node, const Place& place) {
    const Place here = place.At("entryId");
    if (node == nullptr) {
      members_.Add("entry.id.required", here);
      return;
    }
    std::optional<std::string> id = members_.ParseString(node, here);
    if (!id) {
      return;
    }
    // entry.id.length, entry.id.pattern
    if (id->empty() || spec::CountCodePoints(*id) > Contract::Get().entry_id_length_max) {
      members_.Add("entry.id.length", here);
    } else if (!HasEntryIdPattern(*id)) {
      members_.Add("entry.id.pattern", here);
    }
    reading_.entries[place.entry].id = *std::move(id);
  }

  std::optional<std::string> ParseUuid(const JsonNode* node, const Place& place) {
    std::optional<std::string> id = members_.ParseString(node, place);
    if (id && !IsUuid(*id)) {
      // identity.external-id, identity.id.case, identity.id.pattern
      members_.Add(id->starts_with("externalId:") ? spec::ClauseId("identity.external-id")
                   : IsUuid(spec::LowerCase(*id)) ? spec::ClauseId("identity.id.case")
                                                  : spec::ClauseId("identity.id.pattern"),
                   place);
    }
    return id;
  }

  void ParseIdentity(const JsonNode* asset_id, const JsonNode* property_id, const JsonNode* alias,
                     const Place& place) {
    SentEntry& entry = reading_.entries[place.entry];
    entry.asset_id = ParseUuid(asset_id, place.At("assetId"));
    entry.property_id = ParseUuid(property_id, place.At("propertyId"));
    entry.alias = members_.ParseString(alias, place.At("propertyAlias"));
    if (entry.alias) {
      ParseAlias(*entry.alias, place.At("propertyAlias"));
    }
    // identity.required: both ids, or the alias. Members of a wrong type have their own violation.
    if (alias == nullptr && (asset_id == nullptr || property_id == nullptr)) {
      members_.Add("identity.required", place);
    } else if (alias != nullptr && (asset_id == nullptr) != (property_id == nullptr)) {
      members_.Add("identity.both.half", place);
    }
  }

  void ParseAlias(std::string_view alias, const Place& place) {
    // identity.alias.length, identity.alias.bytes, identity.alias.contested
    const std::size_t length = spec::CountCodePoints(alias);
    const std::size_t length_max = Contract::Get().alias_length_max;
    if (length == 0 || length > length_max) {
      members_.Add("identity.alias.length", place);
    } else if (alias.size() > length_max) {
      members_.Add("identity.alias.bytes", place);
    } else if (length > Contract::Get().alias_length_agreed) {
      members_.Add("identity.alias.contested", place);
    }
    // identity.alias.pattern, identity.alias.control
    if (spec::HasOnlyControlCharacters(alias)) {
      members_.Add("identity.alias.pattern", place);
    } else if (spec::HasControlCharacter(alias)) {
      members_.Add("identity.alias.control", place);
    }
  }

  void ParseValues(const JsonNode* values, const Place& place) {
    const Place here = place.At("propertyValues");
    // values.required
    if (values == nullptr) {
      members_.Add("values.required", here);
      return;
    }
    if (values->kind != JsonKind::kArray) {
      members_.Add("wire.json.member-type", here);
      return;
    }
    // values.empty, values.max
    if (values->size == 0) {
      members_.Add("values.empty", here);
    } else if (values->size > Contract::Get().values_max) {
      members_.Add("values.max", here);
    }
    std::size_t index = 0;
    for (const JsonNode* node = tree_.FirstChild(*values); node != nullptr;
         node = tree_.Next(*node)) {
      const Place at{.scope = Scope::kValue,
                     .entry = place.entry,
                     .value = index,
                     .above = &here,
                     .element = index};
      reading_.entries[place.entry].values.push_back(ParsePropertyValue(members_, *node, at));
      ++index;
    }
  }

  // A member that stands twice leaves open which one counts, so nothing inside its entry (or the
  // whole request) can be demanded any more.
  void MarkAmbiguous() {
    bool all_ambiguous = false;
    bool any = false;
    for (const Violation& violation : reading_.violations) {
      if (!violation.clause->Is("wire.member.duplicate")) {
        continue;
      }
      if (violation.scope != Scope::kRequest) {
        reading_.entries[violation.entry].ambiguous = true;
      }
      any = any || violation.scope != Scope::kRequest || !reading_.entries.empty();
      all_ambiguous = all_ambiguous || violation.scope == Scope::kRequest;
    }
    for (SentEntry& entry : reading_.entries) {
      entry.ambiguous = entry.ambiguous || all_ambiguous;
    }
    for (Violation& violation : reading_.violations) {
      const bool inside =
          violation.scope != Scope::kRequest ? reading_.entries[violation.entry].ambiguous : any;
      if (inside && violation.obligation == Obligation::kMustReject) {
        violation.obligation = Obligation::kMayReject;
      }
    }
  }

  const JsonTree& tree_;
  Reading& reading_;
  MemberParser members_;
};

// wire.content-type, wire.accept, wire.transfer
void ParseHeaders(const spec::Headers& headers, Reading& reading) {
  if (!IsJsonContentType(headers)) {
    reading.violations.emplace_back(spec::ClauseId("wire.content-type"));
  }
  if (!AcceptsJson(headers)) {
    reading.violations.emplace_back(spec::ClauseId("wire.accept"));
  }
  if (IsTransferredOddly(headers)) {
    reading.violations.emplace_back(spec::ClauseId("wire.transfer"));
  }
}

// wire.member.duplicate
std::shared_ptr<const Reading> IfFirstCounts(const JsonTree& tree, const Reading& reading) {
  if (std::ranges::none_of(reading.violations, [](const Violation& violation) {
        return violation.clause->Is("wire.member.duplicate");
      })) {
    return nullptr;
  }
  auto other = std::make_shared<Reading>();
  other->decodable = true;
  BatchParser(tree, *other, Doubled::kFirstCounts).ParseRequest();
  return other;
}

}  // namespace

bool MayBeNamed(const Reading& reading, std::size_t entry, const std::string& id) {
  // To whom the first member counts the request may have fewer entries.
  const Reading* first = reading.if_first_counts.get();
  return reading.entries[entry].id == id ||
         (first != nullptr && entry < first->entries.size() && first->entries[entry].id == id);
}

bool MayBeNamed(const Reading& reading, const std::string& id) {
  const auto named = [&](const SentEntry& entry) { return entry.id == id; };
  return std::ranges::any_of(reading.entries, named) ||
         (reading.if_first_counts != nullptr &&
          std::ranges::any_of(reading.if_first_counts->entries, named));
}

Reading ParsePut(const spec::HttpRequest& request, Doubled doubled) {
  // Kept between calls, so that reading needs no allocation once the tree is large enough.
  thread_local JsonTree tree;
  Reading reading;
  reading.bytes = request.body.size();
  ParseHeaders(request.headers, reading);
  tree.Parse(request.body);
  if (tree.has_byte_order_mark()) {
    reading.violations.emplace_back(spec::ClauseId("wire.encoding.bom"));
  }
  switch (tree.fault()) {
    case JsonFault::kSyntax:
      reading.violations.emplace_back(spec::ClauseId("wire.json.malformed"));
      return reading;
    case JsonFault::kUtf8:
      reading.violations.emplace_back(spec::ClauseId("wire.encoding.utf8"));
      ParseNamesOnly(request.body, reading);
      return reading;
    case JsonFault::kSurrogate:
      reading.violations.emplace_back(spec::ClauseId("wire.encoding.surrogate"));
      ParseNamesOnly(request.body, reading);
      return reading;
    case JsonFault::kNone:
      break;
  }
  if (tree.root().kind != JsonKind::kObject) {
    reading.violations.emplace_back(spec::ClauseId("wire.json.object"));
    return reading;
  }
  reading.decodable = true;
  BatchParser(tree, reading, doubled).ParseRequest();
  reading.if_first_counts = IfFirstCounts(tree, reading);
  return reading;
}

}  // namespace swc::reference
