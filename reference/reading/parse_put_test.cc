// What the bytes of a put break: for each rule a request that keeps it and one that does not.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/reading/reading.h"
#include "reference/reading/reading_testing.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// `part` of a right put is replaced by either text.
struct PutRule {
  std::string name;
  std::optional<std::string> PutText::* part;
  std::string kept;
  std::string broken;
  std::string clause;  // With '?' if it demands nothing.
};

void PrintTo(const PutRule& rule, std::ostream* out) {
  *out << testing::PrintToString(rule.broken);  // Some are no UTF-8.
}

class ParsePutRuleTest : public testing::TestWithParam<PutRule> {};

TEST_P(ParsePutRuleTest, IsKeptByTheOneTextAndBrokenByTheOther) {
  PutText put;
  put.*GetParam().part = GetParam().kept;
  EXPECT_THAT(ClausesOf(ParsePut(put.Request()).violations), IsEmpty()) << GetParam().kept;
  put.*GetParam().part = GetParam().broken;
  EXPECT_THAT(ClausesOf(ParsePut(put.Request()).violations), ElementsAre(GetParam().clause));
}

std::string NameOfPutRule(const testing::TestParamInfo<PutRule>& info) { return info.param.name; }

// Returns a member whose value is a text of `length` letters.
std::string Text(const std::string& member, std::size_t length) {
  return "\"" + member + R"(":")" + std::string(length, 'x') + "\"";
}

std::string TextValue(std::size_t length) {
  return R"("value":{)" + Text("stringValue", length) + "}";
}

std::string ValuesOf(std::size_t count) {
  const std::string value = "{" + PutText().Value() + "}";
  return R"("propertyValues":[)" + PutText::Joined(std::vector<std::string>(count, value)) + "]";
}

std::string EntriesOf(std::size_t count) {
  const std::string entry = "{" + PutText().Entry() + "}";
  return R"("entries":[)" + PutText::Joined(std::vector<std::string>(count, entry)) + "]";
}

// Of a whole request: JSON, headers, flag, entries.
std::vector<PutRule> RequestRules() {
  const std::string right = PutText().Body();
  return {
      {"Json", &PutText::body, right, right.substr(1), "wire.json.malformed"},
      {"JsonNothing", &PutText::body, right + "\n", "", "wire.json.malformed"},
      {"Object", &PutText::body, " " + right, "[" + right + "]", "wire.json.object"},
      {"ByteOrderMark", &PutText::body, right, "\xEF\xBB\xBF" + right, "wire.encoding.bom?"},
      {"Utf8", &PutText::variant, "\"value\":{\"stringValue\":\"\xC3\xA9\"}",
       "\"value\":{\"stringValue\":\"\xC3\"}", "wire.encoding.utf8?"},
      {"Surrogate", &PutText::variant, R"("value":{"stringValue":"\ud83d\ude00"})",
       R"("value":{"stringValue":"\ud83d"})", "wire.encoding.surrogate?"},
      {"ContentType", &PutText::only_header, "content-type: Application/JSON; charset=utf-8",
       "Content-Type: text/plain", "wire.content-type?"},
      {"UnknownMember", &PutText::flag, "", R"("more":1)", "wire.member.unknown?"},
      {"FlagType", &PutText::flag, R"("enablePartialEntryProcessing":false)",
       R"("enablePartialEntryProcessing":"false")", "partial.flag.type"},
      {"EntriesRequired", &PutText::entries, EntriesOf(1), "", "entries.required"},
      {"EntriesNull", &PutText::entries, EntriesOf(1), R"("entries":null)", "entries.required"},
      {"EntriesType", &PutText::entries, EntriesOf(1), R"("entries":{})", "wire.json.member-type"},
      {"EntriesNotEmpty", &PutText::entries, EntriesOf(1), R"("entries":[])", "entries.not-empty"},
      {"EntriesMax", &PutText::entries, EntriesOf(10), EntriesOf(11), "entries.max"},
      {"EntryNull", &PutText::entries, EntriesOf(2), R"("entries":[null])",
       "wire.json.null-element"},
      {"EntryType", &PutText::entries, EntriesOf(2), R"("entries":[7])", "wire.json.member-type"},
  };
}

