// Mutants of reads as they are asked for: faulty requests, numbers of entries, tokens.
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"

namespace swc::reference {
namespace {

// Drops the violations of `clause` in the entries for which `choose` answers true.
template <typename Choose>
void AcceptReads(SentRead& read, spec::ClauseId clause, Choose choose) {
  std::erase_if(read.violations, [&](const Violation& violation) {
    return violation.clause->Is(clause) && choose(read.entries[violation.entry]);
  });
}

void AcceptReads(SentRead& read, spec::ClauseId clause) {
  std::erase_if(read.violations,
                [&](const Violation& violation) { return violation.clause->Is(clause); });
}

// Completes half a pair of ids by the first property that has this half.
void CompleteIds(Identity& identity, const Directory& directory) {
  for (const Property& property : directory.properties) {
    if (identity.asset_id.value_or(property.asset_id) == property.asset_id &&
        identity.property_id.value_or(property.property_id) == property.property_id) {
      identity.asset_id = property.asset_id;
      identity.property_id = property.property_id;
      return;
    }
  }
}

void CutToLength(std::optional<std::string>& id) {
  if (id) {
    id->resize(std::min(id->size(), spec::Contract::Get().id_length));
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

const std::vector<Mutant> kReadRequestMutants = {
    {.name = "half-a-pair-of-ids-is-enough",
     .description = "A read by one of two ids takes the first property that fits.",
     .clauses = {"read.request.identity"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           AcceptReads(read, "read.request.identity", [&](SentReadEntry& entry) {
             Identity& identity = entry.query.identity;
             const bool half = identity.asset_id.has_value() != identity.property_id.has_value();
             if (half) {
               CompleteIds(identity, scope.directory);
             }
             return half;
           });
         }},
    {.name = "read-ids-cut-to-length",
     .description = "What stands behind the 36 characters of an id in a read is not looked at.",
     .clauses = {"read.request.identity"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           AcceptReads(read, "read.request.identity", [](SentReadEntry& entry) {
             Identity& identity = entry.query.identity;
             CutToLength(identity.asset_id);
             CutToLength(identity.property_id);
             return identity.asset_id && identity.property_id && !identity.alias;
           });
         }},
    {.name = "last-of-two-qualities",
     .description = "Of several qualities that a history asks for the last one counts.",
     .clauses = {"read.request.qualities"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           AcceptReads(read, "read.request.qualities",
                       [](SentReadEntry& entry) { return entry.query.quality.has_value(); });
         }},
    {.name = "unknown-quality-is-any",
     .description = "A history of a quality that does not exist shows all qualities.",
     .clauses = {"read.request.qualities"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           AcceptReads(read, "read.request.qualities",
                       [](SentReadEntry& entry) { return !entry.query.quality.has_value(); });
         }},
    {.name = "unknown-order-is-ascending",
     .description = "A history in an order that does not exist is ascending.",
     .clauses = {"read.request.order"},
     .on_read = [](SentRead& read, MutantScope&) { AcceptReads(read, "read.request.order"); }},
    {.name = "page-of-nothing-is-the-default",
     .description = "A maxResults below 1 is taken as if it were left out.",
     .clauses = {"read.request.max-results"},
     .on_read = [](SentRead& read,
                   MutantScope&) { AcceptReads(read, "read.request.max-results"); }},
    {.name = "page-size-that-is-a-word",
     .description = "A maxResults that is no number is taken as if it were left out.",
     .clauses = {"read.request.number"},
     .on_read = [](SentRead& read, MutantScope&) { AcceptReads(read, "read.request.number"); }},
    {.name = "batch-entry-ids-unchecked",
     .description = "A batch read takes an entryId of any length and any letters.",
     .clauses = {"read.request.entry-id"},
     .on_read = [](SentRead& read, MutantScope&) { AcceptReads(read, "read.request.entry-id"); }},
    {.name = "faulty-alias-reads-first-property",
     .description = "A read by an alias that no stream can have shows the first property.",
     .clauses = {"read.request.identity"},
     .on_read =
         [](SentRead& read, MutantScope& scope) {
           AcceptReads(read, "read.request.identity", [&](SentReadEntry& entry) {
             Identity& identity = entry.query.identity;
             const bool alone = identity.alias && !identity.asset_id && !identity.property_id;
             if (alone && !scope.directory.properties.empty()) {
               identity = {};
               CompleteIds(identity, scope.directory);
             }
             return alone;
           });
         }},
    {.name = "empty-token-is-the-first-page",
     .description = "A read with an empty nextToken begins at its first page.",
     .clauses = {"read.request.token"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (read.next_token && read.next_token->empty()) {
             AcceptReads(read, "read.request.token");
             read.next_token.reset();
           }
         }},
    {.name = "tokens-unchecked",
     .description = "A read with a nextToken that nobody gave begins at its first page.",
     .clauses = {"read.request.token"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (read.next_token && !read.next_token->empty() &&
               std::ranges::none_of(*read.next_token, IsDigit)) {
             AcceptReads(read, "read.request.token");
             read.next_token.reset();
           }
         }},
    {.name = "batch-read-takes-any-number",
     .description = "A batch read takes more entries than its limit.",
     .clauses = {"read.batch.entries"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (!read.entries.empty()) {
             AcceptReads(read, "read.batch.entries");
           }
         }},
    {.name = "batch-read-limit-of-put",
     .description = "A batch read takes ten entries, like a put.",
     .clauses = {"read.batch.entries"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (IsBatch(read.operation) && read.entries.size() > spec::Contract::Get().entries_max) {
             read.violations.emplace_back(spec::ClauseId("read.batch.entries"));
           }
         }},
    {.name = "batch-read-of-nothing-is-empty",
     .description = "A batch read without entries is answered by empty lists.",
     .clauses = {"read.batch.no-entries"},
     .on_read = [](SentRead& read, MutantScope&) { AcceptReads(read, "read.batch.no-entries"); }},
};

}  // namespace

std::span<const Mutant> ReadRequestMutants() { return kReadRequestMutants; }

}  // namespace swc::reference
