// The rules that the four reads share, whether a part stands in a query string or in a body.
//
// Each rule stands beside the id of its clause; the sentence is the clause's statement in
// spec/clauses.json.
//
// Example: ReadRules(read).TakeOrdering("DESCENDING", {.pointer = "/timeOrdering"}, query);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::reference {

// Where in the request a part stands, for violations.
struct ReadPlace {
  spec::Scope scope = spec::Scope::kRequest;
  std::size_t entry = 0;
  std::string pointer;

  [[nodiscard]] ReadPlace At(std::string_view member) const {
    ReadPlace place = *this;
    place.pointer += '/';
    place.pointer += member;
    return place;
  }
};

class ReadRules {
 public:
  explicit ReadRules(SentRead& read) : read_(read) {}

  void Add(spec::ClauseId clause, const ReadPlace& place, Demand demand = Demand::kByLevel);

  // `id` is empty if there is none, or if it is no string.
  void CheckEntryId(const std::optional<std::string>& id, const ReadPlace& place);
  void CheckIdentity(const Identity& identity, const ReadPlace& place);
  void CheckDate(spec::Instant date, const ReadPlace& place);
  void CheckRange(const HistoryQuery& query, const ReadPlace& place);

  void TakeQualities(const std::vector<std::string>& names, const ReadPlace& place,
                     HistoryQuery& query);
  void TakeOrdering(std::string_view name, const ReadPlace& place, HistoryQuery& query);
  // Nothing: it was given, and is no whole number.
  void TakeMaxResults(std::optional<std::int64_t> count, const ReadPlace& place);
  void TakeToken(const std::optional<std::string>& token, const ReadPlace& place);

 private:
  void CheckId(const std::optional<std::string>& id, const ReadPlace& place);
  void CheckAlias(const std::optional<std::string>& alias, const ReadPlace& place);

  SentRead& read_;
};

// Parses the body of a batch read into `read`, whose operation is known.
void ParseBatchBody(std::string_view body, SentRead& read);

}  // namespace swc::reference
