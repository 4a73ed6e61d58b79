#include "fuzz/mutator/read_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/json.h"
#include "spec/contract.h"

namespace swc::fuzz {
namespace {

using generators::Json;
using spec::Contract;

constexpr std::array<std::string_view, 9> kParameters = {
    "propertyAlias", "assetId",      "propertyId", "startDate", "endDate",
    "qualities",     "timeOrdering", "maxResults", "nextToken"};

constexpr std::array<std::string_view, 14> kStrange = {
    "colour",  "maxresults", "MaxResults", "max_results",    "next_token", "NextToken", "limit",
    "quality", "order",      "startdate",  "property_alias", "assetID",    "format",    ""};

constexpr std::array<std::string_view, 12> kTimes = {
    "t0",        "t0+1s",       "t0+2s", "t0-1s",  "t0+60s", "t0+1s+1ns",
    "t0+1s-1ns", "t0+1s+500ms", "now",   "now+1s", "now-7d", "now+1d"};

constexpr std::string_view kNumbers =
    "0 1 -1 2 3 5 -0 00 01 007 %2B5 %205 5%20 %095 5%0A 1.5 5.0 5. .5 1e1 1e400 0x10 0b1 1_0 1,0 "
    "1%270 "
    "5x x5 many NaN Infinity -Infinity null true %5B5%5D %7B%7D %225%22 %D9%A5 %F0%9D%9F%97 %00 "
    "1%00 "
    "2147483647 2147483648 -2147483648 -2147483649 4294967295 4294967296 9223372036854775807 "
    "9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616 "
    "99999999999999999999999999999999999999999";

constexpr std::string_view kDates =
    "${t0.date} ${t0+1s.date} ${t0+2s.date} ${t0-1s.date} ${now.date} ${now+1d.date} "
    "${now-{past}s.date} "
    "${t0+1s+500ms.date} ${t0+1s+1ns.date} ${t0.seconds} ${t0+1s.seconds} ${t0+1s.seconds}.5 "
    "${t0+1s.seconds}000 0 -1 1 1.5 1e9 1750000000 1750000000.123456789 1750000000.1234567890 "
    "9223372036 9223372037 253402300799 253402300800 9223372036854775807 9223372036854775808 "
    "99999999999999999999 2025 2025-01 2025-01-01 2025-01-01T00 2025-01-01T00:00 "
    "2025-01-01T00:00:00 "
    "2025-01-01T00:00:00Z 2025-01-01T00:00:00.Z 2025-01-01T00:00:00.5Z "
    "2025-01-01T00:00:00.123456789Z "
    "2025-01-01T00:00:00.1234567890Z 2025-01-01T00:00:00%2B01:00 2025-01-01T00:00:00-00:00 "
    "2025-01-01T00:00:00%2B24:00 2025-01-01t00:00:00z 2025-01-01%2000:00:00 20250101T000000Z "
    "2025-02-29T00:00:00Z 2024-02-29T00:00:00Z 2025-04-31T00:00:00Z 2025-00-01T00:00:00Z "
    "2025-13-01T00:00:00Z 2025-01-00T00:00:00Z 2025-01-32T00:00:00Z 2025-01-01T24:00:00Z "
    "2025-01-01T23:60:00Z 2016-12-31T23:59:60Z 2025-W01-1 2025-001 1970-01-01T00:00:00Z "
    "1969-12-31T23:59:59Z 1900-01-01T00:00:00Z 0000-00-00T00:00:00Z 0001-01-01T00:00:00Z "
    "2038-01-19T03:14:08Z 2262-04-11T23:47:16Z 2262-04-11T23:47:17Z 9999-12-31T23:59:59.999999999Z "
    "10000-01-01T00:00:00Z -0001-01-01T00:00:00Z %2B2025-01-01T00:00:00Z "
    "Wed,%2001%20Jan%202025%2000:00:00%20GMT "
    "now yesterday null NaN T Z - : %00 %D9%A1 2025-1-1T0:0:0Z";

constexpr std::string_view kQualities =
    "GOOD BAD UNCERTAIN good Good GOO GOODX %20GOOD GOOD%20 GOOD,BAD GOOD%2CBAD %5B%22GOOD%22%5D "
    "%22GOOD%22 "
    "ALL NONE * 0 192 null %00 GOOD%00 G%C3%96%C3%96D";

constexpr std::string_view kOrders =
    "ASCENDING DESCENDING ascending Descending ASC DESC ASCENDING%20 %20DESCENDING DESCENDINGX "
    "DESCENDIN "
    "ASCENDING,DESCENDING SIDEWAYS NONE 0 1 -1 true null %00 %22ASCENDING%22";

constexpr std::string_view kTokens =
    "${token} ${token:-1} ${token}${token} ${token}= ${token}0 A AAAA 0 1 -1 5 99999999 "
    "18446744073709551616 bm90LW9uZS1vZi15b3Vycw%3D%3D MQ%3D%3D MTA= eyJ9 e30= %3D %3D%3D%3D%3D "
    "%2A "
    "%2F%2F%2F%2F a.b.c null undefined %7B%7D %22%22 %00 A%00 ..%2F..%2Fx %C3%A9 %FF";

constexpr std::string_view kAliases =
    "${{s}.alias} ${{s}.alias}x ${{s}.alias}%2F ${{s}.alias}%20 ${{s}.alias:-1} "
    "${{s}.alias:{agreed}} "
    "${{s}.alias:{agreed+1}} ${{s}.alias:{most}} ${{s}.alias:{most+1}} ${{s}.alias:1500\u00e9} / "
    "// %2F . "
    "..%2F.. * %25 "
    "%2500 %00 %0A %7F %20 %C3%A9 %F0%9F%98%80 %FF %27%3B-- %22 null 0 ${{s}.alias}%00 "
    "${{s}.propertyId}";

constexpr std::string_view kIds =
    "${{s}.assetId} ${{s}.propertyId} ${{s}.assetId:upper} ${{s}.propertyId:upper} "
    "${{s}.propertyId:-1} "
    "${{s}.assetId}0 ${{s}.propertyId}%20 00000000-0000-0000-0000-000000000000 "
    "ffffffff-ffff-ffff-ffff-ffffffffffff 11111111-2222-4333-8444-555555555555 "
    "11111111222243338444555555555555 %7B11111111-2222-4333-8444-555555555555%7D "
    "11111111-2222-4333-8444-55555555555g 11111111_2222_4333_8444_555555555555 externalId:pump "
    "externalId: "
    "pump 0 - %00 null ------------------------------------ %C3%A9";

// Of the members of a body; "" stands for any. Those of an entry and those of the whole.
constexpr std::string_view kBodyWords = R"json({
"": [null, true, false, 0, 1, -1, 1.5, 1e300, "", "x", "0", "null", "\u0000", "\u00e9", [], [[]], [null], {},
  {"a": {}}, 9223372036854775807, 18446744073709551615, 10000000000000000000000, -0.0],
"entries": [[], null, {}, "x", 7, [null], [7], ["r1"], [[]], [{}], {"0": {}}],
"entryId": ["r1", "r2", "e1", "", " ", "a b", "a.b", "-", "_", "\u00e9", "\u0000", "a\n", 7, null, true, [], {}, ["r1"],
  "0", "null", "../x", "%00"],
"assetId": ["${{s}.assetId}", "${{s}.propertyId}", "${{s}.assetId:upper}", "${{s}.assetId:-1}", "", "pump",
  "00000000-0000-0000-0000-000000000000", "externalId:pump", "externalId:", 7, null, [], {}, "\u0000"],
"propertyId": ["${{s}.propertyId}", "${{s}.assetId}", "${{s}.propertyId:upper}", "${{s}.propertyId:-1}", "", "pressure",
  "11111111-2222-4333-8444-555555555555", 7, null, [], {}, "\u0000"],
"propertyAlias": ["${{s}.alias}", "${{s}.alias:-1}", "${{s}.alias:{most}}", "${{s}.alias:{most+1}}", "", "/", " ", "\u0000", "\n",
  "\u00e9", "\ud83d\ude00", "%2F", "..", 7, null, [], {}, ["${{s}.alias}"]],
"qualities": [["GOOD"], ["BAD"], ["UNCERTAIN"], ["good"], [], ["GOOD", "BAD"], ["GOOD", "GOOD"], [""], [null], [7], [["GOOD"]],
  "GOOD", null, {}, 7, ["GOOD", "BAD", "UNCERTAIN"], {"0": "GOOD"}],
"timeOrdering": ["ASCENDING", "DESCENDING", "ascending", "DESC", "", " ASCENDING", null, 7, true, [], ["ASCENDING"], {}],
"date": ["${t0.seconds}", "${t0+1s.seconds}", "${t0+2s.seconds}", "${t0-1s.seconds}", "${now.seconds}", "${now+1d.seconds}",
  "${t0.date}", "${t0}", "${t0.seconds}0", 0, 1, -1, 0.5, 1.5, 1e9, 1750000000.123456789, 1e300, -1e300, 9223372036, 9223372037,
  253402300799, 253402300800, 9223372036854775807, 9223372036854775808, 18446744073709551615, 1e19, "0", "1750000000",
  "2025-01-01T00:00:00Z", "", "yesterday", null, true, [], {}, [0], {"timeInSeconds": 1}],
"maxResults": [0, 1, 2, 5, -1, 1.5, 1.0, 1e1, 1e300, 2147483647, 2147483648, -2147483649, 4294967296, 9223372036854775807,
  9223372036854775808, 18446744073709551615, 100000000000000000000, "5", "", "many", null, true, [], {}, [5]],
"nextToken": ["${token}", "${token:-1}", "", "A", "0", "-1", "MQ==", "bm90LW9uZS1vZi15b3Vycw==", "e30=", "=", "*", "\u0000",
  "\u00e9", null, 7, true, [], {}]
})json";