INSTANTIATE_TEST_SUITE_P(Request, ParsePutRuleTest, testing::ValuesIn(RequestRules()),
                         NameOfPutRule);

constexpr auto* kAssetId = R"("assetId":"a1b2c3d4-5678-4abc-8def-000000000001")";
constexpr auto* kPropertyId = R"("propertyId":"b1b2c3d4-5678-4abc-8def-000000000001")";

std::string Ids(const std::string& asset_id) { return asset_id + "," + std::string(kPropertyId); }

// Of an entry: its id, its names, its list of values.
std::vector<PutRule> EntryRules() {
  const std::string ids = Ids(kAssetId);
  const std::string alias = R"("propertyAlias":"/a")";
  return {
      {"IdRequired", &PutText::id, R"("entryId":"a")", "", "entry.id.required"},
      {"IdType", &PutText::id, R"("entryId":"7")", R"("entryId":7)", "wire.json.member-type"},
      {"IdEmpty", &PutText::id, Text("entryId", 1), Text("entryId", 0), "entry.id.length"},
      {"IdLong", &PutText::id, Text("entryId", 64), Text("entryId", 65), "entry.id.length"},
      {"IdPattern", &PutText::id, R"("entryId":"aZ_0-9")", R"("entryId":"a.b")",
       "entry.id.pattern"},
      {"IdentityRequired", &PutText::identity, ids, kAssetId, "identity.required"},
      {"IdentityNone", &PutText::identity, alias, "", "identity.required"},
      {"IdentityHalf", &PutText::identity, ids + "," + alias, kPropertyId + ("," + alias),
       "identity.both.half?"},
      {"AssetIdPattern", &PutText::identity, ids, Ids(R"("assetId":"a1b2c3d4")"),
       "identity.id.pattern"},
      {"AssetIdCase", &PutText::identity, ids,
       Ids(R"("assetId":"A1B2C3D4-5678-4ABC-8DEF-000000000001")"), "identity.id.case"},
      {"ExternalId", &PutText::identity, ids, Ids(R"("assetId":"externalId:a")"),
       "identity.external-id"},
      {"AliasEmpty", &PutText::identity, Text("propertyAlias", 1), Text("propertyAlias", 0),
       "identity.alias.length"},
      {"AliasContested", &PutText::identity, Text("propertyAlias", 1000),
       Text("propertyAlias", 1001), "identity.alias.contested?"},
      {"AliasLong", &PutText::identity, alias, Text("propertyAlias", 2049),
       "identity.alias.length"},
      {"AliasControl", &PutText::identity, R"("propertyAlias":"/a b")",
       R"("propertyAlias":"/a\u0007b")", "identity.alias.control"},
      {"AliasPattern", &PutText::identity, R"("propertyAlias":"~")", R"("propertyAlias":"\u0007")",
       "identity.alias.pattern"},
      {"ValuesRequired", &PutText::values, ValuesOf(1), "", "values.required"},
      {"ValuesType", &PutText::values, ValuesOf(1), R"("propertyValues":"")",
       "wire.json.member-type"},
      {"ValuesEmpty", &PutText::values, ValuesOf(1), R"("propertyValues":[])", "values.empty?"},
      {"ValuesMax", &PutText::values, ValuesOf(10), ValuesOf(11), "values.max"},
  };
}

INSTANTIATE_TEST_SUITE_P(Entry, ParsePutRuleTest, testing::ValuesIn(EntryRules()), NameOfPutRule);

std::string TimeOf(const std::string& members) { return R"("timestamp":{)" + members + "}"; }

std::string Seconds(const std::string& number) { return TimeOf(R"("timeInSeconds":)" + number); }

std::string Nanos(const std::string& number) {
  return TimeOf(R"("timeInSeconds":1,"offsetInNanos":)" + number);
}

