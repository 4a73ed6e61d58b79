// Symbolic cases: requests that name no endpoint and no date, so that they can be replayed on any
// target years later. The JSON form is documented field by field in docs/case-format.md.
//
// Law: a case is data. `Render*` turns a step into bytes once a `Binding` says which series the
// target lends and what time it is; the same case and binding give the same bytes.
//
// Example:
//   {"id": "time.window.past/edge-accept", "clauses": ["time.window.past"], "title": "...",
//    "series": {"s1": {}},
//    "steps": [{"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
//       {"value": {"doubleValue": 1.5}, "at": "now-604800s+2s", "quality": "GOOD"}]}]}}]}
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {

// What a case wants of a series.
enum class SeriesKind : std::uint8_t {
  kAny,     // Anything that stores values: a stream if the target accepts them, else a property.
  kStream,  // A fresh alias that no property has.
  kMeasurement,  // A measurement property of the wanted data type.
  kAttribute,    // An attribute property of the wanted data type.
  kComputed,     // A metric or transform property.
  kDenied,       // A property that the caller may not write.
  kUnknown,      // Ids and an alias that name nothing on the target.
};

struct SeriesWish {
  std::string name;  // "s1".
  SeriesKind kind = SeriesKind::kAny;
  spec::DataType type = spec::DataType::kDouble;
  bool aliased = false;  // A property that has an alias too.
  std::string
      alias;  // How a stream is spelled (generators/case/alias_form.h); empty: as it is lent.
};

enum class StepKind : std::uint8_t {
  kPut,           // A put as JSON with symbols.
  kPutRaw,        // Any method, path, headers and bytes.
  kReadBack,      // Read series by quality and compare with what is believed to be stored.
  kHistory,       // One GetAssetPropertyValueHistory, all pages.
  kLatest,        // One GetAssetPropertyValue.
  kBatchLatest,   // One BatchGetAssetPropertyValue of several series.
  kBatchHistory,  // One BatchGetAssetPropertyValueHistory of several series, all pages.
  kReadRaw,       // One request of any read, right or wrong.
  kTogether,      // Several puts, sent at once.
  kMetamorphic,   // A put and another way of saying the same, whose effects are compared.
};

struct Step {
  StepKind kind = StepKind::kPut;
  nlohmann::ordered_json body;
};

// In which finding a case was seen to fail.
struct SeenIn {
  std::string clause;
  std::string signature;
  // Whether it failed once more when it was run by itself; nothing: that was not tried.
  std::optional<bool> reproduced;
  std::vector<std::string> also;  // Signatures of what else it showed,
  std::vector<std::string> less;  // and of what is left of it when a part is taken away.
};

struct Case {
  std::string id;
  std::vector<spec::ClauseId> clauses;  // What it is about; the first one names a false rejection.
  std::string title;
  std::vector<std::string> needs;  // Capabilities beyond those of its series, e.g. "exact-clock".
  std::vector<SeriesWish> series;
  std::vector<Step> steps;
  std::optional<SeenIn> seen;  // Of a case file that a run wrote.
};

// Reads one case. `origin` (a file name) stands in front of every error, with the field at fault.
[[nodiscard]] std::expected<Case, spec::Error> ParseCase(std::string_view json,
                                                         std::string_view origin);
[[nodiscard]] std::expected<Case, spec::Error> ParseCase(nlohmann::ordered_json json,
                                                         std::string_view origin);

// Returns the case as it stands in a file, indented by one space.
[[nodiscard]] std::string ToJson(const Case& test_case);

// What a target lends for one series of a case.
struct SeriesBinding {
  std::optional<std::string> alias;
  std::optional<std::string> asset_id;
  std::optional<std::string> property_id;
};

// What the symbols of a case stand for.
struct Binding {
  spec::Instant now;  // The server's clock, as well as it is known.
  spec::Instant t0;   // Whole second at which the case's own slice of time begins, before `now`.
  std::map<std::string, SeriesBinding, std::less<>> series;
  std::string token;  // The nextToken that a read of the case was given last; may be none.
};

// Returns the instant of "now", "t0" or either with offsets: "now-604800s+2s", "t0+1ns".
// Units: ns, us, ms, s, m, h, d.
[[nodiscard]] std::expected<spec::Instant, spec::Error> EvaluateTime(std::string_view expression,
                                                                     const Binding& binding);

// Renders a step of kind kPut or kPutRaw.
[[nodiscard]] std::expected<spec::HttpRequest, spec::Error> RenderPut(const Step& step,
                                                                      const Binding& binding);

// Renders a step of kind kPut, kPutRaw or kReadRaw.
[[nodiscard]] std::expected<spec::HttpRequest, spec::Error> RenderRequest(const Step& step,
                                                                          const Binding& binding);

}  // namespace swc::generators
