// How options of a command line are read.
#include "conformance/cli/command_line.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "spec/error.h"

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

}  // namespace
}  // namespace swc::conformance
