#include "spec/text/user_json.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace swc::spec {
namespace {

std::string Repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

struct BadJson {
  const char* name;
  std::string text;
  std::string message;
};

void PrintTo(const BadJson& row, std::ostream* out) { *out << row.name; }

class BadJsonTest : public testing::TestWithParam<BadJson> {};

TEST_P(BadJsonTest, IsRefusedWithItsPlace) {
  const auto parsed = ParseUserJson(GetParam().text, "f.json");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().message, "f.json: " + GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadJsonTest,
    testing::Values(BadJson{"Empty", "", "line 1, column 0: it is not JSON: it ends too early"},
                    BadJson{"Word", "{\n \"a\": yes}", "/a: line 2, column 7: it is not JSON"},
                    BadJson{"CutShort", "{\"a\": [1, ",
                            "/a/1: line 1, column 10: it is not JSON: it ends too early"},
                    BadJson{"SecondText", "{} {}", "line 1, column 4: it is not JSON"},
                    BadJson{"Twice", R"({"a": [{}, {"b": 1, "c": 2, "b": 3}]})",
                            "/a/1/b: it stands twice"},
                    BadJson{"HugeNumber", R"({"a": 1e999})",
                            "/a: line 1, column 11: no double holds this number"},
                    BadJson{"NoUtf8", "{\"a\": \"\xFF\"}", "/a: line 1, column 8: it is not UTF-8"},
                    BadJson{"Deep", Repeated("[", 30'000),
                            "/0/0/0/0/0/0/0/0/...: it is nested deeper than 100"},
                    BadJson{"DeepAndWhole", Repeated("[", 101) + Repeated("]", 101),
                            "/0/0/0/0/0/0/0/0/...: it is nested deeper than 100"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(UserJsonTest, WhatIsRightIsRead) {
  const auto parsed = ParseUserJson(R"({"b": [1, {"a": 1}, {"a": 2}], "a": 1})", "f.json");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  EXPECT_EQ(parsed->dump(), R"({"b":[1,{"a":1},{"a":2}],"a":1})");
  EXPECT_TRUE(ParseUserJson(Repeated("[", 100) + Repeated("]", 100), "f.json").has_value());
}

}  // namespace
}  // namespace swc::spec
