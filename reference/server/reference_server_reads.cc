// The reads of the reference server.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "reference/model/answers.h"
#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/model/read_model.h"
#include "reference/model/read_plan.h"
#include "reference/model/store.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"
#include "reference/server/reference_server.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/quoted.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using spec::Contract;

spec::HttpResponse Ok(std::string body) {
  return {
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

std::string BatchErrorJson(const SentReadEntry& entry, const RequestError& error) {
  return R"({"errorCode":)" + spec::Quoted(error.name) + R"(,"errorMessage":)" +
         spec::Quoted(error.message) + R"(,"entryId":)" + spec::Quoted(entry.id.value_or("")) + "}";
}

// An entry of which an earlier page told everything.
std::string SkippedJson(const SentReadEntry& entry, const std::optional<RequestError>& error,
                        spec::Instant now) {
  std::string text =
      R"({"entryId":)" + spec::Quoted(entry.id.value_or("")) + R"(,"completionStatus":)";
  if (error) {
    text += R"("ERROR","errorInfo":{"errorCode":)" + spec::Quoted(error->name) +
            R"(,"errorTimestamp":)" + std::to_string(now.seconds) + "}";
  } else {
    text += R"("SUCCESS")";
  }
  return text + "}";
}

void Append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ",") + item;
}

std::string RowsJson(const std::vector<Row>& rows, const Policies& policies) {
  std::string text;
  for (const Row& row : rows) {
    Append(text, RowJson(row, policies));
  }
  return "[" + text + "]";
}

// Returns the rows from `begin` to before `end`.
std::vector<Row> PageOf(const std::vector<Row>& rows, std::size_t begin, std::size_t end) {
  return {rows.begin() + static_cast<std::ptrdiff_t>(begin),
          rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

// Where a page begins: "ROW" in the token of a history, "ENTRY+ROW" in that of a batch.
struct PageStart {
  std::size_t entry = 0;
  std::size_t row = 0;
};

std::optional<std::size_t> NumberOf(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

std::expected<PageStart, RequestError> PageStartOf(const SentRead& read) {
  if (!read.next_token) {
    return PageStart();
  }
  const std::string_view token = *read.next_token;
  const std::size_t plus = token.find('+');
  const bool in_batch = plus != std::string_view::npos;
  const auto entry = in_batch ? NumberOf(token.substr(0, plus)) : 0;
  const auto row = NumberOf(in_batch ? token.substr(plus + 1) : token);
  if (in_batch != IsBatch(read.operation) || !entry || !row) {
    return std::unexpected(RequestErrorOf(400, "nextToken was not issued by this server"));
  }
  return PageStart{.entry = *entry, .row = *row};
}

// read.request.beyond-max: what is let pass is taken as the most that there is.
std::size_t ResultsOf(const SentRead& read, std::size_t by_default) {
  return std::min(read.max_results.value_or(by_default), Contract::Get().history_results_max);
}

void CutToSeconds(HistoryQuery& query) {
  for (auto* bound : {&query.start, &query.end}) {
    if (*bound) {
      (*bound)->nanos = 0;
    }
  }
}

}  // namespace

spec::HttpResponse ReferenceServer::Read(const spec::HttpRequest& request) {
  SentRead read = ParseReadRequest(request);
  MutantScope scope = Scope();
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_read != nullptr) {
      mutant->on_read(read, scope);
    }
  }
  // read.date-fraction
  if (options_.policies.Is("read.date-fraction", "whole-second")) {
    for (SentReadEntry& entry : read.entries) {
      CutToSeconds(entry.query);
    }
  }
  const ReadPlan plan = PlanRead(read, options_.policies);
  if (plan.error) {
    return AnswerOf(*plan.error, options_.policies);
  }
  switch (read.operation) {
    case ReadOperation::kLatest:
      return Latest(read.entries.front());
    case ReadOperation::kHistory:
      return History(read);
    case ReadOperation::kBatchLatest:
      return BatchLatest(read, plan);
    case ReadOperation::kBatchHistory:
      return BatchHistory(read, plan);
  }
  return {};
}

std::expected<SeriesId, RequestError> ReferenceServer::Resolve(const Identity& identity) const {
  const bool answered = options_.policies.Is("access.denied.read", "answered");
  return ResolveForRead(options_.directory, identity,
                        answered ? DeniedReads::kAnswered : DeniedReads::kRefused);
}

std::expected<SeriesId, RequestError> ReferenceServer::SeriesToRead(const Identity& identity) {
  auto series = Resolve(identity);
  MutantScope scope = Scope();
  // read.no-data
  if (series && store_.Find(Mapped(*series, scope)) == nullptr &&
      options_.policies.Is("read.no-data", "not-found")) {
    return std::unexpected(RequestErrorOf(404, "nothing was written to this property or alias"));
  }
  return series;
}

std::vector<Row> ReferenceServer::Rows(std::optional<std::vector<Row>> read,
                                       MutantScope& scope) const {
  std::vector<Row> rows = std::move(read).value_or(std::vector<Row>());
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_rows != nullptr) {
      mutant->on_rows(rows, scope);
    }
  }
  return rows;
}

