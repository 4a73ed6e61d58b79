// Drift is found wherever it can be, and no document, however odd, does more than differ.
#include "spec/service_model.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "spec/embedded.h"
#include "spec/sanitizer_testing.h"
#include "spec/text/error.h"

namespace swc::spec {

void PrintTo(const ModelDifference& difference, std::ostream* out) {
  *out << difference.where << ": ours " << difference.ours << ", theirs " << difference.theirs;
}

namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

json OurContract() { return json::parse(EmbeddedContract()); }

// Returns what an SDK would ship if our contract were all there is: the published form.
json PublishedForm(const json& contract) {
  json model = {{"metadata", contract.at("service")}, {"operations", {}}, {"shapes", {}}};
  for (const auto& [name, operation] : contract.at("operations").items()) {
    json& published = model["operations"][name];
    published = {
        {"name", name},
        {"http", {{"method", operation.at("method")}, {"requestUri", operation.at("path")}}},
        {"input", {{"shape", operation.at("input")}}},
        {"output", {{"shape", operation.at("output")}}},
        {"endpoint", {{"hostPrefix", operation.at("hostPrefix")}}}};
    for (const json& error : operation.at("errors")) {
      published["errors"].push_back({{"shape", error}});
    }
  }
  for (const auto& [name, shape] : contract.at("shapes").items()) {
    json& published = model["shapes"][name];
    published = shape;
    const json members = shape.value("members", json::object());
    for (const auto& [member, target] : members.items()) {
      published["members"][member] = {{"shape", target}, {"documentation", "<p>Words.</p>"}};
    }
    if (published.contains("member")) {
      published["member"] = {{"shape", shape.at("member")}};
    }
  }
  for (const auto& [name, error] : contract.at("errors").items()) {
    model["shapes"][name] = {{"type", "structure"},
                             {"error", {{"httpStatusCode", error.at("status")}}},
                             {"exception", true}};
  }
  return model;
}

// Returns `shape` as a minified model has it: in place, without strings and constraints.
json InPlace(const json& contract, const json& name) {
  const json& shape = contract.at("shapes").at(name.get<std::string>());
  json minified = json::object();
  if (shape.at("type") != "string") {
    minified["type"] = shape.at("type");
  }
  if (shape.contains("required")) {
    minified["required"] = shape.at("required");
  }
  const json members = shape.value("members", json::object());
  for (const auto& [member, target] : members.items()) {
    minified["members"][member] = InPlace(contract, target);
  }
  if (shape.contains("member")) {
    minified["member"] = InPlace(contract, shape.at("member"));
  }
  return minified;
}

json MinifiedForm(const json& contract) {
  json model = PublishedForm(contract);
  model["shapes"] = json::object();
  for (const auto& [name, operation] : model.at("operations").items()) {
    operation.erase("errors");
    if (operation.at("http").at("method") == "POST") {
      operation.at("http").erase("method");
    }
    operation["input"] = InPlace(contract, operation.at("input").at("shape"));
    operation["output"] = InPlace(contract, operation.at("output").at("shape"));
  }
  return model;
}

std::vector<ModelDifference> DifferencesWith(const json& model) {
  const auto comparison = CompareWithServiceModel(EmbeddedContract(), model.dump());
  EXPECT_TRUE(comparison.has_value()) << comparison.error().message;
  return comparison ? comparison->differences : std::vector<ModelDifference>();
}

TEST(ServiceModelTest, ThePublishedFormOfTheContractHasNoDrift) {
  EXPECT_THAT(DifferencesWith(PublishedForm(OurContract())), IsEmpty());
}

TEST(ServiceModelTest, WhatTheContractDoesNotSpeakOfIsNoDrift) {
  json model = PublishedForm(OurContract());
  model["operations"]["CreateAsset"] = {{"http", {{"method", "POST"}}}};
  model["shapes"]["Asset"] = {{"type", "structure"}};
  model["metadata"]["uid"] = "x";
  model["shapes"].erase("AccessDeniedException");  // No operation of ours declares it.
  EXPECT_THAT(DifferencesWith(model), IsEmpty());
}

TEST(ServiceModelTest, AShapeMayHaveAnotherName) {
  json model = PublishedForm(OurContract());
  model["shapes"]["Renamed"] = model["shapes"]["EntryId"];
  model["shapes"]["PutAssetPropertyValueEntry"]["members"]["entryId"]["shape"] = "Renamed";
  EXPECT_THAT(DifferencesWith(model), IsEmpty());
  model["shapes"]["Renamed"]["max"] = 63;
  EXPECT_THAT(DifferencesWith(model), ElementsAre(ModelDifference{"EntryId max", "64", "63"}));
}

struct Drift {
  std::string name;
  std::string patch;  // RFC 6902, on the published form.
  ModelDifference difference;
};

void PrintTo(const Drift& drift, std::ostream* out) { *out << drift.name; }

class DriftTest : public ::testing::TestWithParam<Drift> {};

TEST_P(DriftTest, IsTheOnlyDifference) {
  const json model = PublishedForm(OurContract()).patch(json::parse(GetParam().patch));
  EXPECT_THAT(DifferencesWith(model), ElementsAre(GetParam().difference));
}

INSTANTIATE_TEST_SUITE_P(
    ServiceModel, DriftTest,
    ::testing::Values(
        Drift{"ApiVersion",
              R"([{"op":"replace","path":"/metadata/apiVersion","value":"2030"}])",
              {"service apiVersion", R"("2019-12-02")", R"("2030")"}},
        Drift{"NoOperation",
              R"([{"op":"remove","path":"/operations/BatchGetAssetPropertyValue"}])",
              {"BatchGetAssetPropertyValue", "an operation", "absent"}},
        Drift{"Method",
              R"([{"op":"replace","path":"/operations/GetAssetPropertyValue/http/method",
                   "value":"POST"}])",
              {"GetAssetPropertyValue method", R"("GET")", R"("POST")"}},
        Drift{"Path",
              R"([{"op":"replace","path":"/operations/GetAssetPropertyValue/http/requestUri",
                   "value":"/p"}])",
              {"GetAssetPropertyValue path", R"("/properties/latest")", R"("/p")"}},
        Drift{"HostPrefix",
              R"([{"op":"remove","path":"/operations/GetAssetPropertyValue/endpoint"}])",
              {"GetAssetPropertyValue hostPrefix", R"("data.")", "absent"}},
        Drift{"ErrorAdded",
              R"([{"op":"add","path":"/operations/BatchPutAssetPropertyValue/errors/-",
                   "value":{"shape":"NewException"}}])",
              {"BatchPutAssetPropertyValue error NewException", "absent", "declared"}},
        Drift{"ErrorRemoved",
              R"([{"op":"remove","path":"/operations/BatchPutAssetPropertyValue/errors/0"}])",
              {"BatchPutAssetPropertyValue error InvalidRequestException", "declared", "absent"}},
        Drift{"ErrorStatus",
              R"([{"op":"replace","path":"/shapes/LimitExceededException/error/httpStatusCode",
                   "value":400}])",
              {"LimitExceededException status", "410", "400"}},
        Drift{"ErrorShapeRemoved",
              R"([{"op":"remove","path":"/shapes/LimitExceededException"}])",
              {"LimitExceededException status", "410", "absent"}},
        Drift{"MemberAdded",
              R"([{"op":"add","path":"/shapes/Variant/members/arrayValue",
                   "value":{"shape":"PropertyValueStringValue"}}])",
              {"Variant.arrayValue", "absent", "a member"}},
        Drift{"MemberRemoved",
              R"([{"op":"remove","path":"/shapes/Variant/members/nullValue"}])",
              {"Variant.nullValue", "a member", "absent"}},
        Drift{"MemberOfAnotherType",
              R"([{"op":"replace","path":"/shapes/Variant/members/integerValue/shape",
                   "value":"PropertyValueBooleanValue"}])",
              {"PropertyValueIntegerValue type", R"("integer")", R"("boolean")"}},
        Drift{"MemberWithoutShape",
              R"([{"op":"remove","path":"/shapes/OffsetInNanos"}])",
              {"TimeInNanos.offsetInNanos", "OffsetInNanos",
               R"({"documentation":"<p>Words.</p>","shape":"OffsetInNanos"})"}},
        Drift{"NowRequired",
              R"([{"op":"add","path":"/shapes/AssetPropertyValue/required/-","value":"quality"}])",
              {"AssetPropertyValue.quality", "optional", "required"}},
        Drift{"NowOptional",
              R"([{"op":"remove","path":"/shapes/TimeInNanos/required"}])",
              {"TimeInNanos.timeInSeconds", "required", "optional"}},
        Drift{"Min",
              R"([{"op":"replace","path":"/shapes/TimeInSeconds/min","value":0}])",
              {"TimeInSeconds min", "1", "0"}},
        Drift{"Max",
              R"([{"op":"replace","path":"/shapes/AssetPropertyAlias/max","value":1000}])",
              {"AssetPropertyAlias max", "2048", "1000"}},
        Drift{"MaxAdded",
              R"([{"op":"add","path":"/shapes/PutAssetPropertyValueEntries/max","value":10}])",
              {"PutAssetPropertyValueEntries max", "absent", "10"}},
        Drift{"Pattern",
              R"([{"op":"replace","path":"/shapes/EntryId/pattern","value":".\n"}])",
              {"EntryId pattern", R"("^[a-zA-Z0-9_-]+$")", R"(".\n")"}},
        Drift{"EnumAdded",
              R"([{"op":"add","path":"/shapes/RawValueType/enum/-","value":"T"}])",
              {"RawValueType enum T", "absent", "listed"}},
        Drift{"EnumRemoved",
              R"([{"op":"remove","path":"/shapes/Quality/enum/2"}])",
              {"Quality enum UNCERTAIN", "listed", "absent"}},
        Drift{"NoElements",
              R"([{"op":"remove","path":"/shapes/Timestamps/member"}])",
              {"Timestamps member", "TimeInNanos", "absent"}}),
    [](const auto& row) { return row.param.name; });

