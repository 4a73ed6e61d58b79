#include "fuzz/mutator/mutations_request.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/query_text.h"
#include "fuzz/mutator/written_reads.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

struct HeaderRow {
  std::string_view name;
  std::string_view value;
};

// What every server may get, and what other layers than the operation may refuse.
constexpr std::array kHeaders = std::to_array<HeaderRow>({
    {"Accept", "application/json"},
    {"Accept", "*/*;q=0.1"},
    {"Accept", "text/html"},
    {"Accept", ";q=x,,"},
    {"Content-Type", "application/json; charset=utf-8"},
    {"Content-Type", "text/plain"},
    {"Content-Type", ""},
    {"Content-Type", "application/x-amz-json-1.1"},
    {"Cookie", "a=b"},
    {"Referer", "http://127.0.0.1/%"},
    {"X-Request-Id", "0"},
});

struct UnboundRow {
  std::string_view method;
  spec::Operation operation;
  std::string_view behind;  // Its path.
};

// Methods and paths that are bound to no operation, beside those that are.
constexpr std::array kUnbound = std::to_array<UnboundRow>({
    {"DELETE", spec::Operation::kLatest, ""},
    {"PUT", spec::Operation::kHistory, ""},
    {"PATCH", spec::Operation::kHistory, ""},
    {"POST", spec::Operation::kLatest, ""},
    {"GET", spec::Operation::kBatchHistory, ""},
    {"GET", spec::Operation::kLatest, "s"},
    {"GET", spec::Operation::kHistory, "/first"},
    {"POST", spec::Operation::kBatchLatest, "/all"},
});

}  // namespace

bool AddRawRead(Site& site) {
  const std::string series = site.SeriesName();
  return !series.empty() && site.AddStep({{"read_raw", WrittenRead(site, series)}});
}

bool WriteOutRead(Site& site) {
  if (site.reads.empty()) {
    return false;
  }
  Json& step = *site.reads[site.dice.Below(site.reads.size())];
  Json raw = WrittenOut(step);
  if (raw.is_null()) {
    return false;
  }
  step = {{"read_raw", std::move(raw)}};
  return true;
}

bool ChangeHeaders(Site& site) {
  if (site.raw_reads.empty()) {
    return false;
  }
  Json& read = *site.raw_reads[site.dice.Below(site.raw_reads.size())];
  if (!read.contains("headers") || !read["headers"].is_object()) {
    read["headers"] = Json::object();
    if (read.contains("body")) {
      read["headers"]["Content-Type"] = "application/json";
    }
  }
  const HeaderRow& row = site.dice.Pick(kHeaders);
  read["headers"][std::string(row.name)] = row.value;
  return true;
}

bool AskForNothing(Site& site) {
  const UnboundRow& row = site.dice.Pick(kUnbound);
  RawQuery query{.path = spec::PathOf(row.operation) + std::string(row.behind), .parameters = {}};
  if (const Json* read = site.QueryRead()) {
    query.parameters = SplitQuery((*read)["path"].get<std::string>()).parameters;
    // A raw put replaces no symbols in its path.
    std::erase_if(query.parameters, [](const auto& each) { return each.value.contains("${"); });
  }
  return site.AddStep(
      {{"put_raw",
        {{"method", row.method}, {"path", JoinedQuery(query)}, {"headers", Json::object()}}}});
}

}  // namespace swc::fuzz