// Puts the limits of the contract into words.
std::string WithLimits(std::string_view words) {
  const Contract& contract = Contract::Get();
  const std::array<std::pair<std::string_view, std::uint64_t>, 5> limits = {
      {{"{past}", contract.window_past_s},
       {"{agreed}", contract.alias_length_agreed},
       {"{agreed+1}", contract.alias_length_agreed + 1},
       {"{most}", contract.alias_length_max},
       {"{most+1}", contract.alias_length_max + 1}}};
  std::string text(words);
  for (const auto& [name, limit] : limits) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
      text.replace(at, name.size(), fmt::format("{}", limit));
    }
  }
  return text;
}

std::vector<std::string> Split(std::string_view symbolic) {
  const std::string text = WithLimits(symbolic);
  std::string_view words = text;
  std::vector<std::string> list = {""};  // Nothing is a value too.
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    list.emplace_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return list;
}

// Each limit, one less and one more.
std::vector<std::size_t> CountsAtLimits() {
  const Contract& contract = Contract::Get();
  std::vector<std::size_t> counts;
  for (const std::size_t limit : {contract.history_default_results, contract.history_results_max}) {
    counts.insert(counts.end(), {limit - 1, limit, limit + 1});
  }
  return counts;
}

using QueryTable = std::map<std::string, std::vector<std::string>, std::less<>>;

