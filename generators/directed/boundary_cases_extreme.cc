// The largest request that is legal, and bodies that nest deeper than any that means something.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/case/repeated.h"
#include "generators/directed/boundary_cases.h"
#include "generators/directed/boundary_cases_builder.h"
#include "spec/contract.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using spec::Contract;

// Ten entries of ten strings of the greatest length, each for a stream of its own.
void AddLargest(std::vector<Case>& cases) {
  const Contract& contract = Contract::Get();
  struct Letter {
    std::string_view text;
    std::string_view what;
    std::string_view title;
  };
  for (const auto& [text, what, title] :
       {Letter{"x", "largest", "The largest request that every limit allows."},
        Letter{"\"", "largest-escaped",
               "The same of quotation marks, which take two bytes each."}}) {
    Json entries = Json::array();
    std::vector<SeriesWish> series;
    for (std::size_t i = 0; i < contract.entries_max; ++i) {
      Json values = Json::array();
      for (std::size_t j = 0; j < contract.values_max; ++j) {
        const std::string string =
            fmt::format("{}{}", i, j) + Repeated(text, contract.string_length_max - 2);
        values.push_back(Value(Json{{"stringValue", string}}, Second(j + 1)));
      }
      Json entry = Entry(i + 1, std::move(values));
      series.push_back({.name = fmt::format("s{}", i + 1), .type = spec::DataType::kString});
      entry["series"] = series.back().name;
      entries.push_back(std::move(entry));
    }
    Case result =
        PutCase({.clause = "wire.size", .what = std::string(what), .title = std::string(title)},
                std::move(entries), spec::DataType::kString);
    result.clauses.insert(result.clauses.end(), {"entry.valid.accepted", "robust.server-error"});
    result.series = std::move(series);
    cases.push_back(std::move(result));
  }
}

// What the common parsers of JSON read without a setting of their own; no document gives a depth.
constexpr std::size_t kNesting = 500;
constexpr std::size_t kFarNesting = 100'000;

Case NestingCase(CaseName name, std::string body) {
  Case result = RawValueCase(std::move(name), "");
  result.clauses.insert(result.clauses.end(), {"robust.server-error", "robust.connection"});
  result.steps.front().body["body"] = std::move(body);
  return result;
}

// An unknown member that nests deeply, put at `place` of a right body.
Case NestedMember(std::string_view where, std::size_t place, const std::string& nest) {
  Case result = RawValueCase(
      {.clause = "wire.json.depth",
       .what = fmt::format("{}-in-{}", kNesting, where),
       .title = fmt::format("An unknown member of {} lists inside one another, in the {}.",
                            kNesting, where)},
      R"({"value": {"doubleValue": 1.5}, "timestamp": ${t0+1s}, "quality": "GOOD"})");
  std::string body = result.steps.front().body["body"].get<std::string>();
  std::size_t at = 0;
  for (std::size_t i = 0; i <= place; ++i) {
    at = body.find('{', at) + 1;
  }
  body.insert(at, fmt::format(R"("comment": {}, )", nest));
  result.steps.front().body["body"] = std::move(body);
  result.clauses.insert(result.clauses.end(), {"robust.server-error", "robust.connection"});
  return result;
}

// A server may answer now so, now so: what is asked often shows each of its ways.
constexpr std::size_t kTimesAsked = 12;

Case AskedOften(Case asked) {
  asked.id += "-often";
  asked.title += " Sent often.";
  const Step step = asked.steps.front();
  asked.steps.insert(asked.steps.end(), kTimesAsked - 1, step);
  return asked;
}

// A parser that calls itself for every bracket may run out of its stack.
void AddNesting(std::vector<Case>& cases) {
  const std::string open = Repeated("[", kNesting);
  const std::string closed = open + std::string(kNesting, ']');
  cases.push_back(NestingCase({.clause = "wire.json.object",
                               .what = fmt::format("{}-lists", kNesting),
                               .title = fmt::format("{} lists inside one another.", kNesting)},
                              closed));
  cases.push_back(NestingCase({.clause = "wire.json.malformed",
                               .what = fmt::format("{}-objects-open", kNesting),
                               .title = fmt::format("{} objects that nobody closes.", kNesting)},
                              Repeated(R"({"entries":)", kNesting)));
  // Far beyond every stack. Nobody has to read it, and nobody may break of it.
  const std::string far_open = Repeated("[", kFarNesting);
  cases.push_back(NestingCase({.clause = "wire.json.object",
                               .what = fmt::format("{}-lists", kFarNesting),
                               .title = fmt::format("{} lists inside one another.", kFarNesting)},
                              far_open + std::string(kFarNesting, ']')));
  cases.push_back(NestingCase({.clause = "wire.json.malformed",
                               .what = fmt::format("{}-lists-open", kFarNesting),
                               .title = fmt::format("{} lists that nobody closes.", kFarNesting)},
                              far_open));
  for (const auto& [read, name] : {std::pair(spec::Operation::kBatchLatest, "latest"),
                                   std::pair(spec::Operation::kBatchHistory, "history")}) {
    Case nested =
        NestingCase({.clause = "robust.connection",
                     .what = fmt::format("{}-lists-in-batch-{}", kFarNesting, name),
                     .title = fmt::format("A batch read ({}) of {} lists that nobody closes.", name,
                                          kFarNesting)},
                    "");
    nested.clauses = {"robust.connection", "robust.server-error"};
    Json body = {{"path", spec::PathOf(read)}, {"body", far_open}};
    nested.steps = {{.kind = StepKind::kReadRaw, .body = std::move(body)}};
    cases.push_back(std::move(nested));
  }
  cases.push_back(NestedMember("request", 0, closed));
  cases.push_back(NestedMember("entry", 1, closed));
  cases.push_back(AskedOften(NestedMember("entry", 1, closed)));
}

}  // namespace

std::vector<Case> ExtremeBoundaryCases() {
  std::vector<Case> cases;
  AddLargest(cases);
  AddNesting(cases);
  return cases;
}

}  // namespace swc::generators
