// The reference server: the model behind the put and the four read operations.
//
// Law: without mutants it is a legal server under every policy. It does no I/O: `Handle` is a
// function of the request, the clock and what was stored before.
//
// Example: ReferenceServer server({.now = clock}); HttpResponse answer = server.Handle(request);
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/read_plan.h"
#include "reference/model/store.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {

struct ServerOptions {
  Directory directory = ExampleDirectory();
  Policies policies;
  std::vector<const Mutant*> mutants;
  std::function<spec::Instant()> now;            // The server's clock. REQUIRES: set.
  std::size_t streams_max = Store::kStreamsMax;  // Series without a property that are kept.
};

// Returns the options of a server with the example directory: a legal one, or one with a seeded
// bug if `mutant` is not null.
[[nodiscard]] ServerOptions ServerOptionsOf(Policies policies, const Mutant* mutant,
                                            std::function<spec::Instant()> now);

class ReferenceServer {
 public:
  explicit ReferenceServer(ServerOptions options);

  // Answers one request of any kind.
  [[nodiscard]] spec::HttpResponse Handle(const spec::HttpRequest& request);

  // Starts over: nothing is stored, nothing is remembered.
  void Forget();

  // Forgets what one series holds.
  void Forget(const SeriesId& id) { store_.Forget(id); }

  // What a target description may truthfully say about this server.
  [[nodiscard]] const Directory& directory() const { return options_.directory; }

  // What is stored, for those who want to know what a request would touch.
  [[nodiscard]] const Store& store() const { return store_; }

 private:
  [[nodiscard]] spec::HttpResponse Put(const spec::HttpRequest& request);
  [[nodiscard]] spec::HttpResponse Read(const spec::HttpRequest& request);
  [[nodiscard]] spec::HttpResponse Latest(const SentReadEntry& entry);
  [[nodiscard]] spec::HttpResponse History(const SentRead& read);
  [[nodiscard]] spec::HttpResponse BatchLatest(const SentRead& read, const ReadPlan& plan);
  [[nodiscard]] spec::HttpResponse BatchHistory(const SentRead& read, const ReadPlan& plan);
  [[nodiscard]] std::expected<SeriesId, RequestError> Resolve(const Identity& identity) const;
  // Finds the series that a read names; one that nothing was written to may not be found.
  [[nodiscard]] std::expected<SeriesId, RequestError> SeriesToRead(const Identity& identity);

  [[nodiscard]] spec::HttpResponse AnswerPut(const spec::HttpRequest& request, MutantScope& scope);
  void Commit(const Reading& reading, const PutPlan& plan, MutantScope& scope);
  [[nodiscard]] std::vector<Row> Rows(std::optional<std::vector<Row>> read,
                                      MutantScope& scope) const;
  // Where a page begins: "ROW" or "ROW/SECONDS/NANOS/QUALITY" in the token of a history, with
  // "ENTRY+" before it in that of a batch. A row is found by its key, unless mutants edit the rows.
  struct PageStart {
    std::size_t entry = 0;
    std::size_t row = 0;
    std::optional<PointKey> key;
  };

  struct Page {
    std::vector<Row> rows;
    std::string next_token;  // Empty: there is no further page.
  };

  [[nodiscard]] static std::expected<PageStart, RequestError> PageStartOf(const SentRead& read);
  [[nodiscard]] Page PageOf(const SeriesId& series, HistoryQuery query, const PageStart& start,
                            std::size_t results_max, MutantScope& scope);
  [[nodiscard]] std::vector<Row> RowsOf(const SeriesId& series, HistoryQuery query,
                                        MutantScope& scope);
  [[nodiscard]] std::optional<Row> LatestOf(const SeriesId& series, MutantScope& scope);
  // Returns the series that mutants put in the place of `series`.
  [[nodiscard]] SeriesId Mapped(SeriesId series, MutantScope& scope) const;
  [[nodiscard]] MutantScope Scope();
  [[nodiscard]] spec::HttpResponse Answer(const spec::HttpRequest& request);
  [[nodiscard]] spec::HttpResponse Stamped(spec::HttpResponse response) const;

  ServerOptions options_;
  Store store_;
  std::map<std::string, std::int64_t> memory_;
};

}  // namespace swc::reference