QueryTable MakeQueryTable() {
  const std::size_t token_max = Contract::Get().token_length_max;
  QueryTable table = {{"propertyAlias", Split(kAliases)}, {"assetId", Split(kIds)},
                      {"propertyId", Split(kIds)},        {"startDate", Split(kDates)},
                      {"endDate", Split(kDates)},         {"qualities", Split(kQualities)},
                      {"timeOrdering", Split(kOrders)},   {"maxResults", Split(kNumbers)},
                      {"nextToken", Split(kTokens)}};
  for (const std::size_t count : CountsAtLimits()) {
    std::vector<std::string>& words = table["maxResults"];
    words.insert(words.begin(), fmt::format("{}", count));
  }
  table["nextToken"].emplace_back(token_max, 'a');
  table["nextToken"].emplace_back(token_max + 1, 'a');
  std::vector<std::string> all;
  for (const auto& [name, words] : table) {
    all.insert(all.end(), words.begin(), words.end());
  }
  table[""] = std::move(all);
  return table;
}

using BodyTable = std::map<std::string, std::vector<Json>, std::less<>>;

BodyTable MakeBodyTable() {
  BodyTable table;
  const Json parsed = Json::parse(WithLimits(kBodyWords));
  for (const auto& [name, words] : parsed.items()) {
    table[name].assign(words.begin(), words.end());
  }
  for (const std::size_t count : CountsAtLimits()) {
    table["maxResults"].emplace_back(count);
  }
  const Contract& contract = Contract::Get();
  for (const std::size_t length :
       {contract.entry_id_length_max, contract.entry_id_length_max + 1}) {
    table["entryId"].emplace_back(std::string(length, 'r'));
  }
  for (const std::size_t length : {contract.token_length_max, contract.token_length_max + 1}) {
    table["nextToken"].emplace_back(std::string(length, 'a'));
  }
  table["startDate"] = table["date"];
  table["endDate"] = table["date"];
  return table;
}

}  // namespace

std::span<const std::string_view> ReadParameters() { return kParameters; }

std::span<const std::string_view> StrangeParameters() { return kStrange; }

std::span<const std::string_view> ReadTimes() { return kTimes; }

const std::vector<std::string>& QueryWords(std::string_view parameter) {
  static const QueryTable table = MakeQueryTable();
  const auto found = table.find(parameter);
  return found == table.end() ? table.at("") : found->second;
}

const std::vector<Json>& BodyWords(std::string_view member) {
  static const BodyTable table = MakeBodyTable();
  const auto found = table.find(member);
  return found == table.end() ? table.at("") : found->second;
}

}  // namespace swc::fuzz
