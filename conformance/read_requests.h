// The requests of the four read operations.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/judge_read.h"
#include "generators/case.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Which names of a series a request uses.
enum class By : std::uint8_t { kAlias, kIds };

[[nodiscard]] spec::HttpRequest HistoryRequestOf(const generators::SeriesBinding& series, By by,
                                                 const HistoryRequest& history,
                                                 const std::optional<std::string>& next_token);

[[nodiscard]] spec::HttpRequest LatestRequestOf(const generators::SeriesBinding& series, By by);

// A series and the entryId that stands for it.
using BatchSeries = std::vector<std::pair<std::string, generators::SeriesBinding>>;

[[nodiscard]] spec::HttpRequest BatchLatestRequestOf(const BatchSeries& series,
                                                     const std::optional<std::string>& next_token);

[[nodiscard]] spec::HttpRequest BatchHistoryRequestOf(const BatchSeries& series,
                                                      const HistoryRequest& history,
                                                      const std::optional<std::string>& next_token);

}  // namespace swc::conformance
