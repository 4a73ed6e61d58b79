// Where the rules stand: each source of a clause leads to one place, and what it names there
// exists.
#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "spec/clause.h"
#include "spec/embedded.h"
#include "spec/text/json_lookup.h"

namespace swc::spec {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Members of operations that are no part of the contract, and of the model all the same.
constexpr std::array<std::string_view, 3> kOutsideTheContract = {
    "PutStorageConfigurationRequest.disallowIngestNullNaN",
    "PutStorageConfigurationRequest.disassociatedDataStorage", "TimeSeriesSummary.dataType"};

// Parts of the boto3 page that are no parameter; after them may stand what is meant there.
constexpr std::array<std::string_view, 4> kPartsOfTheSeed = {"opening part", "Warning",
                                                             "Exceptions", "Response Structure"};

const json& Contract() {
  static const json contract = json::parse(EmbeddedContract());
  return contract;
}

// Returns the shape of the member that `path` ("entries.quality") leads to from `shape`; lists are
// passed through. Null if there is no such member.
const json* Follow(const json* shape, std::string_view path) {
  const json* const shapes = MemberOf(&Contract(), "shapes");
  while (shape != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const json* member = MemberOf(MemberOf(shape, "members"), std::string(path.substr(0, dot)));
    shape = MemberOf(shapes, TextOf(member));
    while (TextOf(MemberOf(shape, "type")) == "list") {
      shape = MemberOf(shapes, TextOf(MemberOf(shape, "member")));
    }
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return shape;
}

// An operation, a shape, an error, or a shape or an error with a member.
bool IsInTheModel(std::string_view place) {
  const std::size_t dot = std::min(place.find('.'), place.size());
  const std::string name(place.substr(0, dot));
  const std::string_view member = place.substr(std::min(dot + 1, place.size()));
  if (const json* shape = MemberOf(MemberOf(&Contract(), "shapes"), name); shape != nullptr) {
    return Follow(shape, member) != nullptr;
  }
  if (const json* error = MemberOf(MemberOf(&Contract(), "errors"), name); error != nullptr) {
    return member.empty() || TextsOf(MemberOf(error, "required")).contains(std::string(member));
  }
  if (MemberOf(MemberOf(&Contract(), "operations"), name) != nullptr) {
    return member.empty();
  }
  return std::ranges::find(kOutsideTheContract, place) != kOutsideTheContract.end();
}

// A parameter of the operation, or a part of the page.
bool IsInTheSeed(std::string_view place) {
  const json* const input =
      MemberOf(MemberOf(&Contract(), "shapes"), "BatchPutAssetPropertyValueRequest");
  const std::string_view part = place.substr(0, place.find(','));
  return Follow(input, place) != nullptr ||
         std::ranges::find(kPartsOfTheSeed, part) != kPartsOfTheSeed.end();
}

std::set<std::string> PlacesThatAreNot(std::string_view key, bool (*is_there)(std::string_view)) {
  std::set<std::string> missing;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    for (const Source& source : clause.sources) {
      if (source.key == key && !is_there(source.place)) {
        missing.insert(clause.id + ": " + source.place);
      }
    }
  }
  return missing;
}

TEST(SourceTest, EachNamesItsPlaceInTheDocument) {
  std::set<std::string> whole;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    for (const Source& source : clause.sources) {
      if (source.place.empty()) {
        whole.insert(clause.id + ": " + source.key);
      }
    }
  }
  EXPECT_THAT(whole, IsEmpty()) << "write e.g. \"model#PutAssetPropertyValueEntry.propertyAlias\" "
                                   "or \"api#Request Body, entries\"";
}

TEST(SourceTest, WhatIsNamedOfTheModelExists) {
  EXPECT_TRUE(IsInTheModel("PutAssetPropertyValueEntry.propertyAlias"));
  EXPECT_TRUE(IsInTheModel("InvalidRequestException.message"));
  EXPECT_FALSE(IsInTheModel("PutAssetPropertyValueEntry.alias"));
  EXPECT_FALSE(IsInTheModel("PutAssetPropertyValue"));
  EXPECT_THAT(PlacesThatAreNot("model", IsInTheModel), IsEmpty());
}

TEST(SourceTest, WhatIsNamedOfTheSeedExists) {
  EXPECT_TRUE(IsInTheSeed("entries.propertyValues.value.nullValue.valueType"));
  EXPECT_TRUE(IsInTheSeed("Response Structure, errorEntries"));
  EXPECT_FALSE(IsInTheSeed("entries.propertyValues.state"));
  EXPECT_THAT(PlacesThatAreNot("seed", IsInTheSeed), IsEmpty());
}

TEST(SourceTest, IsADocumentAndAPlace) {
  const auto parsed = Catalogue::Parse(
      R"({"documents":{"a":"A page","b":"A file"},"clauses":[{"id":"x.y","level":"must",
          "statement":"s","sources":["a#Head#2","b"],"facts":["F1"],"sides":["observe"]}]})");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  const Clause& clause = parsed->clauses().front();
  EXPECT_THAT(clause.sources,
              ElementsAre(Source{"a", "A page", "Head#2"}, Source{"b", "A file", ""}));
  EXPECT_EQ(ToString(clause.sources[0]), "A page, Head#2");
  EXPECT_EQ(ToString(clause.sources[1]), "A file");
}

struct BadSource {
  std::string_view source;
  std::string_view complaint;
};

class BadSourceTest : public testing::TestWithParam<BadSource> {};

TEST_P(BadSourceTest, IsNamed) {
  const auto parsed = Catalogue::Parse(
      R"({"documents":{"a":"A page"},"clauses":[{"id":"x.y","level":"must","statement":"s",
          "sources":[")" +
      std::string(GetParam().source) + R"("],"facts":["F1"],"sides":["observe"]}]})");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_THAT(parsed.error().message,
              HasSubstr("clause 'x.y': " + std::string(GetParam().complaint)));
}

INSTANTIATE_TEST_SUITE_P(
    Bad, BadSourceTest,
    testing::Values(BadSource{"b#Head", "source 'b' is not one of the documents"},
                    BadSource{"#Head", "source '' is not one of the documents"},
                    BadSource{"a#", "source 'a#' names no place"}));

}  // namespace
}  // namespace swc::spec
