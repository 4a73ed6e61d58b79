// docs/case.schema.json says what a case may be: every case of ours obeys it, and it knows every
// relation.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/relations.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/metamorphic_case.h"
#include "generators/random/pairwise_case.h"
#include "generators/random/random_case.h"
#include "generators/random/stateful_case.h"
#include "generators/random/wire_case.h"
#include "spec/sanitizer_testing.h"
#include "spec/schema_testing.h"
#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::generators {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const spec::SchemaWalker& CaseSchema() {
  static const spec::SchemaWalker schema = [] {
    return spec::SchemaWalker(nlohmann::json::parse(
        spec::ReadFile((spec::SourceFolder() / "docs/case.schema.json").string()).value_or("")));
  }();
  return schema;
}

void ExpectObeys(const Case& test_case) {
  EXPECT_THAT(CaseSchema().Errors(nlohmann::json::parse(ToJson(test_case))), IsEmpty())
      << test_case.id;
}

TEST(CaseSchema, EveryCaseObeysIt) {
  for (std::size_t i = 0; i < DirectedCases().size(); i += spec::kSampleStride) {
    ExpectObeys(DirectedCases()[i]);
  }
  for (std::size_t i = 0; i < WireCaseCount(); i += spec::kSampleStride) {
    ExpectObeys(WireCase(i));
  }
  for (std::uint64_t i = 0; i < spec::Sample(50); ++i) {
    ExpectObeys(RandomCase(1, i, kSizeMax));
    ExpectObeys(StatefulCase(1, i, kSizeMax));
    ExpectObeys(MetamorphicCase(1, i));
    ExpectObeys(ConcurrentCase(1, i));
    ExpectObeys(QuotaCase(1, i));
    ExpectObeys(PairwiseCase(1, i));
  }
}

// What the schema refuses, `ParseCase` refuses too.
TEST(CaseSchema, RefusesWhatTheReaderRefuses) {
  for (
      const char* text :
      {R"({"id": 1, "steps": [{"read_back": ["s1"]}]})", R"({"id": "a", "steps": []})",
       R"({"id": "a", "colour": 1, "steps": [{"put": {}}]})", R"({"id": "a"})",
       R"({"id": "a", "steps": [{"put": {}, "read_back": ["s1"]}]})",
       R"({"id": "a", "steps": [{"push": {}}]})",
       R"({"id": "a", "series": {"s1": {"kind": "x"}}, "steps": [{"put": {}}]})",
       R"({"id": "a", "steps": [{"together": {"puts": [{}]}}]})",
       R"({"id": "a", "steps": [{"read_raw": {}}]})",
       R"({"id": "a", "steps": [{"read_raw": {"method": "PUT", "path": "/properties/latest"}}]})",
       R"({"id": "a", "steps": [{"read_raw": {"path": "/properties/latest", "body": 5}}]})",
       R"({"id": "a", "steps": [{"metamorphic": {"relation": "x", "twins": {}, "put": {}}}]})",
       R"({"id": "a", "series": {"s1": {}}, "steps": [{"latest": {"series": "s1", "maxResults": 1}}]})"}) {
    EXPECT_FALSE(CaseSchema().Errors(nlohmann::json::parse(text)).empty()) << text;
    EXPECT_FALSE(ParseCase(std::string_view(text), "case").has_value()) << text;
  }
}

TEST(CaseSchema, KnowsEveryRelation) {
  for (const Relation& relation : AllRelations()) {
    nlohmann::json step = {{"relation", relation.name},
                           {"twins", nlohmann::json::object()},
                           {"put", nlohmann::json::object()}};
    const nlohmann::json test_case = {{"id", "a"},
                                      {"steps", nlohmann::json::array({{{"metamorphic", step}}})}};
    EXPECT_THAT(CaseSchema().Errors(test_case), IsEmpty()) << relation.name;
  }
}

}  // namespace
}  // namespace swc::generators
