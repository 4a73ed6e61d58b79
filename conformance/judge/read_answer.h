// Answers of the four read operations as data.
//
// Law: what a server sends is not trusted: what is misshapen becomes a deviation on
// read.history.shape, and what can be read is read.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/judge/observations.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

// One value as a read shows it.
struct SeenValue {
  spec::Instant time;
  spec::Quality quality = spec::Quality::kGood;
  spec::Value value;
  bool zero_of_unknown_sign = false;  // The double was written as the integer 0 (or -0).
  bool offset_given = false;
};

struct HistoryPage {
  bool usable = false;
  std::vector<SeenValue> values;
  std::optional<std::string> next_token;
};

// Parses an answer of GetAssetPropertyValueHistory. `asked` is the quality that was asked for.
[[nodiscard]] HistoryPage ParseHistoryPage(const spec::HttpResponse& response,
                                           std::optional<spec::Quality> asked,
                                           Observations& observations);

struct LatestAnswer {
  bool usable = false;
  std::optional<SeenValue> value;
};

// Parses an answer of GetAssetPropertyValue.
[[nodiscard]] LatestAnswer ParseLatestAnswer(const spec::HttpResponse& response,
                                             Observations& observations);

struct BatchAnswer {
  bool usable = false;
  std::map<std::string, std::vector<SeenValue>> values;  // Of each success entry, by entryId.
  std::set<std::string> errors;                          // entryIds of the error entries.
  std::set<std::string> skipped;                         // Of entries that earlier pages answered.
  std::optional<std::string> next_token;
};

// Parses an answer of BatchGetAssetPropertyValue or BatchGetAssetPropertyValueHistory.
[[nodiscard]] BatchAnswer ParseBatchAnswer(const spec::HttpResponse& response,
                                           std::optional<spec::Quality> asked,
                                           Observations& observations);

// Returns whether a value that was written as `written` may be shown as `seen`.
[[nodiscard]] bool ShowsSame(const SeenValue& seen, const spec::Value& written);

}  // namespace swc::conformance
