#include "generators/directed/boundary_cases_builder.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

Case Named(CaseName name, spec::DataType type) {
  Case result;
  result.id = fmt::format("{}/{}", name.clause.text(), name.what);
  result.clauses = {name.clause};
  result.title = std::move(name.title);
  result.series = {{.name = "s1", .type = type}};
  return result;
}

}  // namespace

Case PutCase(CaseName name, Json entries, spec::DataType type) {
  Case result = Named(std::move(name), type);
  Json body = Json::object();
  body["entries"] = std::move(entries);
  result.steps.push_back({.kind = StepKind::kPut, .body = std::move(body)});
  return result;
}

Case ValueCase(CaseName name, Json value, spec::DataType type) {
  Json values = Json::array();
  values.push_back(std::move(value));
  Json entries = Json::array();
  entries.push_back(Entry(1, std::move(values)));
  return PutCase(std::move(name), std::move(entries), type);
}

Case RawValueCase(CaseName name, std::string_view value, spec::DataType type) {
  Case result = Named(std::move(name), type);
  result.series.front().aliased = true;
  Json body = Json::object();
  body["body"] =
      fmt::format(R"({{"entries": [{{"entryId": "e1", "propertyAlias": "${{s1.alias}}", )"
                  R"("propertyValues": [{}]}}]}})",
                  value);
  result.steps.push_back({.kind = StepKind::kPutRaw, .body = std::move(body)});
  return result;
}

Json Entry(std::size_t number, Json values) {
  Json entry = Json::object();
  entry["entryId"] = fmt::format("e{}", number);
  entry["series"] = "s1";
  entry["propertyValues"] = std::move(values);
  return entry;
}

Json Value(Json variant, std::string_view at) {
  Json value = Json::object();
  value["value"] = std::move(variant);
  value["at"] = std::string(at);
  value["quality"] = "GOOD";
  return value;
}

std::string Second(std::size_t second) { return fmt::format("t0+{}s", second); }

Json Doubles(std::size_t first, std::size_t count) {
  Json values = Json::array();
  for (std::size_t i = first; i < first + count; ++i) {
    Json variant = Json::object();
    variant["doubleValue"] = static_cast<double>(i) + 0.5;
    values.push_back(Value(std::move(variant), Second(i)));
  }
  return values;
}

}  // namespace swc::generators
