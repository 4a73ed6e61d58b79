// How options of a command line are read.
#include "conformance/program/command_line.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "spec/text/error.h"

namespace swc::conformance {
namespace {

TEST(ParseRateTest, ReadsANumberOfRequestsPerSecond) {
  EXPECT_EQ(ParseRate("50/s", "--rate"), 50.0);
  EXPECT_EQ(ParseRate("50", "--rate"), 50.0);
  EXPECT_EQ(ParseRate("0.5/s", "--rate"), 0.5);
}

TEST(ParseRateTest, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "/s", "fast", "0", "-1/s", "nan", "inf", "5m", "5s", "5h", "500ms", "50/m", "50/s ",
        " 50", "50 /s", "50/s/s", "1e-9", "1e99"}) {
    const auto rate = ParseRate(text, "--rate");
    ASSERT_FALSE(rate) << text;
    EXPECT_EQ(rate.error().kind, spec::ErrorKind::kUsage);
    EXPECT_EQ(rate.error().message,
              "--rate: '" + std::string(text) + "' is no rate; write 50/s or 50");
  }
}

TEST(WholeNumberTest, TakesWhatFitsIntoSixtyFourBits) {
  for (const std::string text : {"0", "1", "18446744073709551615"}) {
    EXPECT_EQ(WholeNumber()(text), "") << text;
  }
}

TEST(WholeNumberTest, RefusesEverythingElse) {
  for (const std::string text :
       {"", "-1", "+1", "1.5", "1e3", "0x1", "1 ", " 1", "18446744073709551616", "ten"}) {
    EXPECT_EQ(WholeNumber()(text), "'" + text + "' is no whole number from 0 to 2^64-1");
  }
}

TEST(PercentTest, TakesNumbersUpToAHundred) {
  for (const std::string text : {"0", "99.5", "100", "1e2"}) {
    EXPECT_EQ(Percent()(text), "") << text;
  }
}

TEST(PercentTest, RefusesEverythingElse) {
  for (const std::string text : {"", "-1", "100.1", "50%", "nan", "inf", " 5", "half"}) {
    EXPECT_EQ(Percent()(text), "'" + text + "' is no number from 0 to 100");
  }
}

TEST(NotEmptyTest, TellsItsHint) {
  const std::string none;
  EXPECT_EQ(NotEmpty("is it set?")(none), "it is empty: is it set?");
  const std::string blank = " ";
  EXPECT_EQ(NotEmpty("is it set?")(blank), "");
}

}  // namespace
}  // namespace swc::conformance
