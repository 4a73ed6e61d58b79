#include "reference/reading/series_id.h"

#include <functional>
#include <string>

#include <gtest/gtest.h>

namespace swc::reference {
namespace {

TEST(SeriesIdTest, NamesNothingAStreamOrAProperty) {
  const SeriesId none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.stream(), nullptr);
  EXPECT_EQ(none.property(), nullptr);

  const SeriesId stream = SeriesOfStream("/a");
  EXPECT_FALSE(stream.empty());
  ASSERT_NE(stream.stream(), nullptr);
  EXPECT_EQ(*stream.stream(), "/a");
  EXPECT_EQ(stream.property(), nullptr);

  const SeriesId property = SeriesId::OfProperty("asset", "property");
  EXPECT_FALSE(property.empty());
  EXPECT_EQ(property.stream(), nullptr);
  ASSERT_NE(property.property(), nullptr);
  EXPECT_EQ(property.property()->asset_id, "asset");
}

TEST(SeriesIdTest, AStreamWithoutLettersIsStillOne) { EXPECT_FALSE(SeriesOfStream("").empty()); }

TEST(SeriesIdTest, StreamsComeBeforeProperties) {
  EXPECT_LT(SeriesId(), SeriesOfStream(""));
  EXPECT_LT(SeriesOfStream("/a"), SeriesOfStream("/b"));
  EXPECT_LT(SeriesOfStream("zzz"), SeriesId::OfProperty("a", "b"));
  EXPECT_LT(SeriesId::OfProperty("a", "z"), SeriesId::OfProperty("b", "a"));
}

TEST(SeriesIdTest, HasATextOfItsOwn) {
  EXPECT_EQ(ToString(SeriesId()), "");
  EXPECT_EQ(ToString(SeriesOfStream("/a")), "alias:/a");
  EXPECT_EQ(ToString(SeriesId::OfProperty("a", "b")), "ids:a/b");
}

TEST(SeriesIdTest, EqualOnesHaveOneHash) {
  EXPECT_EQ(std::hash<SeriesId>()(SeriesOfStream("/a")),
            std::hash<SeriesId>()(SeriesOfStream("/a")));
  EXPECT_NE(std::hash<SeriesId>()(SeriesOfStream("/a")),
            std::hash<SeriesId>()(SeriesOfStream("/b")));
}

}  // namespace
}  // namespace swc::reference
