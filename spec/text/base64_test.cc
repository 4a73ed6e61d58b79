#include "spec/text/base64.h"

#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace swc::spec {
namespace {

struct Base64Pair {
  std::string_view input;
  std::string_view output;
};

TEST(Base64Test, EncodesAndDecodesTheVectorsOfItsStandard) {
  constexpr std::array<Base64Pair, 7> kPairs = {{{"", ""},
                                                 {"f", "Zg=="},
                                                 {"fo", "Zm8="},
                                                 {"foo", "Zm9v"},
                                                 {"foob", "Zm9vYg=="},
                                                 {"fooba", "Zm9vYmE="},
                                                 {"foobar", "Zm9vYmFy"}}};
  for (const Base64Pair& pair : kPairs) {
    EXPECT_EQ(EncodeBase64(pair.input), pair.output);
    EXPECT_EQ(DecodeBase64(pair.output), pair.input);
  }
}

TEST(Base64Test, KeepsEveryByte) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes += static_cast<char>(byte);
  }
  EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)), bytes);
}

TEST(Base64Test, RefusesWhatIsNotBase64) {
  for (const std::string_view text : {"Z", "Zg", "Zg=", "Zm9?", "????"}) {
    EXPECT_FALSE(DecodeBase64(text)) << text;
  }
}

}  // namespace
}  // namespace swc::spec
