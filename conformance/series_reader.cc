#include "conformance/series_reader.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace swc::conformance {
namespace {

// A history that does not end by itself is cut here: far above what a case can store.
constexpr std::size_t kPagesMax = 200;

// Larger than any case stores, so that one page is enough on most targets.
constexpr std::size_t kReadBackResults = 1'000;

// The last second that RFC 3339 can write.
constexpr std::int64_t kLastSecond = 253'402'300'798;

}  // namespace

Task<HistoryResult> ReadHistory(Client& client, const generators::SeriesBinding& series, By by,
                                HistoryRequest request) {
  HistoryResult result;
  std::optional<std::string> token;
  for (std::size_t i = 0; i < kPagesMax; ++i) {
    spec::HttpRequest http = HistoryRequestOf(series, by, request, token);
    Sent sent = co_await client.Send(std::move(http));
    result.stopped = sent.over_budget;
    result.transient = sent.transient;
    result.last = std::move(sent.exchange);
    if (result.stopped || result.transient || !result.last.response) {
      result.transient = !result.stopped;
      co_return result;
    }
    const spec::HttpResponse& response = *result.last.response;
    if (response.status == 404) {
      result.pages.emplace_back();
      co_return result;
    }
    if (response.status != 200) {
      result.observations.Deviate("read.history.shape", "refused", "",
                                  "a history of a series that can be read: status 200",
                                  fmt::format("status {}", response.status));
      co_return result;
    }
    HistoryPage page = ReadHistoryPage(response, request.quality, result.observations);
    result.pages.push_back(std::move(page.values));
    if (!page.usable || !page.next_token) {
      co_return result;
    }
    if (page.next_token == token && result.pages.back().empty()) {
      break;
    }
    token = page.next_token;
  }
  result.observations.Deviate("read.history.paging", "endless", "/nextToken",
                              "a history whose pages come to an end",
                              fmt::format("more than {} pages", result.pages.size()));
  co_return result;
}

Task<SeriesResult> ReadSeries(Client& client, const generators::SeriesBinding& series, By by,
                              const std::vector<TimeRange>& ranges) {
  SeriesResult result;
  for (const TimeRange& range : ranges) {
    std::vector<SeenValue>& seen = result.seen.emplace_back();
    for (const spec::Quality quality : spec::kQualities) {
      // The start is exclusive; whole seconds, so that nothing depends on sub-second bounds.
      HistoryRequest request;
      request.start = spec::Instant{.seconds = range.first.seconds - 1, .nanos = 0};
      request.end = spec::Instant{.seconds = range.last.seconds + 1, .nanos = 0};
      request.quality = quality;
      request.max_results = kReadBackResults;
      HistoryResult history = co_await ReadHistory(client, series, by, request);
      result.last = std::move(history.last);
      result.transient = history.transient;
      result.stopped = history.stopped;
      result.observations.Add(std::move(history.observations));
      if (result.transient || result.stopped) {
        co_return result;
      }
      for (std::vector<SeenValue>& page : history.pages) {
        for (SeenValue& value : page) {
          if (value.quality != quality) {
            result.observations.Deviate(
                "read.history.quality", "other-quality", "",
                fmt::format("only {} in a history of {}", spec::ToString(quality),
                            spec::ToString(quality)),
                fmt::format("a value of quality {}", spec::ToString(value.quality)));
          } else {
            seen.push_back(std::move(value));
          }
        }
      }
    }
  }
  co_return result;
}

std::vector<TimeRange> RangesOf(const SeriesBeliefs& beliefs, std::chrono::seconds gap) {
  std::vector<TimeRange> ranges;
  for (const auto& [key, belief] : beliefs) {
    if (key.time.seconds < 2 || key.time.seconds > kLastSecond) {
      continue;
    }
    if (ranges.empty() || key.time.seconds - ranges.back().last.seconds > gap.count()) {
      ranges.push_back({.first = key.time, .last = key.time});
    } else {
      ranges.back().last = key.time;
    }
  }
  return ranges;
}

}  // namespace swc::conformance
