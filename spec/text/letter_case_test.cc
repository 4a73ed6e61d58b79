#include "spec/text/letter_case.h"

#include <gtest/gtest.h>

namespace swc::spec {
namespace {

TEST(LetterCaseTest, LowersTheLettersOfAsciiAndNothingElse) {
  EXPECT_EQ(LowerCase("Az-@[`{09 \xC3\x84"), "az-@[`{09 \xC3\x84");
}

TEST(LetterCaseTest, ComparesWithoutRegardToCase) {
  EXPECT_TRUE(EqualsIgnoringCase("X-Amz-Date", "x-aMZ-dATE"));
  EXPECT_FALSE(EqualsIgnoringCase("a", "ab"));
  EXPECT_FALSE(EqualsIgnoringCase("@", "`"));
  EXPECT_FALSE(EqualsIgnoringCase("\xC3\x84", "\xC3\xA4"));
}

}  // namespace
}  // namespace swc::spec
