#include "conformance/selftest/selftest_doubles.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/sanitizer_testing.h"

namespace swc::conformance {
namespace {

TEST(SelftestDoublesTest, ADoubleTellsTheChoicesOfItsOriginal) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "whole runs are for the build without sanitizers";
  }
  std::vector<std::string> lines;
  const DoublesResult result =
      TestDoubles({.first_seed = 3, .phases = {"directed"}, .threads = 1}, 1,
                  [&lines](std::string_view line) { lines.emplace_back(line); });
  EXPECT_TRUE(result.passed()) << TextOf(result);
  EXPECT_THAT(TextOf(result), testing::HasSubstr("1 of 1 doubles"));
  EXPECT_THAT(lines, testing::SizeIs(1));
}

TEST(SelftestDoublesTest, ADifferenceIsAFailure) {
  const DoublesResult result{
      .doubles = {{.policies = {}, .differences = {}},
                  {.policies = {{"read.no-data", "empty"}, {"values.empty", "accepted"}},
                   .differences = {"a.b: x, not y"}}}};
  EXPECT_FALSE(result.passed());
  // The command shows the difference again; what is the default need not be said.
  EXPECT_EQ(TextOf(result),
            "     2  a.b: x, not y\n"
            "     2  the original is mock --policy read.no-data=empty\n"
            "1 of 2 doubles tell the choices of their originals\n");
}

}  // namespace
}  // namespace swc::conformance
