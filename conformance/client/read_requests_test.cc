// What the read operations send.
#include "conformance/client/read_requests.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "conformance/judge/read/judge_read.h"
#include "generators/case/case.h"

namespace swc::conformance {
namespace {

using generators::SeriesBinding;

const SeriesBinding kAliasOnly{.alias = "/a"};
const SeriesBinding kIdsOnly{.asset_id = "x", .property_id = "y"};
const SeriesBinding kNamedTwice{.alias = "/a", .asset_id = "x", .property_id = "y"};

TEST(ByOfTest, TakesWhatIsAskedForIfTheSeriesHasIt) {
  EXPECT_EQ(ByOf(kNamedTwice, "alias", By::kIds), By::kAlias);
  EXPECT_EQ(ByOf(kNamedTwice, "ids", By::kAlias), By::kIds);
  EXPECT_EQ(ByOf(kNamedTwice, "", By::kAlias), By::kAlias);
  EXPECT_EQ(ByOf(kNamedTwice, "", By::kIds), By::kIds);
  EXPECT_EQ(ByOf(kAliasOnly, "ids", By::kIds), By::kAlias);
  EXPECT_EQ(ByOf(kIdsOnly, "alias", By::kAlias), By::kIds);
}

TEST(HistoryRequestTest, SendsAnOrderOnlyIfOneIsAskedFor) {
  const auto target = [](const HistoryRequest& history) {
    return HistoryRequestOf(kAliasOnly, By::kAlias, history, std::nullopt).target;
  };
  const std::string plain = "/properties/history?propertyAlias=%2Fa";
  EXPECT_EQ(target({}), plain);
  EXPECT_EQ(target({.order_given = true}), plain + "&timeOrdering=ASCENDING");
  EXPECT_EQ(target({.descending = true}), plain + "&timeOrdering=DESCENDING");
  EXPECT_EQ(target({.descending = true, .order_given = true}), plain + "&timeOrdering=DESCENDING");
}

TEST(BatchHistoryRequestTest, SendsAnOrderOnlyIfOneIsAskedFor) {
  const auto body = [](const HistoryRequest& history) {
    const BatchEntries entries = {{.id = "e", .series = kAliasOnly, .by = By::kAlias}};
    return BatchHistoryRequestOf(entries, history, std::nullopt).body;
  };
  EXPECT_EQ(body({}), R"({"entries":[{"entryId":"e","propertyAlias":"/a"}]})");
  EXPECT_EQ(body({.order_given = true}),
            R"({"entries":[{"entryId":"e","propertyAlias":"/a","timeOrdering":"ASCENDING"}]})");
  EXPECT_EQ(body({.descending = true}),
            R"({"entries":[{"entryId":"e","propertyAlias":"/a","timeOrdering":"DESCENDING"}]})");
}

TEST(BatchLatestRequestTest, NamesEachSeriesAsItsEntrySays) {
  const BatchEntries entries = {{.id = "e1", .series = kNamedTwice, .by = By::kAlias},
                                {.id = "e2", .series = kNamedTwice, .by = By::kIds}};
  EXPECT_EQ(BatchLatestRequestOf(entries, "t").body,
            R"({"entries":[{"entryId":"e1","propertyAlias":"/a"},)"
            R"({"entryId":"e2","assetId":"x","propertyId":"y"}],"nextToken":"t"})");
}

}  // namespace
}  // namespace swc::conformance
