#include "spec/text/json_tree.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace swc::spec {
namespace {

JsonFault FaultOf(std::string_view text) {
  JsonTree tree;
  tree.Parse(text);
  return tree.fault();
}

TEST(JsonTreeTest, RepeatedMembersAreKept) {
  JsonTree tree;
  tree.Parse(R"({"a": 1, "a": 2})");
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree.root().size, 2U);
  EXPECT_EQ(tree.Member(tree.root(), "a")->integer, 2);
}

TEST(JsonTreeTest, NumbersKeepTheirKind) {
  JsonTree tree;
  tree.Parse(R"([1, 1.0, 18446744073709551615])");
  ASSERT_TRUE(tree.ok());
  const JsonNode* number = tree.FirstChild(tree.root());
  EXPECT_EQ(number->kind, JsonKind::kInteger);
  number = tree.Next(*number);
  EXPECT_EQ(number->kind, JsonKind::kReal);
  number = tree.Next(*number);
  EXPECT_EQ(number->kind, JsonKind::kInteger);
  EXPECT_FALSE(number->fits_int64);
}

TEST(JsonTreeTest, NumbersThatNoDoubleHoldsDoNotEndTheReading) {
  JsonTree tree;
  tree.Parse(R"({"a": 1e400, "b": -1e999, "c": 7})");
  ASSERT_TRUE(tree.ok());
  EXPECT_GT(tree.Member(tree.root(), "a")->real, 1e100);
  EXPECT_LT(tree.Member(tree.root(), "b")->real, -1e100);
  EXPECT_EQ(tree.Member(tree.root(), "c")->integer, 7);
}

TEST(JsonTreeTest, ManySuchNumbersCostOneMoreReading) {
  constexpr int kNumbers = 5'000;
  std::string text = R"(["\"1e999", -0.5e+1, 0)";
  for (int i = 0; i < kNumbers; ++i) {
    text += ", -1E+999";
  }
  JsonTree tree;
  tree.Parse(text + "]");
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree.root().size, kNumbers + 3U);
  const JsonNode* node = tree.FirstChild(tree.root());
  EXPECT_EQ(tree.Text(*node), "\"1e999");
  node = tree.Next(*node);
  EXPECT_EQ(node->real, -5);
  node = tree.Next(*tree.Next(*node));
  EXPECT_LT(node->real, -1e100);
}

TEST(JsonTreeTest, WhatIsNoNumberStaysNone) {
  for (const std::string_view text : {"[1e999, 01e999]", "[1e999, -]", "[1e999, 1.e999]",
                                      "[1e999, 1e]", "[1e999, +1e999]", "[1e999.5]", "[1e999x]"}) {
    EXPECT_EQ(FaultOf(text), JsonFault::kSyntax) << text;
  }
}

TEST(JsonTreeTest, NumbersBeyond64BitsAreToldApart) {
  const auto beyond = [](std::string_view number) {
    JsonTree tree;
    tree.Parse(number);
    return IsBeyondInt64(tree.root());
  };
  EXPECT_FALSE(beyond("9223372036854775807"));
  EXPECT_TRUE(beyond("9223372036854775808"));
  EXPECT_FALSE(beyond("-9223372036854775808"));
  EXPECT_TRUE(beyond("1000000000000000000000000000000"));
  EXPECT_TRUE(beyond("-1e30"));
  EXPECT_FALSE(beyond("1.5"));
  EXPECT_FALSE(beyond("\"1e30\""));
}

TEST(JsonTreeTest, FaultsAreToldApart) {
  EXPECT_EQ(FaultOf("{["), JsonFault::kSyntax);
  EXPECT_EQ(FaultOf("{} x"), JsonFault::kSyntax);
  EXPECT_EQ(FaultOf(std::string_view("{}\0", 3)), JsonFault::kSyntax);
  EXPECT_EQ(FaultOf("[\"\xC3\x28\"]"), JsonFault::kUtf8);
  EXPECT_EQ(FaultOf(R"(["\ud800"])"), JsonFault::kSurrogate);
  EXPECT_EQ(FaultOf("\xEF\xBB\xBF{}"), JsonFault::kNone);
}

TEST(JsonTreeTest, TextIsCountedInCodePoints) {
  EXPECT_EQ(CountCodePoints("a\u00e9\U0001F600"), 3U);
  EXPECT_TRUE(HasControlCharacter("a\tb"));
  EXPECT_TRUE(HasControlCharacter("\x7F"));
  EXPECT_FALSE(HasControlCharacter("\u0085"));
}

}  // namespace
}  // namespace swc::spec
