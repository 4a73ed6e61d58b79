#include "conformance/preflight/preflight_reads.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/client/read_requests.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/net/task.h"
#include "conformance/preflight/preflight_answers.h"
#include "conformance/target/target.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr std::chrono::milliseconds kReadsMax{1500};
constexpr std::chrono::milliseconds kFirstPause{20};
constexpr std::chrono::milliseconds kPauseMax{200};

class ReadsInProgress {
 public:
  ReadsInProgress(Client& client, ReadAccess& access, const Sample& sample,
                  std::chrono::nanoseconds read_deadline)
      : client_(client), access_(access), sample_(sample), read_deadline_(read_deadline) {}

  Task<std::string> Run() {
    std::vector<spec::Operation> open;
    std::ranges::copy_if(kReads, std::back_inserter(open),
                         [&](spec::Operation read) { return !access_.IsExcluded(read); });
    const auto started = client_.transport().Now();
    std::chrono::nanoseconds pause = kFirstPause;
    bool any_shown = open.empty();
    while (!open.empty()) {
      std::vector<spec::Operation> still_open;
      for (const spec::Operation read : open) {
        spec::HttpRequest request = RequestOf(read);
        const Sent sent = co_await client_.Send(std::move(request));
        if (sent.over_budget) {
          co_return std::move(headline_);
        }
        const ReadVerdict verdict = VerdictOf(sent.exchange, TimeToShow(read));
        if (verdict.shows == ReadShows::kNothingYet) {
          still_open.push_back(read);
        } else if (verdict.shows == ReadShows::kValue) {
          any_shown = true;
        } else {
          Bury(read, verdict);
        }
      }
      open = std::move(still_open);
      const auto waited = client_.transport().Now() - started;
      const bool late = any_shown ? waited >= kReadsMax : waited >= read_deadline_;
      if (open.empty() || late) {
        break;
      }
      co_await Sleep(client_.transport(), pause);
      pause = std::min<std::chrono::nanoseconds>(pause * 2, kPauseMax);
    }
    if (!any_shown) {
      for (const spec::Operation read : open) {
        Bury(read, {.shows = ReadShows::kRefusal,
                    .answer = "it does not show a value that was acknowledged"});
      }
      headline_ = fmt::format("nothing that is stored can be read: {}{}", first_,
                              buried_ > 1 ? fmt::format(", and {} other reads", buried_ - 1) : "");
    }
    co_return std::move(headline_);
  }

 private:
  void Bury(spec::Operation read, const ReadVerdict& verdict) {
    const bool absent = verdict.shows == ReadShows::kNoOperation;
    const std::string why = absent ? fmt::format("{}: the target has no such operation ({})",
                                                 spec::LineOf(read), verdict.answer)
                                   : fmt::format("{}: an ordinary read of a stored value: {}",
                                                 spec::LineOf(read), verdict.answer);
    access_.Bury(read, why, /*asked_for_evidence=*/!absent);
    if (buried_++ == 0) {
      first_ = why;
    }
    headline_ += headline_.empty() ? why : "; " + why;
  }

  // Of a shared property the current value may be any.
  [[nodiscard]] std::optional<spec::Instant> TimeToShow(spec::Operation read) const {
    const bool latest = read == spec::Operation::kLatest || read == spec::Operation::kBatchLatest;
    return sample_.shared && latest
               ? std::nullopt
               : std::optional(spec::Instant{.seconds = sample_.seconds, .nanos = 0});
  }

  [[nodiscard]] spec::HttpRequest RequestOf(spec::Operation read) const {
    const HistoryRequest history{.start = spec::Instant{.seconds = sample_.seconds - 1, .nanos = 0},
                                 .end = spec::Instant{.seconds = sample_.seconds + 1, .nanos = 0},
                                 .quality = spec::Quality::kGood};
    const BatchEntries entries = {{.id = "probe", .series = sample_.names, .by = sample_.by}};
    switch (read) {
      case spec::Operation::kLatest:
        return LatestRequestOf(sample_.names, sample_.by);
      case spec::Operation::kHistory:
        return HistoryRequestOf(sample_.names, sample_.by, history, std::nullopt);
      case spec::Operation::kBatchLatest:
        return BatchLatestRequestOf(entries, std::nullopt);
      default:
        return BatchHistoryRequestOf(entries, history, std::nullopt);
    }
  }

  Client& client_;
  ReadAccess& access_;
  const Sample& sample_;
  std::chrono::nanoseconds read_deadline_;
  std::string headline_;
  std::string first_;  // Of the reads that are dead, and how many they are.
  int buried_ = 0;
};

}  // namespace

Task<std::string> TryReads(Client& client, ReadAccess& access, const Sample& sample,
                           std::chrono::nanoseconds read_deadline) {
  ReadsInProgress reads(client, access, sample, read_deadline);
  std::string headline = co_await reads.Run();
  co_return headline;
}

}  // namespace swc::conformance