// Of a value: its timestamp and quality.
std::vector<PutRule> TimeRules() {
  return {
      {"ValueNull", &PutText::values, ValuesOf(1), R"("propertyValues":[null])",
       "wire.json.null-element"},
      {"TimeRequired", &PutText::time, Seconds("1"), "", "time.required"},
      {"TimeNull", &PutText::time, Seconds("1"), R"("timestamp":null)", "time.required"},
      {"SecondsRequired", &PutText::time, Seconds("1"), TimeOf(R"("offsetInNanos":1)"),
       "time.required"},
      {"SecondsType", &PutText::time, Seconds("1"), Seconds(R"("1")"), "wire.json.member-type"},
      {"SecondsForm", &PutText::time, Seconds("1"), Seconds("1.0"), "wire.number.integral-form?"},
      {"SecondsLeast", &PutText::time, Seconds("1"), Seconds("-1"), "time.seconds.range"},
      {"SecondsGreatest", &PutText::time, Seconds("9223372036"), Seconds("31556889864403200"),
       "time.seconds.range"},
      {"NanosLeast", &PutText::time, Nanos("0"), Nanos("-1"), "time.nanos.range"},
      {"NanosGreatest", &PutText::time, Nanos("999999999"), Nanos("1000000000"),
       "time.nanos.range"},
      {"NanosFraction", &PutText::time, Nanos("5"), Nanos("0.5"), "wire.json.member-type"},
      {"Quality", &PutText::quality, R"("quality":"UNCERTAIN")", R"("quality":"good")",
       "quality.enum"},
      {"QualityType", &PutText::quality, "", R"("quality":7)", "wire.json.member-type"},
  };
}

INSTANTIATE_TEST_SUITE_P(Time, ParsePutRuleTest, testing::ValuesIn(TimeRules()), NameOfPutRule);

std::string Variant(const std::string& members) { return R"("value":{)" + members + "}"; }

std::string Double(const std::string& number) { return Variant(R"("doubleValue":)" + number); }

std::string Integer(const std::string& number) { return Variant(R"("integerValue":)" + number); }

std::string Null(const std::string& members, const std::string& quality) {
  return Variant(R"("nullValue":{)" + members + "}") + R"(,"timestamp":{"timeInSeconds":1},)" +
         R"("quality":")" + quality + "\"";
}

// Of a value: what it is.
std::vector<PutRule> VariantRules() {
  const std::string letter = R"("valueType":"D")";
  const std::string rest = R"(,"timestamp":{"timeInSeconds":1},"quality":)";
  return {
      {"VariantRequired", &PutText::variant, Double("1"), "", "value.required"},
      {"OneMember", &PutText::variant, Double("1"), Variant(R"("doubleValue":1,"integerValue":1)"),
       "value.one-member"},
      {"NoMember", &PutText::variant, Double("1"), Variant(""), "value.one-member"},
      {"DoubleType", &PutText::variant, Double("1e1"), Double(R"("1e1")"), "wire.json.member-type"},
      {"DoubleInfinity", &PutText::variant, Double("0"), Double(R"("-Infinity")"),
       "value.double.infinity"},
      {"DoubleContested", &PutText::variant, Double("-1e10"), Double("-1e11"),
       "value.double.contested"},
      {"DoubleRange", &PutText::variant, Double("1e10"), Double("1e101"), "value.double.range"},
      {"NanGood", &PutText::value, Double(R"("NaN")") + rest + R"("BAD")",
       Double(R"("NaN")") + rest + R"("GOOD")", "value.double.nan-good?"},
      {"IntegerGreatest", &PutText::variant, Integer("2147483647"), Integer("2147483648"),
       "value.integer.range"},
      {"IntegerLeast", &PutText::variant, Integer("-2147483648"), Integer("-2147483649"),
       "value.integer.range"},
      {"IntegerFraction", &PutText::variant, Integer("7"), Integer("7.5"), "wire.json.member-type"},
      {"TextLength", &PutText::variant, TextValue(1024), TextValue(1025), "value.string.length"},
      {"TextBytes", &PutText::variant, TextValue(0),
       "\"value\":{\"stringValue\":\"\xC3\xA9" + std::string(1023, 'x') + "\"}",
       "value.string.contested?"},
      {"TextControl", &PutText::variant, Variant(R"("stringValue":" ~")"),
       Variant(R"("stringValue":"\t")"), "value.string.pattern"},
      {"Boolean", &PutText::variant, Variant(R"("booleanValue":false)"),
       Variant(R"("booleanValue":0)"), "wire.json.member-type"},
      {"NullTyped", &PutText::value, Null(letter, "BAD"), Null("", "BAD"), "value.null.type"},
      {"NullLetter", &PutText::value, Null(R"("valueType":"U")", "UNCERTAIN"),
       Null(R"("valueType":"X")", "UNCERTAIN"), "value.null.type"},
      {"NullGood", &PutText::value, Null(letter, "BAD"), Null(letter, "GOOD"), "value.null.good"},
  };
}

