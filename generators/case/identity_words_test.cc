#include "generators/case/identity_words.h"

#include <string>

#include <gtest/gtest.h>

#include "generators/case/json.h"

namespace swc::generators {
namespace {

constexpr const char* kIds = R"("assetId": "${s1.assetId}", "propertyId": "${s1.propertyId}")";

TEST(SpokenByIdsTest, AMemberThatIsTheAliasBecomesTwo) {
  EXPECT_EQ(SpokenByIds(R"({"propertyAlias": "${s1.alias}", "x": 1})", "s1"),
            std::string("{") + kIds + R"(, "x": 1})");
  EXPECT_EQ(SpokenByIds("{\"propertyAlias\"\t:\n\"${s1.alias}\"}", "s1"),
            std::string("{") + kIds + "}");
  EXPECT_EQ(
      SpokenByIds(R"([{"propertyAlias":"${s1.alias}"},{"propertyAlias":"${s1.alias}"}])", "s1"),
      std::string("[{") + kIds + "},{" + kIds + "}]");
}

TEST(SpokenByIdsTest, AQueryToo) {
  EXPECT_EQ(SpokenByIds("/properties/latest?propertyAlias=${s1.alias}&a=1", "s1"),
            "/properties/latest?assetId=${s1.assetId}&propertyId=${s1.propertyId}&a=1");
}

TEST(SpokenByIdsTest, WhatIsAboutTheAliasStays) {
  for (const char* text :
       {R"({"propertyAlias": "${s1.alias:300}"})", R"({"propertyAlias": "x${s1.alias}"})",
        R"({"propertyAlias": "${s2.alias}"})", R"({"propertyAlias" "${s1.alias}"})",
        R"({"propertyAlias")", R"({"propertyAlias": )", "/p?propertyAlias=${s1.alias:-1}"}) {
    EXPECT_EQ(SpokenByIds(text, "s1"), text);
  }
}

TEST(SpeakByIdsTest, ReplacesMembersAtAnyDepth) {
  Json node = Json::parse(R"({"entries": [{"entryId": "e1", "propertyAlias": "${s1.alias}"}]})");
  SpeakByIds(node, "s1");
  EXPECT_EQ(
      node.dump(),
      R"({"entries":[{"entryId":"e1","assetId":"${s1.assetId}","propertyId":"${s1.propertyId}"}]})");
  Json other = Json::parse(R"({"propertyAlias": "${s1.alias:300}"})");
  const Json before = other;
  SpeakByIds(other, "s1");
  EXPECT_EQ(other, before);
}

}  // namespace
}  // namespace swc::generators
