#include "fuzz/oracles/ledger_check.h"

#include <string>

#include <gtest/gtest.h>

namespace swc::fuzz {
namespace {

std::string LedgerOf(const std::string& entries) {
  return R"({"schema_version": 1, "entries": [)" + entries + "]}";
}

TEST(LedgerCheckTest, IsSilentAboutWhatIsReadOrRefused) {
  for (const std::string& text :
       {std::string("no JSON"), std::string("{}"), LedgerOf(""), LedgerOf("1"),
        LedgerOf(R"({"clause": "time.window.past", "signatures": ["a", "a"], "reason": "r"},
                    {"clause": "time.window.past", "signatures": ["b"], "reason": "r"},
                    {"clause": "no.such", "signatures": ["\ud83d\ude00"], "expires": "2026-01-01"})")}) {
    EXPECT_EQ(LedgerObjection(text), "") << text;
  }
}

}  // namespace
}  // namespace swc::fuzz
