#include "spec/text/secrets.h"

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/base64.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::spec {
namespace {

using testing::HasSubstr;

constexpr const char* kSecret = R"(wJal/rXUt+nF"EMI&K7<MDENG\b=)";

struct MaskedRow {
  const char* name;
  std::string text;
  std::string masked;
};

void PrintTo(const MaskedRow& row, std::ostream* out) { *out << row.name; }

class MaskedTest : public testing::TestWithParam<MaskedRow> {};

TEST_P(MaskedTest, HidesASecretInEveryFormItTravelsIn) {
  KeepSecret(kSecret);
  EXPECT_EQ(Masked(GetParam().text), GetParam().masked);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, MaskedTest,
    testing::Values(
        MaskedRow{"Raw", std::string("k=") + kSecret + ".", "k=***."},
        MaskedRow{"Twice", std::string(kSecret) + kSecret, "******"},
        MaskedRow{"Percent", "?k=wJal%2FrXUt%2BnF%22EMI%26K7%3CMDENG%5Cb%3D&a=1", "?k=***&a=1"},
        MaskedRow{"PercentInSmallLetters", "wJal%2frXUt%2bnF%22EMI%26K7%3cMDENG%5cb%3d", "***"},
        MaskedRow{"PercentInPart", "wJal/rXUt%2BnF%22EMI&K7%3CMDENG%5Cb=", "***"},
        MaskedRow{"Json", R"({"a":"wJal\/rXUt+nF\"EMI\u0026K7\u003cMDENG\\b="})", R"({"a":"***"})"},
        MaskedRow{"Xml", R"(<a b="wJal/rXUt+nF&quot;EMI&amp;K7&lt;MDENG\b=">)", R"(<a b="***">)"},
        MaskedRow{"XmlByNumber", "wJal&#47;rXUt&#x2B;nF&#34;EMI&amp;K7&lt;MDENG\\b=", "***"},
        MaskedRow{"JsonInJson", R"("{\"a\":\"wJal\\\/rXUt+nF\\\"EMI&K7<MDENG\\\\b=\"}")",
                  R"("{\"a\":\"***\"}")"},
        MaskedRow{"PercentTwice", "wJal%252FrXUt%252BnF%25252522EMI%2526K7%253CMDENG%255Cb%253D",
                  "***"},
        MaskedRow{"XmlTwice", "wJal/rXUt+nF&amp;quot;EMI&amp;amp;K7&amp;#60;MDENG\\b=", "***"},
        MaskedRow{"OtherText", "wJal/rXUt+nF is all that came, 100% of it & no \\more",
                  "wJal/rXUt+nF is all that came, 100% of it & no \\more"},
        MaskedRow{"SignatureByForm",
                  "SignedHeaders=host, Signature=" + std::string(64, 'a') + " X-Amz-Signature%3D" +
                      std::string(64, '0') + "&x",
                  "SignedHeaders=host, Signature=*** X-Amz-Signature%3D***&x"},
        MaskedRow{"NoSignature", "Signature=abc Signature", "Signature=abc Signature"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Secrets, AreFoundInBase64WhateverStandsAroundThem) {
  KeepSecret(kSecret);
  for (const char* before : {"", "a", "ab", "abc", "user:"}) {
    for (const char* behind : {"", "z", "zz"}) {
      const std::string text = EncodeBase64(std::string(before) + kSecret + behind);
      const std::string masked = Masked("Basic " + text);
      EXPECT_THAT(masked, HasSubstr("***")) << text;
      // What is left are the characters that hold bits of the neighbours.
      EXPECT_LE(masked.size(), std::string("Basic ***").size() + 16) << masked;
    }
  }
}

TEST(Secrets, ThatWouldMangleWordsAndNumbersAreNot) {
  KeepSecret("");
  KeepSecret("test");
  KeepSecret("1700000000");
  EXPECT_EQ(Masked("test 1700000000"), "test 1700000000");
}

TEST(Secrets, OfURLsAreKeptDecodedToo) {
  KeepPasswordsOfUrls("--endpoint=http://somebody:p%40ssw%2Frd-1@host/ and http://host/a");
  EXPECT_EQ(Masked("p%40ssw%2Frd-1, p@ssw/rd-1, somebody:p@ssw/rd-1, http://host/a"),
            "***, ***, ***, http://host/a");
}

TEST(Secrets, PassingOnesAreForgottenAndOthersAreNot) {
  KeepSecret("the-one-that-stays");
  std::vector<std::string> passing;
  for (std::size_t i = 0; i < 1000; ++i) {
    passing.push_back(fmt::format("passing-{:08}", i));
    KeepPassingSecret(passing.back());
    ASSERT_EQ(Masked(passing.back()), "***");
  }
  EXPECT_EQ(Masked(passing.front()), passing.front());
  EXPECT_EQ(Masked(passing[900] + " the-one-that-stays"), "*** ***");
}

TEST(Secrets, AreNotWrittenToFiles) {
  KeepSecret(kSecret);
  const std::string path = testing::TempDir() + "/secrets_test.txt";
  ASSERT_TRUE(WriteFile(path, std::string("it is ") + kSecret));
  EXPECT_EQ(ReadFile(path), "it is ***");
  std::filesystem::remove(path);
}

TEST(Secrets, AreNotPrinted) {
  KeepSecret(kSecret);
  testing::internal::CaptureStdout();
  Print(std::string("it is ") + kSecret + " for http://me:pw@host/\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "it is *** for http://***@host/\n");
  testing::internal::CaptureStderr();
  PrintError(kSecret);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "***");
}

}  // namespace
}  // namespace swc::spec
