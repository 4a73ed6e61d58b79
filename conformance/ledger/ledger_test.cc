#include "conformance/ledger/ledger.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "spec/schema_testing.h"
#include "spec/testing_paths.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kLedger = R"({
 "schema_version": 1,
 "entries": [
  {
   "clause": "time.window.past",
   "headline": "The past ends a second early.",
   "signatures": [
    "a",
    "b"
   ],
   "reason": "the store rounds",
   "ticket": "T-1",
   "expires": "2026-12-31",
   "flaky": {
    "rate": 0.25
   },
   "witness": {
    "id": "time.window.past/edge",
    "clauses": [],
    "title": "t",
    "series": {},
    "steps": [
     {
      "put_raw": {
       "body": "{}"
      }
     }
    ]
   }
  },
  {
   "clause": "wire.operation",
   "headline": "",
   "signatures": [
    "c"
   ],
   "reason": "",
   "ticket": "",
   "expires": ""
  }
 ]
}
)";

TEST(LedgerTest, IsWrittenAsItWasRead) {
  const auto ledger = ParseLedger(kLedger);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_EQ(ToJson(*ledger), kLedger);
  EXPECT_EQ(ledger->entries[0].flaky_rate, 0.25);
  EXPECT_EQ(ledger->entries[1].flaky_rate, std::nullopt);
}

TEST(LedgerTest, HasAnOrderOfItsOwn) {
  auto ledger = ParseLedger(kLedger);
  ASSERT_TRUE(ledger);
  std::swap(ledger->entries[0], ledger->entries[1]);
  EXPECT_EQ(ToJson(*ledger), kLedger);
}

TEST(LedgerTest, ObeysItsSchema) {
  const spec::SchemaWalker schema(nlohmann::json::parse(
      spec::ReadFile((spec::SourceFolder() / "conformance/ledger/known.schema.json").string())
          .value_or("")));
  EXPECT_THAT(schema.Errors(nlohmann::json::parse(kLedger)), IsEmpty());
  nlohmann::json changed = nlohmann::json::parse(kLedger);
  changed["entries"][0]["expire"] = "2026-12-31";
  EXPECT_THAT(schema.Errors(changed), Not(IsEmpty()));
}

struct BadLedger {
  std::string_view name;
  std::string_view pointer;  // Of what is changed in the ledger above,
  std::string_view value;    // to this JSON.
  std::string_view message;
};

class BadLedgerTest : public testing::TestWithParam<BadLedger> {};

TEST_P(BadLedgerTest, IsRefusedWithItsPlace) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(kLedger);
  json[nlohmann::ordered_json::json_pointer(std::string(GetParam().pointer))] =
      nlohmann::ordered_json::parse(GetParam().value);
  const auto ledger = ParseLedger(json.dump());
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().kind, spec::ErrorKind::kInput);
  EXPECT_THAT(ledger.error().message, HasSubstr(GetParam().pointer));
  EXPECT_THAT(ledger.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadLedgerTest,
    testing::Values(BadLedger{"Version", "/schema_version", "2", "1 is required"},
                    BadLedger{"Entries", "/entries", "{}", "a list"},
                    BadLedger{"Entry", "/entries/0", "[]", "a JSON object"},
                    BadLedger{"Misspelt", "/entries/0/expire", "\"2026-12-31\"", "no such member"},
                    BadLedger{"Stranger", "/more", "1", "no such member"},
                    BadLedger{"Clause", "/entries/0/clause", "\"\"", "a clause is required"},
                    BadLedger{"Reason", "/entries/1/reason", "null", "a string"},
                    BadLedger{"Day", "/entries/0/expires", "\"2026-02-30\"", "a day is required"},
                    BadLedger{"NoSignature", "/entries/0/signatures", "[]", "not empty"},
                    BadLedger{"Signature", "/entries/0/signatures", "[1]", "strings"},
                    BadLedger{"Rate", "/entries/0/flaky", R"({"rate": 1.5})", "0 < R < 1"},
                    BadLedger{"FlakyWord", "/entries/0/flaky", "true", "0 < R < 1"},
                    BadLedger{"Witness", "/entries/0/witness", R"({"id": 1})", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(LedgerTest, WhatIsNoJsonIsRefused) {
  EXPECT_FALSE(ParseLedger(""));
  EXPECT_FALSE(ParseLedger("[]"));
  EXPECT_FALSE(ParseLedger(std::string(100'000, '[')));
}

TEST(LedgerTest, ADayIsOfTheCalendar) {
  EXPECT_TRUE(IsDay("2028-02-29"));
  for (const std::string_view wrong : {"2026-02-29", "2026-1-01", "", "2026-12-31T", "soon"}) {
    EXPECT_FALSE(IsDay(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace swc::conformance
