#include "reference/reading/read_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/reading/identifiers.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/plain_query.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"
#include "spec/text/letter_case.h"
#include "spec/tqv.h"

namespace swc::reference {

using spec::Contract;

namespace {

bool IsControl(char c) { return spec::HasControlCharacter(std::string_view(&c, 1)); }

}  // namespace

void ReadRules::Add(spec::ClauseId clause, const ReadPlace& place, Demand demand) {
  read_.violations.emplace_back(
      clause, RequestPlace{.scope = place.scope, .entry = place.entry, .pointer = place.pointer},
      demand);
}

void ReadRules::CheckEntryId(const std::optional<std::string>& id, const ReadPlace& place) {
  // read.request.entry-id
  if (!id || id->empty() || spec::CountCodePoints(*id) > Contract::Get().entry_id_length_max ||
      !HasEntryIdPattern(*id)) {
    Add("read.request.entry-id", place);
  }
}

void ReadRules::CheckIdentity(const Identity& identity, const ReadPlace& place) {
  CheckId(identity.asset_id, place.At("assetId"));
  CheckId(identity.property_id, place.At("propertyId"));
  CheckAlias(identity.alias, place.At("propertyAlias"));
  const bool ids = identity.asset_id && identity.property_id;
  const bool any_id = identity.asset_id || identity.property_id;
  // read.request.identity: both ids, or the alias. What more than enough means is not said.
  if (!ids && !identity.alias) {
    Add("read.request.identity", place);
  } else if (any_id && identity.alias) {
    Add("read.request.identity", place, Demand::kNothing);
  }
}

void ReadRules::CheckId(const std::optional<std::string>& id, const ReadPlace& place) {
  if (!id || IsUuid(*id)) {
    return;
  }
  // read.request.identity: of names that a put may be free to take nothing is demanded here.
  const bool contested = id->starts_with("externalId:") || IsUuid(spec::LowerCase(*id));
  Add("read.request.identity", place, contested ? Demand::kNothing : Demand::kByLevel);
}

void ReadRules::CheckAlias(const std::optional<std::string>& alias, const ReadPlace& place) {
  if (!alias) {
    return;
  }
  // read.request.identity, read.request.alias-length: the model's pattern asks for one letter that
  // is no control character.
  const std::size_t length_max = Contract::Get().alias_length_max;
  const std::size_t length = spec::CountCodePoints(*alias);
  if (length == 0 || length > length_max || std::ranges::all_of(*alias, IsControl)) {
    Add("read.request.identity", place);
  } else if (alias->size() > length_max || spec::HasControlCharacter(*alias)) {
    Add("read.request.identity", place, Demand::kNothing);
  } else if (!IsBatch(read_.operation) && alias->size() > Contract::Get().alias_length_agreed) {
    // The pages about the reads of one property differ from the model (F201).
    Add("read.request.alias-length", place);
  }
}

void ReadRules::CheckDate(spec::Instant date, const ReadPlace& place) {
  read_.open = read_.open || !IsCommonDate(date);
  // read.date-fraction
  if (date.nanos != 0) {
    Add("read.date-fraction", place);
  }
}

void ReadRules::CheckRange(const HistoryQuery& query, const ReadPlace& place) {
  // read.request.empty-range
  if (query.start && query.end && *query.start >= *query.end) {
    Add("read.request.empty-range", place.At("endDate"));
  }
}

void ReadRules::TakeQualities(const std::vector<std::string>& names, const ReadPlace& place,
                              HistoryQuery& query) {
  bool known = true;
  for (const std::string& name : names) {
    query.quality = spec::ParseQuality(name);
    known = known && query.quality.has_value();
  }
  // read.request.qualities: a list of nothing is refused by the model's minimum, and left out.
  if (names.empty()) {
    Add("read.request.qualities", place, Demand::kNothing);
  } else if (names.size() > 1 || !known) {
    Add("read.request.qualities", place);
  }
}

void ReadRules::TakeOrdering(std::string_view name, const ReadPlace& place, HistoryQuery& query) {
  query.descending = name == "DESCENDING";
  // read.request.order
  if (!query.descending && name != "ASCENDING") {
    Add("read.request.order", place);
  }
}

void ReadRules::TakeMaxResults(std::optional<std::int64_t> count, const ReadPlace& place) {
  // read.request.number, read.request.max-results
  if (!count || *count < 1) {
    Add(count ? spec::ClauseId("read.request.max-results") : spec::ClauseId("read.request.number"),
        place);
    return;
  }
  read_.max_results = static_cast<std::size_t>(*count);
  // read.request.beyond-max
  if (*read_.max_results > Contract::Get().history_results_max) {
    Add("read.request.beyond-max", place);
  }
}

void ReadRules::TakeToken(const std::optional<std::string>& token, const ReadPlace& place) {
  read_.next_token = token;
  if (!token) {
    return;
  }
  const std::size_t length = spec::CountCodePoints(*token);
  const bool any = std::ranges::any_of(*token, IsTokenLetter);
  // read.request.token: the model's pattern asks for one of its letters; the others are free.
  if (length > Contract::Get().token_length_max || !any) {
    Add("read.request.token", place);
  } else if (!std::ranges::all_of(*token, IsTokenLetter)) {
    Add("read.request.token", place, Demand::kNothing);
  }
}

}  // namespace swc::reference
