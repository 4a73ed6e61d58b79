// The requests of the four read operations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/read/judge_read.h"
#include "generators/case/case.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Which names of a series a request uses.
enum class By : std::uint8_t { kAlias, kIds };

// Returns which names of `series` a read uses: those that its step asks for with `by` ("alias",
// "ids", or nothing for `usual`), or the others if the series lacks them.
[[nodiscard]] By ByOf(const generators::SeriesBinding& series, std::string_view by, By usual);

[[nodiscard]] spec::HttpRequest HistoryRequestOf(const generators::SeriesBinding& series, By by,
                                                 const HistoryRequest& history,
                                                 const std::optional<std::string>& next_token);

[[nodiscard]] spec::HttpRequest LatestRequestOf(const generators::SeriesBinding& series, By by);

struct BatchEntry {
  std::string id;  // Its entryId.
  generators::SeriesBinding series;
  By by = By::kIds;
};
using BatchEntries = std::vector<BatchEntry>;

[[nodiscard]] spec::HttpRequest BatchLatestRequestOf(const BatchEntries& entries,
                                                     const std::optional<std::string>& next_token);

[[nodiscard]] spec::HttpRequest BatchHistoryRequestOf(const BatchEntries& entries,
                                                      const HistoryRequest& history,
                                                      const std::optional<std::string>& next_token);

}  // namespace swc::conformance