TEST(ServiceModelTest, AModelOfEarlierYearsNamesWhatItLacks) {
  json model = PublishedForm(OurContract());
  model["shapes"]["Variant"]["members"].erase("nullValue");
  model["shapes"]["BatchPutAssetPropertyValueRequest"]["members"].erase(
      "enablePartialEntryProcessing");
  EXPECT_THAT(DifferencesWith(model),
              UnorderedElementsAre(
                  ModelDifference{"BatchPutAssetPropertyValueRequest.enablePartialEntryProcessing",
                                  "a member", "absent"},
                  ModelDifference{"Variant.nullValue", "a member", "absent"}));
}

TEST(ServiceModelTest, AMinifiedModelIsComparedAsFarAsItGoes) {
  json model = MinifiedForm(OurContract());
  const auto same = CompareWithServiceModel(EmbeddedContract(), model.dump());
  ASSERT_TRUE(same.has_value());
  EXPECT_TRUE(same->minified);
  EXPECT_THAT(same->differences, IsEmpty());

  model["operations"]["GetAssetPropertyValue"]["output"]["members"]["propertyValue"]["members"]
       ["value"]["members"]
           .erase("nullValue");
  EXPECT_THAT(DifferencesWith(model),
              ElementsAre(ModelDifference{"Variant.nullValue", "a member", "absent"}));
}

