#include "reference/reading/parse_read_request.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "reference/reading/plain_query.h"
#include "reference/reading/read_query.h"
#include "reference/reading/read_rules.h"
#include "reference/reading/request_headers.h"
#include "spec/check.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/rfc3339.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

std::string_view QueryOf(const spec::HttpRequest& request) {
  const std::string_view target = request.target;
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
}

// Whether other layers than the operation may have a word to say.
bool HasPlainHeaders(const spec::HttpRequest& request, bool batch) {
  const bool typed = batch || spec::FindHeader(request.headers, "content-type");
  return AcceptsJson(request.headers) && !IsTransferredOddly(request.headers) &&
         (!typed || IsJsonContentType(request.headers));
}

// Reads the query string of a read of one series.
class QueryParser {
 public:
  explicit QueryParser(SentRead& read) : read_(read), rules_(read) {}

  void Parse(std::string_view text) {
    read_.open = !IsPlainQuery(text);
    Split(text);
    HistoryQuery& query = read_.entries.emplace_back().query;
    query.identity = {.asset_id = TakeOne("assetId"),
                      .property_id = TakeOne("propertyId"),
                      .alias = TakeOne("propertyAlias")};
    rules_.CheckIdentity(query.identity, place_);
    if (read_.operation == ReadOperation::kHistory) {
      ParseHistory(query);
    }
    // What a parameter means that the model does not name is open.
    read_.open = read_.open || !parameters_.empty();
  }

 private:
  using Parameter = std::pair<std::string, std::string>;

  void Split(std::string_view text) {
    while (!text.empty()) {
      const std::string_view pair = text.substr(0, text.find('&'));
      const std::size_t equals = std::min(pair.find('='), pair.size());
      parameters_.emplace_back(spec::PercentDecode(pair.substr(0, equals)),
                               spec::PercentDecode(pair.substr(std::min(equals + 1, pair.size()))));
      text.remove_prefix(std::min(pair.size() + 1, text.size()));
    }
  }

  std::vector<std::string> Take(std::string_view name) {
    std::vector<std::string> values;
    for (const Parameter& parameter : parameters_) {
      if (parameter.first == name) {
        values.push_back(parameter.second);
      }
    }
    std::erase_if(parameters_, [&](const Parameter& parameter) { return parameter.first == name; });
    return values;
  }

  // What a parameter means that stands twice is open.
  std::optional<std::string> TakeOne(std::string_view name) {
    const std::vector<std::string> values = Take(name);
    read_.open = read_.open || values.size() > 1;
    return values.empty() ? std::nullopt : std::optional(values.front());
  }

  void ParseHistory(HistoryQuery& query) {
    // Whether a parameter without a value is one at all.
    read_.open = read_.open || std::ranges::any_of(parameters_, [](const Parameter& parameter) {
                   return parameter.second.empty() && parameter.first != "nextToken";
                 });
    ParseDate("startDate", query.start);
    ParseDate("endDate", query.end);
    rules_.CheckRange(query, place_);
    if (const auto qualities = Take("qualities"); !qualities.empty()) {
      rules_.TakeQualities(qualities, place_.At("qualities"), query);
    }
    if (const auto ordering = TakeOne("timeOrdering")) {
      rules_.TakeOrdering(*ordering, place_.At("timeOrdering"), query);
    }
    if (const auto count = TakeOne("maxResults")) {
      read_.open = read_.open || IsContestedNumber(*count);
      rules_.TakeMaxResults(CountOf(*count), place_.At("maxResults"));
    }
    rules_.TakeToken(TakeOne("nextToken"), place_.At("nextToken"));
  }

  // read.request.date, read.request.date-number
  void ParseDate(std::string_view name, std::optional<spec::Instant>& date) {
    const auto text = TakeOne(name);
    if (!text) {
      return;
    }
    date = spec::ParseRfc3339(*text);
    if (!date) {
      rules_.Add("read.request.date", place_.At(name));
      return;
    }
    // A leap second is one more that not every clock has.
    read_.open = read_.open || text->contains(":60");
    if (text->find('T') == std::string::npos) {
      rules_.Add("read.request.date-number", place_.At(name));
    }
    rules_.CheckDate(*date, place_.At(name));
  }

  static std::optional<std::int64_t> CountOf(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error == std::errc::result_out_of_range) {
      count = text.starts_with('-') ? INT64_MIN : INT64_MAX;
    }
    const bool whole = error != std::errc::invalid_argument && end == text.data() + text.size();
    return whole ? std::optional(count) : std::nullopt;
  }

  SentRead& read_;
  ReadRules rules_;
  const ReadPlace place_;
  std::vector<Parameter> parameters_;  // Those that were not taken yet.
};

}  // namespace

std::optional<ReadOperation> ReadOperationOf(const spec::HttpRequest& request) {
  const auto operation = spec::OperationOf(request);
  if (!operation) {
    return std::nullopt;
  }
  switch (*operation) {
    case spec::Operation::kPut:
      return std::nullopt;
    case spec::Operation::kLatest:
      return ReadOperation::kLatest;
    case spec::Operation::kHistory:
      return ReadOperation::kHistory;
    case spec::Operation::kBatchLatest:
      return ReadOperation::kBatchLatest;
    case spec::Operation::kBatchHistory:
      return ReadOperation::kBatchHistory;
  }
  return std::nullopt;
}

SentRead ParseReadRequest(const spec::HttpRequest& request) {
  const auto operation = ReadOperationOf(request);
  SWC_CHECK(operation.has_value(), "only a read can be read as one");
  SentRead read{.operation = *operation};
  if (IsBatch(*operation)) {
    ParseBatchBody(request.body, read);
  } else {
    QueryParser(read).Parse(QueryOf(request));
    // What a body means that no operation has is open.
    read.open = read.open || !request.body.empty();
  }
  read.open = read.open || !HasPlainHeaders(request, IsBatch(*operation));
  return read;
}

}  // namespace swc::reference
