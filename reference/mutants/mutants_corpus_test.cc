// The corpus of request sequences on which every mutant has to show itself.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reference/mutants/mutants_testing.h"
#include "spec/http_message.h"

namespace swc::reference::mutant_testing {
namespace {

using spec::HttpRequest;

// One request with one value each.
std::vector<HttpRequest> Each(const std::vector<std::string>& values,
                              std::string_view alias = "/s1") {
  std::vector<HttpRequest> requests;
  requests.reserve(values.size());
  for (const std::string& value : values) {
    requests.push_back(PutOne({value}, alias));
  }
  return requests;
}

// Each variant by itself, to the alias of a property of its type, at times of their own.
std::vector<HttpRequest> EachVariant(const std::vector<std::string>& variants,
                                     std::string_view alias,
                                     std::string_view quality = R"("GOOD")") {
  std::vector<HttpRequest> requests;
  requests.reserve(variants.size());
  for (std::size_t i = 0; i < variants.size(); ++i) {
    requests.push_back(
        PutOne({Tqv(variants[i], At(kNow - static_cast<std::int64_t>(i)), quality)}, alias));
  }
  return requests;
}

// One entry each with the given entryId.
std::vector<HttpRequest> EachEntryId(const std::vector<std::string>& ids) {
  std::vector<HttpRequest> requests;
  requests.reserve(ids.size());
  for (const std::string& id : ids) {
    requests.push_back(Put("true", {Entry(id, ByAlias("/s1"), Numbers(1))}));
  }
  return requests;
}

// One entry each with the given identity.
std::vector<HttpRequest> EachIdentity(const std::vector<std::string>& identities) {
  std::vector<HttpRequest> requests;
  requests.reserve(identities.size());
  for (const std::string& identity : identities) {
    requests.push_back(Put("true", {Entry("e1", identity, Numbers(1))}));
  }
  return requests;
}

std::vector<HttpRequest> EachBody(const std::vector<std::string>& bodies) {
  std::vector<HttpRequest> requests;
  requests.reserve(bodies.size());
  for (const std::string& body : bodies) {
    requests.push_back(Raw(body));
  }
  return requests;
}

std::string Repeat(std::string_view text, std::size_t count) {
  std::string repeated;
  for (std::size_t i = 0; i < count; ++i) {
    repeated += text;
  }
  return repeated;
}

const std::string kDouble = "/example/line1/temperature";
const std::string kInteger = "/example/line1/count";
const std::string kText = "/example/line1/label";
const std::string kBoolean = "/example/line1/running";
const std::string kDenied = ByIds("10");
const std::string kUnknown = ByIds("99");

std::string Good() { return Tqv(Double("1.5"), At(kNow)); }
std::string Old() { return Tqv(Double("2.5"), At(kOldest - 100'000, "7")); }
std::string Early() { return Tqv(Double("3.5"), At(kNewest + 100'000, "9")); }

HttpRequest Get(std::string target) { return {.method = "GET", .target = std::move(target)}; }

// A batch of histories of `entries`, as they are written.
HttpRequest BatchOf(std::string_view entries, std::string_view more = "") {
  return {.method = "POST",
          .target = "/properties/batch/history",
          .headers = {{"Content-Type", "application/json"}},
          .body = fmt::format(R"({{"entries":[{}]{}}})", entries, more)};
}

// One entry of a batch of histories.
HttpRequest BatchHistory(std::string_view entry, std::string_view more = "") {
  return BatchOf(fmt::format("{{{}}}", entry), more);
}

// Ten entries of ten texts of the greatest length.
HttpRequest Largest() {
  std::vector<std::string> values;
  for (int i = 0; i < 10; ++i) {
    values.push_back(Tqv(Text(std::string(1024, 'x')), At(kNow - i)));
  }
  std::vector<std::string> entries;
  for (int i = 0; i < 10; ++i) {
    entries.push_back(Entry(fmt::format("e{}", i), ByAlias(fmt::format("/large{}", i)), values));
  }
  return Put("true", entries);
}

// A read of current values of a stream that does not exist, `count` times.
spec::HttpRequest BatchRead(int count) {
  std::vector<std::string> entries;
  for (int i = 0; i < count; ++i) {
    entries.push_back(fmt::format(R"({{"entryId":"e{}","propertyAlias":"/nothing"}})", i));
  }
  return {.method = "POST",
          .target = "/properties/batch/latest",
          .headers = {{"Content-Type", "application/json"}},
          .body = R"({"entries":)" + List(entries) + "}"};
}

std::vector<Sequence> WireSequences() {
  const std::string good = List({Entry("e1", ByAlias("/s1"), {Good()})});
  return {
      {"plain", {PutOne({Good()})}},
      {"broken JSON",
       EachBody({R"({"entries": [)", R"({"entries":)" + good + ",}",
                 R"({"entries":)" + good + "} x", R"({/* comment */"entries":)" + good + "}", "[]",
                 R"({"entries":)" +
                     List({Entry("e1", ByAlias("/s1"), {Tqv(Double("NaN"), At(kNow), kBad)})}) +
                     "}"})},
      {"no operation",
       {{.method = "POST", .target = "/properties/put", .headers = {}, .body = "{}"}}},
      {"batch read of nothing", {BatchRead(1)}},
      {"batch reads of other sizes", {BatchRead(0), BatchRead(11), BatchRead(129)}},
      {"single quotes", EachBody({"{'entries':[{'entryId':'e1'}]}"})},
      {"deep nesting", EachBody({std::string(40'000, '[')})},
      {"JSON written in another way",
       EachBody({R"({"entr\u0069es":)" + good + "}", "{\t\"entries\":" + good + "}"})},
      {"bytes that are not UTF-8", EachBody({"{\"entries\":\"\xFF\"}"})},
      {"members",
       EachBody({"{}", R"({"entries":[]})", R"({"entries":null})",
                 R"({"entries":[{"entryId":"e1","propertyAlias":"/s1"}]})",
                 R"({"entries":[{"propertyAlias":"/s1","propertyValues":)" + List({Good()}) + "}]}",
                 R"({"entries":[{"entryId":"e1","propertyValues":)" + List({Good()}) + "}]}",
                 R"({"entries":[],"entries":)" + good + "}",
                 R"({"entries":)" + List({"null", Entry("e1", ByAlias("/s1"), {Good()})}) + "}"})},
      {"coercion of numbers",
       EachVariant({Double(R"("1.5")"), Double("5"), Double("1e1")}, kDouble)},
      {"coercion of integers", EachVariant({Integer(R"("15")"), Integer("1.5"),
                                            Integer("2147483648"), Integer("-3000000000")},
                                           kInteger)},
      {"coercion of booleans", EachVariant({Boolean(R"("true")"), Boolean("1")}, kBoolean)},
      {"coercion of times",
       Each({Tqv(Double("1"), fmt::format(R"({{"timeInSeconds":"{}"}})", kNow))})},
      {"null members",
       Each({"null", Tqv(Double("1.5"), At(kNow), "null"), Tqv(Double("1.5"), At(kNow, "null")),
             Tqv("null", At(kNow)), R"({"value":{"doubleValue":1.5}})"})},
      {"null beside a value", {PutOne({Good(), "null"})}},
      {"null alias", EachIdentity({ByIds("01") + R"(,"propertyAlias":null)"})},
      {"flags", {PutOne({Old(), Good()}, "/s1", R"("true")"), PutOne({Old(), Good()}, "/s2", "1")}},
      {"empty values", {PutOne({})}},
      {"full batch", {Put("true", Entries(10, 10))}},
  };
}

// A value, and faulty reads of it.
std::vector<Sequence> ReadSequences() {
  const std::string history = "/properties/history?propertyAlias=%2Fs1";
  const std::string property = "propertyId=" + PropertyId("01");
  const std::string ids = fmt::format("assetId={}&{}", kAsset, property);
  const std::string alias = ByAlias("/s1");
  const std::string of_two = R"("entryId":"u",)" + ByIds("99") + R"(},{"entryId":"e1",)" + alias;
  const auto of_batch = [&](std::string_view id, std::string_view more) {
    return fmt::format(R"({{"entryId":"{}",{},{}}})", id, alias, more);
  };
  return {
      {"faulty histories",
       {PutOne({Good()}), Get(history + "&qualities=GOOD&qualities=BAD"),
        Get(history + "&qualities=FINE"), Get(history + "&timeOrdering=SIDEWAYS"),
        Get(history + "&maxResults=0"), Get(history + "&startDate=yesterday"),
        Get(history + "&maxResults=many"), Get(history + "&nextToken="),
        Get(history + "&nextToken=%2A%2A")}},
      {"faulty names of reads",
       {Get("/properties/latest?" + property), Get("/properties/latest?" + ids + "a"),
        Get("/properties/latest?propertyAlias=")}},
      {"second page of a batch",
       {PutOne(Numbers(3, kNow - 100)), BatchHistory(of_two, R"(,"maxResults":1)"),
        BatchHistory(of_two, R"(,"maxResults":1,"nextToken":"1+1")")}},
      {"one time in an entry", {PutOne({Good(), Tqv(Double("2"), At(kNow))})}},
      {"numbers and tokens of histories",
       {PutOne({Good(), Tqv(Double("2.5"), At(kNow + 1))}), Get(history + "&maxResults=3000000000"),
        Get(history + "&nextToken=x"), Get(history + "&nextToken=0%2B1"),
        BatchHistory(R"("entryId":"e1",)" + alias, R"(,"nextToken":"0+")"),
        BatchHistory(R"("entryId":"e1",)" + alias, R"(,"nextToken":"x")")}},
      {"batch of null", {BatchOf("null")}},
      {"entries of batches that differ",
       {PutOne({Good(), Tqv(Double("2.5"), At(kNow + 1)), Tqv(Double("3.5"), At(kNow + 2), kBad)}),
        BatchOf(of_batch("a", R"("qualities":["BAD"],"timeOrdering":"DESCENDING")") + "," +
                of_batch("b", R"("qualities":["GOOD"])")),
        BatchOf(of_batch("a", fmt::format(R"("endDate":{})", kNow)) + "," +
                of_batch("b", fmt::format(R"("startDate":{})", kNow))),
        BatchOf(of_batch("a", "\"qualities\":null") + "," + of_batch("b", "\"qualities\":null"),
                R"(,"maxResults":2)")}},
      {"faulty batch reads",
       {PutOne({Good()}), BatchHistory(R"("entryId":"",)" + alias),
        BatchHistory(R"("entryId":"e1",)" + ByIds("99"))}},
  };
}

std::vector<Sequence> LimitSequences() {
  return {
      {"ten entries", {Put("true", Entries(10))}},
      {"eleven entries", {Put("true", Entries(11))}},
      {"ten values", {PutOne(Numbers(10, kNow - 100))}},
      {"eleven values", {PutOne(Numbers(11, kNow - 100))}},
      {"eleven values in the second entry",
       {Put("true",
            {Entry("a", ByAlias("/s1"), Numbers(1)), Entry("b", ByAlias("/s2"), Numbers(11))})}},
      {"twelve values in all", {Put("true", Entries(2, 6))}},
      {"entry ids", EachEntryId({"", std::string(64, 'x'), std::string(65, 'x'), "a_b", "a-b", "7a",
                                 "a.b", "unique entry ID"})},
      {"entry ids that differ in case",
       {Put("true",
            {Entry("a", ByAlias("/s1"), Numbers(1)), Entry("A", ByAlias("/s2"), Numbers(1))})}},
  };
}

std::vector<Sequence> IdentitySequences() {
  const std::string asset = fmt::format(R"("assetId":"{}")", kAsset);
  const std::string nil = "00000000-0000-0000-0000-000000000000";
  return {
      {"identities",
       EachIdentity({asset, ByIds(nil, PropertyId("01")), ByIds("a1b2c3d4", PropertyId("01")),
                     ByIds("A1B2C3D4-5678-4ABC-8DEF-000000000001", PropertyId("01")),
                     ByIds("externalId:boiler", PropertyId("01")), kUnknown, kDenied, ByIds("07"),
                     ByIds("08"), ByIds("09")})},
      {"aliases", EachIdentity({ByAlias(""), ByAlias("/a\tb"), ByAlias("/a\x7f"),
                                ByAlias("/gr\xC3\xB6\xC3\x9F"
                                        "e"),
                                ByAlias("/" + std::string(999, 'a')), ByAlias("\t"),
                                ByAlias("/" + std::string(2047, 'a')),
                                ByAlias("/" + std::string(2048, 'a'))})},
      {"a fault without the flag",
       {Put("", {Entry("e1", ByAlias("/s1"),
                       {Tqv(Double("7.5"), At(kNow)), Tqv(Double("8.5"), At(kOldest - 1))})})}},
      {"ids and alias", EachIdentity({ByAlias(kDouble)})},
      {"overwrite by alias",
       {Put("true", {Entry("e1", ByIds("01"), {Good()})}),
        Put("true", {Entry("e2", ByAlias(kDouble), {Tqv(Double("7.5"), At(kNow))})})}},
      {"contradiction", EachIdentity({ByIds("01") + "," + ByAlias("/example/line2/temperature")})},
      {"second property of a type", EachIdentity({ByIds("02")})},
      {"unknown among others",
       {Put("true", {Entry("a", ByAlias("/s1"), Numbers(1)), Entry("b", kUnknown, Numbers(1)),
                     Entry("c", ByAlias("/s2"), Numbers(1))})}},
      {"denied among others",
       {Put("false", {Entry("a", ByAlias("/s1"), Numbers(1)), Entry("b", kDenied, Numbers(2)),
                      Entry("c", ByAlias("/s2"), Numbers(1))})}},
  };
}

// A value each to aliases that look alike.
Sequence Lookalikes(std::string_view name, const std::vector<std::string>& aliases) {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < aliases.size(); ++i) {
    entries.push_back(Entry(fmt::format("e{}", i), ByAlias(aliases[i]),
                            {Tqv(Double(fmt::format("{}.5", i)), At(kNow))}));
  }
  return {std::string(name), {Put("true", entries)}};
}

std::vector<Sequence> SeriesSequences() {
  const std::string long_alias = "/" + std::string(300, 'a');
  return {
      Lookalikes("capitals", {"/Case", "/case"}),
      Lookalikes("blanks", {"/a b", "/a  b", "/a b ", "/a+b"}),
      Lookalikes("escapes", {"/a/b", "/a%2Fb"}),
      Lookalikes("slashes", {"/a/b", "/a//b", "/a/b/", "a/b"}),
      Lookalikes("patterns", {"/xzy", "/x_y"}),
      Lookalikes("accents", {"/caf\xC3\xA9", "/cafe\xCC\x81"}),
      Lookalikes("long aliases", {long_alias + "1", long_alias + "2"}),
      {"aliases around that of a property",
       {PutOne({Good()}, kDouble), PutOne({Tqv(Double("2.5"), At(kNow + 1))}, kDouble + "x"),
        PutOne({Tqv(Double("3.5"), At(kNow + 2))}, kDouble.substr(0, kDouble.size() - 1))}},
      {"current value by two names",
       {PutOne({Tqv(Double("1.5"), At(kNow - 9))}, kDouble),
        Get("/properties/latest?propertyAlias=%2Fexample%2Fline1%2Ftemperature"),
        Put("true", {Entry("e1", ByIds("01"), {Good()})}),
        Get("/properties/latest?propertyAlias=%2Fexample%2Fline1%2Ftemperature")}},
      {"one property of two assets",
       {Put("true", {Entry("a", ByIds("01"), Numbers(1)),
                     Entry("b", ByIds("a1b2c3d4-5678-4abc-8def-000000000002", PropertyId("01")),
                           Numbers(2))})}},
  };
}

std::vector<Sequence> TimeSequences() {
  const auto at = [](std::int64_t seconds, std::string_view nanos = "0") {
    return Tqv(Double("1.5"), At(seconds, nanos));
  };
  const std::string now_nanos = std::to_string(kNowNanos);
  return {
      {"edges of the past", Each({at(kOldest, now_nanos), at(kOldest + 30), at(kOldest + 1800),
                                  at(kOldest - 30), at(kOldest - 1'000'000)})},
      {"edges of the future",
       Each({at(kNewest, now_nanos), at(kNewest - 30), at(kNow + 301), at(kNow + 700),
             at(kNow + 20'000), at(kNow * 1000), at(kNow + 1'000'000)})},
      {"seconds out of range", Each({at(0), at(-1), at(9223372036854775)})},
      {"nanos out of range", Each({at(kNow, "1000000000"), at(kNow, "-1")})},
      {"nanos",
       {PutOne(
           {at(kNow, "123456789"), at(kNow, "123456790"), at(kNow, ""), at(kNow, "999999999")})}},
      {"out of order", Each({at(kNow), at(kNow - 50), at(kNow - 20)})},
      {"out of order in a second", Each({at(kNow, "500"), at(kNow, "400"), at(kNow, "600")})},
      {"descending entry", {PutOne({at(kNow), at(kNow - 1), at(kNow - 2)})}},
      {"future value", Each({at(kNow - 10), at(kNow + 100)})},
  };
}

std::vector<Sequence> ValueSequences() {
  const std::string control = std::string("a\0b", 3);
  return {
      {"doubles",
       EachVariant({Double("1e10"), Double("-1e10"), Double("5000000000.5"), Double("1e101"),
                    Double("-1e101"), Double(R"("Infinity")"), Double(R"("-Infinity")"),
                    Double("0.1234567890123456789"), Double("-0.0"), Double("5e-324"), Double("0")},
                   kDouble)},
      {"seventeen digits", EachVariant({Double("0.30000000000000004")}, kDouble)},
      {"NaN", EachVariant({Double(R"("NaN")")}, kDouble, kBad)},
      {"uncertain NaN", EachVariant({Double(R"("NaN")")}, kDouble, kUncertain)},
      {"integers", EachVariant({Integer("2147483647"), Integer("-2147483648"), Integer("16777217"),
                                Integer("-5"), Integer("0")},
                               kInteger)},
      {"booleans", EachVariant({Boolean("true"), Boolean("false")}, kBoolean)},
      {"nulls", EachVariant({Null("D"), Null("U"), Null("X"), Null("d"), R"({"nullValue":{}})"},
                            kDouble, kBad)},
      {"uncertain null", EachVariant({Null("D")}, kDouble, kUncertain)},
      {"good null", EachVariant({Null("D")}, kDouble)},
      {"old null", {PutOne({Tqv(Null("D"), At(kOldest - 100), kBad)})}},
      {"null of no type beside a value",
       {PutOne({Good(), Tqv(Null("X"), At(kNow + 1), kBad)}, "/s1", "false")}},
      {"wrong types for a double",
       EachVariant({Integer("5"), Text("five"), Boolean("true")}, kDouble)},
      {"wrong types for an integer", EachVariant({Double("5.5"), Boolean("true")}, kInteger)},
      {"wrong types for a text", EachVariant({Double("5.5"), Boolean("true")}, kText)},
      {"wrong type by ids",
       {Put("true", {Entry("e1", ByIds("01"), {Good(), Tqv(Integer("5"), At(kNow + 1))})})}},
      {"variants", EachVariant({"{}", R"({"doubleValue":1.5,"stringValue":"a"})"}, kDouble)},
      {"texts", EachVariant({Text(""), Text("a\tb"), Text("a\x7f"), Text(control),
                             Text("a\xC2\x85"
                                  "b"),
                             Text("\xF0\x9F\x98\x80"), Text(" a "), Text("e\xCC\x81"),
                             Text("\xC3\xA9"), Text("a\"b\\c")},
                            kText)},
      {"texts that mean something elsewhere",
       EachVariant({Text("100%%"), Text("a${b}c"), Text("a{{b}}c"), Text("=1+1"),
                    Text(std::string(600, 'a') + "\xE2\x80\xA8"), Text(std::string(1024, '"'))},
                   kText)},
      {"largest request", {Largest()}},
      {"lengths of texts", EachVariant({Text(std::string(1023, 'a')), Text(std::string(1024, 'a')),
                                        Text(std::string(1025, 'a')), Text(std::string(1030, 'a')),
                                        Text(Repeat("\xC3\xA9", 300))},
                                       kText)},
  };
}

std::vector<Sequence> QualitySequences() {
  const auto with = [](std::string_view number, std::string_view quality) {
    return Tqv(Double(number), At(kNow), quality);
  };
  return {
      {"qualities", Each({with("1", R"("good")"), with("2", R"("WORSE")"), with("3", R"("")")})},
      {"default quality",
       {PutOne({Tqv(Double("1"), At(kNow), kBad), Tqv(Double("2"), At(kNow + 1), "")})}},
      {"every quality", Each({with("1", R"("GOOD")"), with("2", kBad), with("3", kUncertain)})},
      {"good after bad in an entry", {PutOne({with("2", kBad), with("1", R"("GOOD")")})}},
      {"good after bad", Each({with("2", kBad), with("1", R"("GOOD")")})},
      {"qualities in an entry",
       {PutOne({Tqv(Double("1"), At(kNow)), Tqv(Double("2"), At(kNow + 1), kBad)})}},
  };
}

std::vector<Sequence> PartialSequences() {
  const auto two = [](std::string_view flag, const std::vector<std::string>& first,
                      const std::vector<std::string>& second) {
    return Put(flag, {Entry("a", ByAlias("/s1"), first), Entry("b", ByAlias("/s2"), second)});
  };
  const std::string later = Tqv(Double("4.5"), At(kNow + 5));
  std::vector<std::string> all_bad;
  all_bad.reserve(10);
  for (int i = 0; i < 10; ++i) {
    all_bad.push_back(Tqv(Double("1"), At(kNewest + 1000 + i)));
  }
  std::vector<std::string> last_bad = Entries(9);
  last_bad.push_back(Entry("e9", ByAlias("/s9"), {Early()}));
  return {
      {"true", {PutOne({Good(), Old(), later})}},
      {"false", {PutOne({Good(), Old(), later}, "/s1", "false")}},
      {"mostly bad", {PutOne({Good(), Old(), Early()})}},
      {"all bad", {PutOne(all_bad)}},
      {"future in second entry, true", {two("true", {Good()}, {later, Early()})}},
      {"future in first entry, true", {two("true", {later, Early()}, {Good()})}},
      {"future in first entry, false", {two("false", {later, Early()}, {Good()})}},
      {"two bad entries", {two("true", {Early()}, {Old()})}},
      {"last of ten bad", {Put("true", last_bad)}},
      {"long entry id", {Put("true", {Entry(std::string(40, 'x'), ByAlias("/s1"), {Early()})})}},
      {"flag after flag",
       {PutOne({Good(), Old()}, "/s1", "true"), PutOne({Good(), Old()}, "/s2", "false")}},
      {"refused after good entry",
       {two("true", {Good()}, {Tqv(Double("1"), At(kNow), R"("WORSE")")})}},
      {"put after a refusal", {PutOne({Good()}, "/s2", "7"), PutOne({Good()})}},
      {"put after a failed entry", {PutOne({Early()}), PutOne({Good()})}},
  };
}

std::vector<Sequence> StoreSequences() {
  const auto at_now = [](std::string_view variant, std::string_view quality = R"("GOOD")") {
    return Tqv(variant, At(kNow), quality);
  };
  std::vector<HttpRequest> many;
  many.reserve(12);
  for (int i = 0; i < 12; ++i) {
    many.push_back(Put("true", {Entry(fmt::format("e{}", i), ByAlias("/s1"),
                                      {Tqv(Double("1.5"), At(kNow + i))})}));
  }
  std::vector<HttpRequest> hundred;
  hundred.reserve(11);
  for (int i = 0; i < 11; ++i) {
    hundred.push_back(PutOne(Numbers(10, kNow - 200 + std::int64_t{10} * i)));
  }
  return {
      {"overwrite", Each({at_now(Double("2")), at_now(Double("3")), at_now(Double("1"))})},
      {"overwrite of bad", Each({at_now(Double("1"), kBad), at_now(Double("2"), kBad)})},
      {"resend", Each({at_now(Double("2")), at_now(Double("2"))})},
      {"overwrite by nothing", Each({at_now(Double("2")), at_now(Double("0"))})},
      {"overwrite of zero", Each({at_now(Double("0.0")), at_now(Double("-0.0"))})},
      {"overwrite by NaN",
       Each({at_now(Double("1"), kBad), at_now(Double(R"("NaN")"), kBad)}, kDouble)},
      {"overwrite by null", Each({at_now(Double("1"), kBad), at_now(Null("D"), kBad)}, kDouble)},
      {"overwrite of null", Each({at_now(Null("D"), kBad), at_now(Double("1"), kBad)}, kDouble)},
      {"overwrite with a neighbour",
       Each({Tqv(Double("1"), At(kNow - 1)), at_now(Double("2")), at_now(Double("3"))})},
      {"refused overwrite",
       {PutOne({at_now(Double("2"))}),
        Put("true", {Entry("e2", ByAlias("/s1"),
                           {at_now(Double("3")), Tqv(Double("1"), At(kNow), R"("WORSE")")})}),
        PutOne({Tqv(Double("5"), At(kNow + 1))})}},
      {"many puts", many},
      {"values on both sides of now", {PutOne(Numbers(10, kNow - 5))}},
      {"more than a hundred values", hundred},
      {"two entries of a series",
       {Put("true", {Entry("a", ByAlias("/s1"), {Good()}),
                     Entry("b", ByAlias("/s1"), {Tqv(Double("2"), At(kNow + 1))})})}},
      {"same time in two series", {Put("true", Entries(2))}},
  };
}

}  // namespace

const std::vector<Sequence>& Corpus() {
  static const std::vector<Sequence> corpus = [] {
    std::vector<Sequence> all;
    for (const auto& area :
         {WireSequences(), ReadSequences(), LimitSequences(), IdentitySequences(),
          SeriesSequences(), TimeSequences(), ValueSequences(), QualitySequences(),
          PartialSequences(), StoreSequences()}) {
      all.insert(all.end(), area.begin(), area.end());
    }
    return all;
  }();
  return corpus;
}

}  // namespace swc::reference::mutant_testing