INSTANTIATE_TEST_SUITE_P(Variant, ParsePutRuleTest, testing::ValuesIn(VariantRules()),
                         NameOfPutRule);

TEST(ParsePutTest, ReadsEverythingThatWasSent) {
  const Reading reading = ParsePut(PutText{.flag = R"("enablePartialEntryProcessing":true)",
                                           .identity = Ids(kAssetId),
                                           .variant = R"("value":{"integerValue":7})",
                                           .time = Nanos("5"),
                                           .quality = R"("quality":"BAD")"}
                                       .Request());
  EXPECT_TRUE(reading.decodable);
  EXPECT_EQ(reading.partial, PartialFlag::kTrue);
  const SentEntry& entry = reading.entries.at(0);
  EXPECT_EQ(entry.id, "a");
  EXPECT_EQ(entry.asset_id, "a1b2c3d4-5678-4abc-8def-000000000001");
  EXPECT_EQ(entry.property_id, "b1b2c3d4-5678-4abc-8def-000000000001");
  EXPECT_EQ(entry.alias, std::nullopt);
  const SentValue& value = entry.values.at(0);
  EXPECT_EQ(value.value, spec::Value(std::int32_t{7}));
  EXPECT_EQ(value.time, (spec::Instant{.seconds = 1, .nanos = 5}));
  EXPECT_EQ(value.sent_time, (SentTime{.seconds = 1, .nanos = 5}));
  EXPECT_EQ(value.quality, spec::Quality::kBad);
  EXPECT_TRUE(value.quality_given);
  EXPECT_TRUE(value.nanos_given);
}

TEST(ParsePutTest, WhatIsLeftOutHasItsDefault) {
  const SentValue value = ParsePut(PutText{.quality = ""}.Request()).entries.at(0).values.at(0);
  EXPECT_EQ(value.quality, spec::Quality::kGood);
  EXPECT_FALSE(value.quality_given);
  EXPECT_EQ(value.time, (spec::Instant{.seconds = 1'760'000'000, .nanos = 0}));
  EXPECT_FALSE(value.nanos_given);
}

TEST(ParsePutTest, AMemberThatIsNullIsAbsentAndNoted) {
  const Reading reading = ParsePut(PutText{.quality = R"("quality":null)"}.Request());
  EXPECT_THAT(ClausesOf(reading.violations), IsEmpty());
  EXPECT_TRUE(reading.null_members);
  EXPECT_FALSE(ParsePut(PutText().Request()).null_members);
}

TEST(ParsePutTest, ATimeOutOfRangeIsKnownAsItWasSent) {
  const SentValue value =
      ParsePut(PutText{.time = Nanos("-1")}.Request()).entries.at(0).values.at(0);
  EXPECT_EQ(value.sent_time, (SentTime{.seconds = 1, .nanos = -1}));
  EXPECT_EQ(value.time, std::nullopt);
}

TEST(ParsePutTest, OfABodyWithOddCharactersOnlyTheNamesAreKnown) {
  const Reading reading =
      ParsePut(PutText{.variant = "\"value\":{\"stringValue\":\"\xFF\"}"}.Request());
  EXPECT_FALSE(reading.decodable);
  EXPECT_EQ(reading.entries.at(0).id, "a");
  EXPECT_THAT(reading.entries.at(0).values, IsEmpty());
}

TEST(ParsePutTest, AHeaderThatLeavesNoRoomForJsonIsNoted) {
  spec::HttpRequest request = PutText().Request();
  request.headers.emplace_back("Accept", "text/html, */*");
  EXPECT_THAT(ClausesOf(ParsePut(request).violations), IsEmpty());
  request.headers.back().second = "text/html";
  request.headers.emplace_back("Expect", "100-continue");
  EXPECT_THAT(ClausesOf(ParsePut(request).violations),
              ElementsAre("wire.accept?", "wire.transfer?"));
}

}  // namespace
}  // namespace swc::reference
