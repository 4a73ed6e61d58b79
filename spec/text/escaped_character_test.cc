#include "spec/text/escaped_character.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace swc::spec {
namespace {

// Returns a text with all of its escapes taken.
std::string Unescaped(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const EscapedCharacter character = UnescapedAt(text);
    plain += character.byte;
    text.remove_prefix(character.size);
  }
  return plain;
}

TEST(EscapedCharacterTest, EscapesAreTaken) {
  EXPECT_EQ(Unescaped("a%2Fb%2fc"), "a/b/c");
  EXPECT_EQ(Unescaped("&lt;&#65;&#x42;&amp;&quot;&apos;&gt;"), "<AB&\"'>");
  EXPECT_EQ(Unescaped(R"(\/\"\\x\u0041)"), R"(/"\xA)");
}

TEST(EscapedCharacterTest, EscapesOfEscapesAreTakenAtOnce) {
  EXPECT_EQ(Unescaped("%252F%25252f"), "//");
  EXPECT_EQ(Unescaped("&amp;amp;&amp;lt;"), "&<");
  EXPECT_EQ(Unescaped(R"(\\\/\\\\")"), "/\"");
}

TEST(EscapedCharacterTest, WhatIsNoneStaysAsItIs) {
  for (const char* text : {"100%", "%", "%2", "%zz", "&", "&x;", "&#x;", "&#", "a&b", "\\", "\\n",
                           "\\u12", "\\uzzzz", "%C3%A4", "\\u00e4"}) {
    EXPECT_EQ(Unescaped(text), text);
  }
}

}  // namespace
}  // namespace swc::spec