std::vector<Row> ReferenceServer::RowsOf(const SeriesId& series, HistoryQuery query,
                                         MutantScope& scope) {
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_query != nullptr) {
      mutant->on_query(query, scope);
    }
  }
  return SelectRows(Rows(store_.Read(Mapped(series, scope), query.start, query.end), scope), query,
                    options_.policies);
}

std::optional<Row> ReferenceServer::LatestOf(const SeriesId& series, MutantScope& scope) {
  std::vector<Row> rows = Rows(store_.Read(Mapped(series, scope)), scope);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_latest != nullptr) {
      mutant->on_latest(rows, scope);
    }
  }
  return LatestRow(rows, options_.policies);
}

spec::HttpResponse ReferenceServer::Latest(const SentReadEntry& entry) {
  const auto series = SeriesToRead(entry.query.identity);
  if (!series) {
    return AnswerOf(series.error(), options_.policies);
  }
  MutantScope scope = Scope();
  const std::optional<Row> row = LatestOf(*series, scope);
  return Ok(row ? R"({"propertyValue":)" + RowJson(*row, options_.policies) + "}" : "{}");
}

spec::HttpResponse ReferenceServer::History(const SentRead& read) {
  const auto page_start = PageStartOf(read);
  if (!page_start) {
    return AnswerOf(page_start.error(), options_.policies);
  }
  HistoryQuery query = read.entries.front().query;
  query.first_row = page_start->row;
  query.max_results = ResultsOf(read, Contract::Get().history_default_results);
  const auto series = SeriesToRead(query.identity);
  if (!series) {
    return AnswerOf(series.error(), options_.policies);
  }
  MutantScope scope = Scope();
  const std::vector<Row> rows = RowsOf(*series, query, scope);
  const std::size_t begin = std::min(query.first_row, rows.size());
  const std::size_t end = std::min(begin + query.max_results, rows.size());
  std::vector<Row> page = PageOf(rows, begin, end);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_page != nullptr) {
      mutant->on_page(page, query, scope);
    }
  }
  std::string body = R"({"assetPropertyValueHistory":)" + RowsJson(page, options_.policies);
  if (end < rows.size()) {
    body += R"(,"nextToken":")" + std::to_string(end) + "\"";
  }
  return Ok(body + "}");
}

spec::HttpResponse ReferenceServer::BatchLatest(const SentRead& read, const ReadPlan& plan) {
  MutantScope scope = Scope();
  std::string errors;
  std::string successes;
  for (std::size_t i = 0; i < read.entries.size(); ++i) {
    const SentReadEntry& entry = read.entries[i];
    const auto series = SeriesToRead(entry.query.identity);
    if (plan.entry_errors[i] || !series) {
      Append(errors,
             BatchErrorJson(entry, plan.entry_errors[i] ? *plan.entry_errors[i] : series.error()));
      continue;
    }
    const std::optional<Row> row = LatestOf(*series, scope);
    Append(successes,
           R"({"entryId":)" + spec::Quoted(entry.id.value_or("")) +
               (row ? R"(,"assetPropertyValue":)" + RowJson(*row, options_.policies) : "") + "}");
  }
  return Ok(R"({"errorEntries":[)" + errors + R"(],"successEntries":[)" + successes +
            R"(],"skippedEntries":[]})");
}

spec::HttpResponse ReferenceServer::BatchHistory(const SentRead& read, const ReadPlan& plan) {
  const auto page_start = PageStartOf(read);
  if (!page_start) {
    return AnswerOf(page_start.error(), options_.policies);
  }
  MutantScope scope = Scope();
  std::string errors;
  std::string successes;
  std::string skipped;
  std::string token;
  std::size_t budget = ResultsOf(read, Contract::Get().history_results_max);
  for (std::size_t i = 0; i < read.entries.size() && token.empty(); ++i) {
    const SentReadEntry& entry = read.entries[i];
    const std::string id = spec::Quoted(entry.id.value_or(""));
    const auto series = SeriesToRead(entry.query.identity);
    std::optional<RequestError> error = plan.entry_errors[i];
    if (!error && !series) {
      error = series.error();
    }
    if (i < page_start->entry) {
      Append(skipped, SkippedJson(entry, error, scope.now));
      continue;
    }
    if (error) {
      Append(errors, BatchErrorJson(entry, *error));
      continue;
    }
    const std::vector<Row> rows = RowsOf(*series, entry.query, scope);
    const std::size_t begin = i == page_start->entry ? std::min(page_start->row, rows.size()) : 0;
    const std::size_t end = std::min(begin + budget, rows.size());
    budget -= end - begin;
    if (end < rows.size()) {
      token = std::to_string(i) + "+" + std::to_string(end);
    }
    Append(successes, R"({"entryId":)" + id + R"(,"assetPropertyValueHistory":)" +
                          RowsJson(PageOf(rows, begin, end), options_.policies) + "}");
  }
  std::string answer = R"({"errorEntries":[)" + errors + R"(],"successEntries":[)" + successes +
                       R"(],"skippedEntries":[)" + skipped + "]";
  if (!token.empty()) {
    answer += R"(,"nextToken":")" + token + "\"";
  }
  return Ok(answer + "}");
}

}  // namespace swc::reference