TEST(ServiceModelTest, ThePublishedFormIsNotTakenForMinified) {
  const auto comparison =
      CompareWithServiceModel(EmbeddedContract(), PublishedForm(OurContract()).dump());
  ASSERT_TRUE(comparison.has_value());
  EXPECT_FALSE(comparison->minified);
}

TEST(ServiceModelTest, WhatIsNoServiceModelIsRefused) {
  for (const std::string text : {"", "no", "{", "[1", "\xff"}) {
    const auto comparison = CompareWithServiceModel(EmbeddedContract(), text);
    ASSERT_FALSE(comparison.has_value()) << text;
    EXPECT_EQ(comparison.error().kind, ErrorKind::kInput);
    EXPECT_THAT(comparison.error().message, HasSubstr("not JSON"));
  }
  for (const std::string text :
       {"null", "[]", "{}", "3", R"("x")", R"({"metadata":{},"operations":{}})",
        R"({"metadata":{},"operations":[],"shapes":{}})", R"({"smithy":"2.0","shapes":{}})"}) {
    const auto comparison = CompareWithServiceModel(EmbeddedContract(), text);
    ASSERT_FALSE(comparison.has_value()) << text;
    EXPECT_THAT(comparison.error().message, HasSubstr("no service model"));
  }
}

TEST(ServiceModelTest, APackedModelIsToldApartFromNoModel) {
  const auto comparison = CompareWithServiceModel(EmbeddedContract(), "\x1f\x8b\x08");
  ASSERT_FALSE(comparison.has_value());
  EXPECT_THAT(comparison.error().message, HasSubstr("gunzip"));
}

