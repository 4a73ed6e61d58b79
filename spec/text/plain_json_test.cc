#include "spec/text/plain_json.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace swc::spec {
namespace {

TEST(PlainJsonTest, WhatCommandsATerminalBecomesAnEscapeOfTheSameMeaning) {
  const std::string json = "{\n \"a\x7F\": \"\xC2\x9B \xE2\x80\xAE \xEF\xBB\xBF\"\n}";
  EXPECT_EQ(PlainJson(json), R"({
 "a\u007f": "\u009b \u202e \ufeff"
})");
  EXPECT_EQ(nlohmann::json::parse(PlainJson(json)), nlohmann::json::parse(json));
}

TEST(PlainJsonTest, EverythingElseStaysAsItIs) {
  const std::string json = "[\t\"\xC3\xA4 \xF0\x9F\x98\x80 \\u001b\", 1e5]\r\n";
  EXPECT_EQ(PlainJson(json), json);
}

}  // namespace
}  // namespace swc::spec
