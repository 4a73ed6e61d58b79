// Mutants of reads as they are asked for: faulty requests, numbers of entries, errors, tokens.
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/directory.h"
#include "reference/mutant_areas.h"
#include "reference/mutant_edits.h"
#include "reference/mutants.h"
#include "reference/read_model.h"
#include "reference/read_read.h"
#include "reference/reading.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

// Drops the violations of `clause` in the entries for which `choose` answers true.
template <typename Choose>
void AcceptReads(SentRead& read, std::string_view clause, Choose choose) {
  std::erase_if(read.violations, [&](const Violation& violation) {
    return violation.clause->id == clause && choose(read.entries[violation.entry]);
  });
}

void AcceptReads(SentRead& read, std::string_view clause) {
  std::erase_if(read.violations,
                [&](const Violation& violation) { return violation.clause->id == clause; });
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

// Writes `ending` behind every token, and takes it away from those that come back.
void AddToToken(spec::HttpResponse& response, std::string_view ending) {
  EditAnswer(response, [&](Json& body) {
    if (body.contains("nextToken")) {
      body["nextToken"] = body["nextToken"].get<std::string>() + std::string(ending);
    }
    return true;
  });
}
void TakeFromToken(SentRead& read, std::string_view ending) {
  if (read.next_token && read.next_token->ends_with(ending)) {
    read.next_token->resize(read.next_token->size() - ending.size());
  }
}

// More than a token may have.
const std::string kLongEnding(5'000, '=');

const std::vector<Mutant> kReadRequestMutants = {
    {.name = "last-quality-wins",
     .description = "A history of two qualities shows the last one.",
     .clauses = {"read.request.qualities"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           AcceptReads(read, "read.request.qualities",
                       [](const SentReadEntry& entry) { return entry.query.quality.has_value(); });
         }},
    {.name = "unknown-quality-ignored",
     .description = "A history of a quality that does not exist shows all qualities.",
     .clauses = {"read.request.qualities"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           AcceptReads(read, "read.request.qualities",
                       [](const SentReadEntry& entry) { return !entry.query.quality; });
         }},
    {.name = "max-results-unchecked",
     .description = "A maxResults that is no number of values is ignored.",
     .clauses = {"read.request.max-results"},
     .on_read = [](SentRead& read,
                   MutantScope&) { AcceptReads(read, "read.request.max-results"); }},
    {.name = "unknown-order-is-ascending",
     .description = "Any timeOrdering but DESCENDING is ASCENDING.",
     .clauses = {"read.request.order"},
     .on_read = [](SentRead& read, MutantScope&) { AcceptReads(read, "read.request.order"); }},
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
    {.name = "read-entry-id-unchecked",
     .description = "A batch read takes any text as an entryId.",
     .clauses = {"read.request.entry-id"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           AcceptReads(read, "read.request.entry-id",
                       [](const SentReadEntry& entry) { return entry.id.has_value(); });
         }},
    {.name = "unreadable-date-ignored",
     .description = "A start or end that is no date is left out.",
     .clauses = {"read.request.date"},
     .on_read = [](SentRead& read, MutantScope&) { AcceptReads(read, "read.request.date"); }},
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
             read.violations.push_back(
                 {.clause = &spec::Catalogue::Get().At("read.batch.entries")});
           }
         }},
    {.name = "batch-read-of-nothing-is-empty",
     .description = "A batch read without entries is answered by empty lists.",
     .clauses = {"read.batch.entries"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (read.entries.empty()) {
             AcceptReads(read, "read.batch.entries");
           }
         }},
    {.name = "batch-read-errors-dropped",
     .description = "A batch read leaves out the entries that it cannot answer.",
     .clauses = {"read.batch.error"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](Json& body) {
             if (!body.contains("successEntries") || body.value("errorEntries", Json()).empty()) {
               return false;
             }
             body["errorEntries"] = Json::array();
             return true;
           });
         }},
    {.name = "batch-read-error-code-shortened",
     .description = "The codes of a batch read's error entries lack their ending.",
     .clauses = {"read.batch.error.code"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](Json& body) {
             return EditItems(body, "errorEntries", [](Json& entry) {
               constexpr std::string_view kEnding = "Exception";
               Json* code = Member(entry, "errorCode");
               if (code == nullptr) {
                 return false;  // Of a put.
               }
               const auto text = code->get<std::string>();
               *code = text.substr(0, text.size() - kEnding.size());
               return true;
             });
           });
         }},
    {.name = "token-of-file-names",
     .description = "A nextToken has letters of the alphabet that is made for file names.",
     .clauses = {"read.token.letters"},
     .on_read = [](SentRead& read, MutantScope&) { TakeFromToken(read, "-_"); },
     .on_any_answer = [](spec::HttpResponse& response,
                         MutantScope&) { AddToToken(response, "-_"); }},
    {.name = "token-without-bounds",
     .description = "A nextToken is longer than 4096 characters.",
     .clauses = {"read.token.length"},
     .on_read = [](SentRead& read, MutantScope&) { TakeFromToken(read, kLongEnding); },
     .on_any_answer = [](spec::HttpResponse& response,
                         MutantScope&) { AddToToken(response, kLongEnding); }},
    {.name = "empty-token-at-the-end",
     .description = "The last page of a history has a nextToken without a character.",
     .clauses = {"read.token.length"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](Json& body) {
             if (body.contains("assetPropertyValueHistory") && !body.contains("nextToken")) {
               body["nextToken"] = "";
             }
             return true;
           });
         }},
};

}  // namespace

std::span<const Mutant> ReadRequestMutants() { return kReadRequestMutants; }

}  // namespace swc::reference
