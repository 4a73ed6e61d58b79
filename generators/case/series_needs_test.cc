#include "generators/case/series_needs.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generators/case/case.h"
#include "spec/text/base64.h"

namespace swc::generators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Case WithStep(std::string_view step) {
  const std::string text =
      fmt::format(R"({{"id": "c", "series": {{"s1": {{}}, "s12": {{}}}}, "steps": [{}]}})", step);
  const auto parsed = ParseCase(std::string_view(text), "test");
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed.value_or(Case());
}

TEST(SeriesNamedByIdsTest, IsEmptyWhereTheTargetChooses) {
  EXPECT_THAT(SeriesNamedByIds(WithStep(R"({"put": {"entries": [{"series": "s1"}]}})")), IsEmpty());
  EXPECT_THAT(SeriesNamedByIds(WithStep(R"({"put_raw": {"body": "${s1.alias}"}})")), IsEmpty());
  EXPECT_THAT(SeriesNamedByIds(WithStep(R"({"latest": {"series": "s1", "by": "alias"}})")),
              IsEmpty());
}

TEST(SeriesNamedByIdsTest, KnowsEveryWayToNameIds) {
  const std::string encoded = spec::EncodeBase64(R"({"assetId": "${s12.assetId}"})");
  for (const std::string& step :
       {std::string(R"({"put": {"entries": [{"series": "s12", "by": "ids"}]}})"),
        std::string(R"({"put": {"entries": [{"series": "s12", "by": "both"}]}})"),
        std::string(R"({"put": {"entries": [{"assetId": "${s12.assetId:upper}"}]}})"),
        std::string(R"({"put_raw": {"body": "{\"propertyId\": ${s12.propertyId}}"}})"),
        fmt::format(R"({{"put_raw": {{"body_base64": "{}"}}}})", encoded),
        std::string(R"({"latest": {"series": "s12", "by": "ids"}})"),
        std::string(R"({"batch_latest": {"series": ["s12"], "by": "ids"}})"),
        std::string(R"({"together": {"puts": [{"entries": [{"series": "s12", "by": "ids"}]},
                                               {"entries": []}]}})")}) {
    EXPECT_THAT(SeriesNamedByIds(WithStep(step)), ElementsAre("s12")) << step;
  }
}

TEST(SeriesNamedByAliasTest, IdsStandForTheAliasWhereTheyCan) {
  const std::string encoded = spec::EncodeBase64(R"({"propertyAlias": "${s12.alias}"})");
  for (const std::string& step :
       {std::string(R"({"put": {"entries": [{"series": "s12"}]}})"),
        std::string(R"({"put": {"entries": [{"propertyAlias": "${s12.alias}"}]}})"),
        std::string(R"({"put_raw": {"body": "{\"propertyAlias\": \"${s12.alias}\"}"}})"),
        std::string(R"({"read_raw": {"path": "/properties/latest?propertyAlias=${s12.alias}"}})"),
        fmt::format(R"({{"put_raw": {{"body_base64": "{}"}}}})", encoded)}) {
    EXPECT_THAT(SeriesNamedByAlias(WithStep(step)), IsEmpty()) << step;
  }
}

TEST(SeriesNamedByAliasTest, KnowsWhatNeedsOne) {
  for (const std::string& step :
       {std::string(R"({"put": {"entries": [{"series": "s12", "by": "alias"}]}})"),
        std::string(R"({"put": {"entries": [{"series": "s12", "by": "both"}]}})"),
        std::string(R"({"put": {"entries": [{"propertyAlias": "${s12.alias:300}"}]}})"),
        std::string(R"({"put_raw": {"body": "{\"alias\": \"${s12.alias}\"}"}})"),
        std::string(R"({"latest": {"series": "s12", "by": "alias"}})")}) {
    EXPECT_THAT(SeriesNamedByAlias(WithStep(step)), ElementsAre("s12")) << step;
  }
}

}  // namespace
}  // namespace swc::generators
