// Seeded bugs: each is a small edit of the values that flow through the reference server.
//
// Law: a mutant never touches the model's rules. It edits a request, a reading, a plan, a value on
// its way into the store, the rows of a read, or an answer. One row in mutants.cc is a whole
// mutant: its name, one line of description, the clauses it breaks, and its edits.
//
// Example: const Mutant* mutant = FindMutant("window-future-300s");
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {

// What a mutant sees of the server beside the value that it edits.
struct MutantScope {
  const Directory& directory;
  const Policies& policies;
  Store& store;
  spec::Instant now;
  std::map<std::string, std::int64_t>& memory;  // Survives the request.
};

// The edits. A null pointer leaves its step alone.
struct Mutant {
  std::string_view name;
  std::string_view description;
  std::vector<spec::ClauseId> clauses;  // At least one of them must be found broken.

  void (*on_request)(spec::HttpRequest&, MutantScope&) = nullptr;
  void (*on_reading)(Reading&, MutantScope&) = nullptr;
  void (*on_plan)(PutPlan&, const Reading&, MutantScope&) = nullptr;
  void (*on_series)(SeriesId&, MutantScope&) = nullptr;  // Of a write and of a read alike.
  bool (*on_store)(StoreOp&, MutantScope&) = nullptr;    // False: the value is not written.
  void (*on_answer)(spec::HttpResponse&, MutantScope&) = nullptr;  // Of a put.
  void (*on_read)(SentRead&, MutantScope&) = nullptr;
  void (*on_query)(HistoryQuery&, MutantScope&) = nullptr;
  void (*on_rows)(std::vector<Row>&, MutantScope&) = nullptr;  // Before a read filters them.
  void (*on_page)(std::vector<Row>&, const HistoryQuery&, MutantScope&) = nullptr;
  void (*on_latest)(std::vector<Row>&, MutantScope&) = nullptr;  // Rows that may be the latest.
  void (*on_any_answer)(spec::HttpResponse&, MutantScope&) = nullptr;  // Of any request.
};

// Returns every mutant there is.
[[nodiscard]] const std::vector<Mutant>& AllMutants();

// Returns the mutant called `name`, or null.
[[nodiscard]] const Mutant* FindMutant(std::string_view name);

// Returns the mutants that break `clause`, in the order of the table.
[[nodiscard]] std::vector<const Mutant*> MutantsThatBreak(spec::ClauseId clause);

}  // namespace swc::reference
