#include "conformance/play/series_reader.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/client/read_requests.h"
#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/judge_single_read.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/paged_bytes.h"
#include "conformance/play/paged_news.h"
#include "generators/case/case.h"
#include "reference/model/store.h"
#include "reference/reading/parse_read_request.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

// A history that does not end by itself is cut here: far above what a case can store. One that
// shows something new on half of its pages may be of a property on which others wrote so much.
constexpr int kPagesMax = 200;

// Larger than any case stores, so that one page is enough on most targets.
constexpr std::size_t kReadBackResults = 1'000;

// The first and the last second beside which RFC 3339, from 1970 on, has one more to write.
constexpr std::int64_t kFirstSecond = 2;
constexpr std::int64_t kLastSecond = 253'402'300'798;

}  // namespace

Task<HistoryResult> ReadHistory(Client& client, const generators::SeriesBinding& series, By by,
                                HistoryRequest request) {
  HistoryResult result;
  PagedBytes bytes;
  PagedNews news;
  for (int i = 0; i < kPagesMax; ++i) {
    spec::HttpRequest http = HistoryRequestOf(series, by, request, result.pages.token);
    Sent sent = co_await client.Send(std::move(http));
    result.stopped = sent.over_budget;
    result.transient = sent.transient;
    bytes.Count(sent.exchange);
    if (sent.exchange.failure == TransportFailure::kTooLarge && news.repeats()) {
      result.exchanges.push_back(KeptExchange::ToShow(std::move(sent.exchange)));
      break;
    }
    if (result.stopped || result.transient || !sent.exchange.response) {
      result.transient = !result.stopped;
      result.exchanges.push_back(KeptExchange::ToShow(std::move(sent.exchange)));
      co_return result;
    }
    TakeHistoryPage(reference::ParseReadRequest(sent.exchange.request), *sent.exchange.response,
                    result.pages, result.observations);
    result.exchanges.push_back(KeptExchange::ToShow(std::move(sent.exchange)));
    if (result.pages.complete) {
      co_return result;
    }
    if (result.pages.endless || news.LeadsNowhere(result.pages.values.back())) {
      break;
    }
  }
  if (2 * news.pages_with_news() > kPagesMax) {
    Exchange last = *result.exchanges.back();
    PagedBytes::GiveUp(last);
    result.exchanges.push_back(KeptExchange::ToShow(std::move(last)));
    result.transient = true;
    co_return result;
  }
  result.endless = true;
  ReportEndless(result.pages.values.size(), result.observations);
  co_return result;
}

namespace {

constexpr spec::Instant kLongAgo{.seconds = std::numeric_limits<std::int64_t>::min(), .nanos = 0};

// Adds one history: its values, its pages and what is wrong with them.
void Keep(HistoryResult history, std::size_t range, spec::Quality quality, SeriesResult& result) {
  const std::size_t first_page = result.pages.size();
  for (KeptExchange& exchange : history.exchanges) {
    result.pages.push_back({.range = range,
                            .quality = quality,
                            .latest = std::nullopt,
                            .exchange = std::move(exchange)});
  }
  for (Deviation& deviation : history.observations.deviations) {
    result.deviations.push_back({.deviation = std::move(deviation), .exchange = result.last()});
  }
  history.observations.deviations.clear();
  result.observations.Add(std::move(history.observations));
  for (std::size_t i = 0; i < history.pages.values.size(); ++i) {
    PageRead& page = result.pages[first_page + i];
    for (const SeenValue& value : history.pages.values[i]) {
      page.latest = std::max(page.latest.value_or(kLongAgo), value.time);
    }
    Observations other;
    std::ranges::move(OfQuality(std::move(history.pages.values[i]), quality, other),
                      std::back_inserter(result.seen[range]));
    for (Deviation& deviation : other.deviations) {
      result.deviations.push_back({.deviation = std::move(deviation), .exchange = page.exchange});
    }
  }
}

}  // namespace

const KeptExchange& SeriesResult::last() const {
  static const KeptExchange kNone;
  return pages.empty() ? kNone : pages.back().exchange;
}

const KeptExchange& SeriesResult::PageOf(std::size_t range, const reference::PointKey& key) const {
  const PageRead* shows = &pages.back();
  for (const PageRead& page : pages) {
    if (page.range == range && page.quality == key.quality) {
      shows = &page;
      if (page.latest && *page.latest >= key.time) {
        break;
      }
    }
  }
  return shows->exchange;
}

Task<SeriesResult> ReadSeries(Client& client, const generators::SeriesBinding& series, By by,
                              const std::vector<TimeRange>& ranges) {
  SeriesResult result;
  result.seen.resize(ranges.size());
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const TimeRange& range = ranges[i];
    for (const spec::Quality quality : spec::kQualities) {
      // The start is exclusive; whole seconds, so that nothing depends on sub-second bounds.
      HistoryRequest request;
      request.start = spec::Instant{.seconds = range.first.seconds - 1, .nanos = 0};
      request.end = spec::Instant{.seconds = range.last.seconds + 1, .nanos = 0};
      request.quality = quality;
      request.max_results = kReadBackResults;
      HistoryResult history = co_await ReadHistory(client, series, by, request);
      result.transient = history.transient;
      result.stopped = history.stopped;
      result.refused = history.pages.refused;
      const bool shows =
          std::ranges::any_of(history.pages.values, [](const auto& page) { return !page.empty(); });
      result.not_found = result.not_found || history.pages.not_found;
      result.empty = result.empty || (!shows && !history.pages.not_found);
      result.endless = history.endless;
      Keep(std::move(history), i, quality, result);
      if (result.transient || result.stopped || result.refused || result.endless) {
        co_return result;
      }
    }
  }
  co_return result;
}

TimeRange AllOfTime() {
  return {.first = {.seconds = kFirstSecond, .nanos = 0},
          .last = {.seconds = kLastSecond, .nanos = 0}};
}

std::vector<TimeRange> RangesOf(const SeriesBeliefs& beliefs, std::chrono::seconds gap) {
  std::vector<TimeRange> ranges;
  for (const auto& [key, belief] : beliefs) {
    if (key.time.seconds < kFirstSecond || key.time.seconds > kLastSecond) {
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
