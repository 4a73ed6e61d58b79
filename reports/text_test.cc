#include "reports/text.h"

#include <string>

#include <gtest/gtest.h>

#include "spec/text/secrets.h"

namespace swc::reports {
namespace {

TEST(TextTest, CommandsOfATerminalAreEscaped) {
  EXPECT_EQ(ForTerminal("a\x1b[2J\r\n\t\x7f"), R"(a\x1b[2J\r\n\t\x7f)");
  EXPECT_EQ(ForTerminal(std::string("\0", 1)), R"(\x00)");
  EXPECT_EQ(ForTerminal("\xC2\x9B"), R"(\u{9b})");
  EXPECT_EQ(ForTerminal("\xE2\x80\xAE|\xE2\x81\xA6"), R"(\u{202e}|\u{2066})");
}

TEST(TextTest, OrdinaryTextIsLeftAlone) {
  const std::string text = "C:\\n \xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80 {}";
  EXPECT_EQ(ForTerminal(text), text);
  EXPECT_EQ(ForXml(text), text);
}

TEST(TextTest, BytesThatAreNotUtf8AreShownOrReplacedOneByOne) {
  const std::string overlong = "\xC0\x80";
  const std::string surrogate = "\xED\xA0\x80";
  const std::string beyond = "\xF4\x90\x80\x80";
  const std::string cut = "\xE2\x82";
  EXPECT_EQ(ForTerminal(overlong), R"(\xc0\x80)");
  EXPECT_EQ(ForTerminal(surrogate), R"(\xed\xa0\x80)");
  EXPECT_EQ(ForTerminal(beyond), R"(\xf4\x90\x80\x80)");
  EXPECT_EQ(ForTerminal(cut), R"(\xe2\x82)");
  EXPECT_EQ(ForXml("a\xFF"), "a\xEF\xBF\xBD");
}

TEST(TextTest, CharactersThatXmlForbidsAreReplaced) {
  EXPECT_EQ(ForXml(std::string("\0\x1b\t\n\r", 5)), "\xEF\xBF\xBD\xEF\xBF\xBD\t\n\\r");
  EXPECT_EQ(ForXml("\xEF\xBF\xBE\xEF\xBF\xBF"), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(TextTest, CharactersOfXmlThatCommandATerminalAreShown) {
  EXPECT_EQ(ForXml("\x7F|\xC2\x9B|\xE2\x80\xAE"), R"(\x7f|\u{9b}|\u{202e})");
}

TEST(TextTest, NoControlByteSurvivesForAnyPairOfBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string pair = {static_cast<char>(first), static_cast<char>(second)};
      for (const char byte : ForTerminal(pair)) {
        const auto code = static_cast<unsigned char>(byte);
        ASSERT_TRUE(code >= 0x20 && code != 0x7F) << first << ' ' << second;
      }
    }
  }
}

TEST(TextTest, TextIsCutBetweenCharacters) {
  EXPECT_EQ(Shortened("abc", 3), "abc");
  spec::KeepSecret("secret-of-a-text");
  EXPECT_EQ(Shortened("a secret-of-a-text b", 6), "a *** ... (1 more bytes)");
  EXPECT_EQ(Shortened("abcd", 3), "abc... (1 more bytes)");
  EXPECT_EQ(Shortened("ab\xE2\x82\xAC", 4), "ab... (3 more bytes)");
  EXPECT_EQ(Shortened("\x80\x80\x80\x80\x80\x80", 5), "\x80\x80... (4 more bytes)");
}

TEST(TextTest, OneThingIsNotCountedAsMany) {
  EXPECT_EQ(Counted(1, "clause"), "1 clause");
  EXPECT_EQ(Counted(0, "clause"), "0 clauses");
  EXPECT_EQ(Counted(2, "entry", "entries"), "2 entries");
  EXPECT_EQ(Counted(1, "entry", "entries"), "1 entry");
}

TEST(TextTest, CharactersAreCountedNotBytes) {
  EXPECT_EQ(CharacterCount("a\xC3\xA4\xE2\x82\xAC"), 3U);
}

}  // namespace
}  // namespace swc::reports
