#include "fuzz/input/huge_number.h"

#include <string>

#include <gtest/gtest.h>

namespace swc::fuzz {
namespace {

TEST(HugeNumberTest, AnExponentOrHundredsOfDigits) {
  EXPECT_TRUE(HasHugeNumber(R"({"a":1e999})"));
  EXPECT_TRUE(HasHugeNumber(R"({"a":-1E+1007})"));
  EXPECT_TRUE(HasHugeNumber("[" + std::string(310, '9') + "]"));
  EXPECT_FALSE(HasHugeNumber(""));
  EXPECT_FALSE(HasHugeNumber(R"({"e1":1234567890.5,"E":[]})"));
  EXPECT_FALSE(HasHugeNumber("[" + std::string(200, '9') + "," + std::string(200, '9') + "]"));
}

}  // namespace
}  // namespace swc::fuzz
