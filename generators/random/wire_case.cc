#include "generators/random/wire_case.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/directed/embedded_cases.h"
#include "spec/check.h"
#include "spec/clause_id.h"
#include "spec/operation.h"
#include "spec/text/base64.h"

namespace swc::generators {
namespace {

// A request that is right as JSON, said in another way in HTTP.
struct HttpForm {
  std::string_view name;
  spec::ClauseId clause;
  std::string_view method;
  std::string_view path;     // "{}": that of a put.
  std::string_view headers;  // As JSON.
};

constexpr std::string_view kJson = R"({"Content-Type": "application/json"})";

// clang-format off
constexpr std::array kHttpForms = {
    HttpForm{"http-lower-case-header", "wire.operation", "POST", "{}",
             R"({"content-type": "application/json"})"},
    HttpForm{"http-upper-case-header", "wire.operation", "POST", "{}",
             R"({"CONTENT-TYPE": "application/json"})"},
    HttpForm{"http-chunked", "wire.transfer", "POST", "{}",
             R"({"Content-Type": "application/json", "Transfer-Encoding": "chunked"})"},
    HttpForm{"http-expect", "wire.transfer", "POST", "{}",
             R"({"Content-Type": "application/json", "Expect": "100-continue"})"},
    HttpForm{"http-connection-close", "wire.operation", "POST", "{}",
             R"({"Content-Type": "application/json", "Connection": "close"})"},
    HttpForm{"http-accept-other", "wire.accept", "POST", "{}",
             R"({"Content-Type": "application/json", "Accept": "text/html"})"},
    HttpForm{"http-charset", "wire.content-type", "POST", "{}",
             R"({"Content-Type": "application/json; charset=utf-8"})"},
    HttpForm{"http-no-content-type", "wire.content-type", "POST", "{}", "{}"},
    HttpForm{"http-text", "wire.content-type", "POST", "{}",
             R"({"Content-Type": "text/plain"})"},
    HttpForm{"http-form", "wire.content-type", "POST", "{}",
             R"({"Content-Type": "application/x-www-form-urlencoded"})"},
    HttpForm{"http-put", "wire.path", "PUT", "{}", kJson},
    HttpForm{"http-patch", "wire.path", "PATCH", "{}", kJson},
    HttpForm{"http-delete", "wire.path", "DELETE", "{}", kJson},
    HttpForm{"http-unknown-method", "wire.path", "FETCH", "{}", kJson},
    HttpForm{"http-other-path", "wire.path", "POST", "/property", kJson},
    HttpForm{"http-longer-path", "wire.path", "POST", "{}/put", kJson},
};
// clang-format on

struct Forms {
  std::string base;
  std::vector<WireForm> json;
};

std::string BytesOf(const Json& form, const char* text, const char* encoded) {
  if (form.contains(text)) {
    return form.at(text).get<std::string>();
  }
  auto bytes = spec::DecodeBase64(form.at(encoded).get<std::string>());
  SWC_CHECK(bytes.has_value(), "wire_forms.json: no base64");
  return *std::move(bytes);
}

const Forms& AllForms() {
  static const Forms forms = [] {
    const Json file = Json::parse(WireFormsJson());
    Forms read{.base = file.at("base").get<std::string>()};
    for (const Json& form : file.at("forms")) {
      WireForm result{.name = form.at("name").get<std::string>()};
      if (form.contains("find")) {
        const auto part = form.at("find").get<std::string>();
        const std::size_t place = read.base.find(part);
        SWC_CHECK(place != std::string::npos, result.name.c_str());
        result.body = read.base;
        result.body.replace(place, part.size(), BytesOf(form, "put", "put_base64"));
      } else {
        result.body = BytesOf(form, "body", "body_base64");
      }
      read.json.push_back(std::move(result));
    }
    return read;
  }();
  return forms;
}

// Reads what may have been stored, and puts a value as it should be.
void AddAftermath(Case& test_case) {
  const Json value = {{"value", {{"doubleValue", 2.5}}}, {"at", "t0+5s"}, {"quality", "GOOD"}};
  const Json entry = {
      {"entryId", "after"}, {"series", "s1"}, {"propertyValues", Json::array({value})}};
  test_case.steps.push_back({.kind = StepKind::kReadBack, .body = Json::array({"s1"})});
  test_case.steps.push_back(
      {.kind = StepKind::kPut, .body = Json{{"entries", Json::array({entry})}}});
}

Case JsonCase(const WireForm& form) {
  Case test_case;
  test_case.id = "wire/" + form.name;
  if (form.name.starts_with("y-") || form.name.starts_with("n-")) {
    test_case.clauses = {"wire.json.malformed"};
  }
  test_case.series = {{.name = "s1", .aliased = true}};
  test_case.title = form.name.starts_with("n-")   ? "Malformed JSON."
                    : form.name.starts_with("y-") ? "Well-formed JSON, written in another way."
                    : form.name.starts_with("s-") ? "Well-formed JSON that is no request."
                                                  : "JSON that a server may accept or refuse.";
  test_case.steps.push_back(
      {.kind = StepKind::kPutRaw, .body = Json{{"body_base64", spec::EncodeBase64(form.body)}}});
  AddAftermath(test_case);
  return test_case;
}

Case HttpCase(const HttpForm& form) {
  Case test_case;
  test_case.id = "wire/" + std::string(form.name);
  test_case.clauses = {form.clause};
  test_case.title = "The same request in another form of HTTP.";
  const std::string& put = spec::PathOf(spec::Operation::kPut);
  test_case.series = {{.name = "s1", .aliased = true}};
  test_case.steps.push_back({.kind = StepKind::kPutRaw,
                             .body = Json{{"method", form.method},
                                          {"path", fmt::format(fmt::runtime(form.path), put)},
                                          {"headers", Json::parse(form.headers)},
                                          {"body", AllForms().base}}});
  AddAftermath(test_case);
  return test_case;
}

}  // namespace

std::span<const WireForm> WireForms() { return AllForms().json; }

std::size_t WireCaseCount() { return WireForms().size() + kHttpForms.size(); }

Case WireCase(std::size_t index) {
  const std::size_t json = WireForms().size();
  return index < json ? JsonCase(WireForms()[index]) : HttpCase(kHttpForms.at(index - json));
}

const std::vector<Case>& AllWireCases() {
  static const std::vector<Case> cases = [] {
    std::vector<Case> all;
    for (std::size_t i = 0; i < WireCaseCount(); ++i) {
      all.push_back(WireCase(i));
    }
    return all;
  }();
  return cases;
}

}  // namespace swc::generators