// Returns the pointers of all nodes below `node`.
void CollectPointers(const json& node, const json::json_pointer& at,
                     std::vector<json::json_pointer>& pointers) {
  pointers.push_back(at);
  if (node.is_structured()) {
    for (const auto& [key, value] : node.items()) {
      CollectPointers(value, node.is_array() ? at / std::stoul(key) : at / key, pointers);
    }
  }
}

// Returns `document` with each of its nodes in turn replaced by something odd.
std::vector<std::string> OddVersionsOf(const json& document) {
  const std::vector<json> odd = {nullptr,
                                 7,
                                 -1.5e300,
                                 true,
                                 "\n",
                                 "ID",
                                 json::array(),
                                 json::object(),
                                 {{"shape", 3}},
                                 {{"shape", "Variant"}},
                                 {nullptr, "x", {{"shape", "ID"}}}};
  std::vector<json::json_pointer> pointers;
  CollectPointers(document, json::json_pointer(), pointers);
  std::vector<std::string> versions;
  for (std::size_t i = 0; i < pointers.size(); ++i) {
    json version = document;
    version[pointers[i]] = odd[i % odd.size()];
    versions.push_back(version.dump());
  }
  return versions;
}

// A stride that shares no factor with the number of changes made at each place.
constexpr std::size_t kOdditiesStride = kUnderSanitizer ? 31 : 1;

TEST(ServiceModelTest, NoOddityOfTheModelDoesMoreThanDiffer) {
  const std::vector<std::string> versions = OddVersionsOf(PublishedForm(OurContract()));
  ASSERT_GT(versions.size(), 500U);
  for (std::size_t i = 0; i < versions.size(); i += kOdditiesStride) {
    const auto comparison = CompareWithServiceModel(EmbeddedContract(), versions[i]);
    if (comparison) {
      for (const ModelDifference& difference : comparison->differences) {
        ASSERT_THAT(difference.where + difference.ours + difference.theirs, Not(Contains('\n')));
      }
    }
  }
}

TEST(ServiceModelTest, NoOddityOfTheContractDoesMoreThanDiffer) {
  const std::string model = PublishedForm(OurContract()).dump();
  const std::vector<std::string> versions = OddVersionsOf(OurContract());
  for (std::size_t i = 0; i < versions.size(); i += kOdditiesStride) {
    EXPECT_TRUE(CompareWithServiceModel(versions[i], model).has_value());
  }
}

}  // namespace
}  // namespace swc::spec
