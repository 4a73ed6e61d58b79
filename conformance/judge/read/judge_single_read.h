// The judge of what one series shows by itself: its current value, or a history of many pages.
//
// Law: these are reads with which nothing is wrong; judge_read_request.h has those that are. Of a
// series to which others write, too, only that is judged which nobody else can have caused.
//
// Example: JudgeLatestAnswer(response, {.beliefs = &known}) -> Observations
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/parse_read_request.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Judges one answer of GetAssetPropertyValue; a 404 is a series that shows nothing.
[[nodiscard]] Observations JudgeLatestAnswer(const spec::HttpResponse& response,
                                             const KnownSeries& known);

// Judges a single read of ids that name nothing: whatever was sent to them, it shows no value.
[[nodiscard]] Observations JudgeReadOfNothing(reference::ReadOperation operation,
                                              const spec::HttpResponse& response);

// What the answer to one page of a history says.
struct HistoryAnswer {
  bool refused = false;    // By a choice that the documents leave: nothing can be read so.
  bool not_found = false;  // 404: no such stream yet, a history without values.
  bool shows = false;      // There is a page.
  bool last = true;        // No page comes after it.
  HistoryPage page;        // Its values, and the token of the next one.
};

// Judges one page by itself. REQUIRES: `read` is of a history.
[[nodiscard]] HistoryAnswer JudgeHistoryAnswer(const reference::SentRead& read,
                                               const spec::HttpResponse& response,
                                               Observations& observations);

// The pages of one history, as far as they came.
struct HistoryPages {
  std::vector<std::vector<SeenValue>> values;  // Of each page.
  std::optional<std::string> token;            // Of the page that follows.
  bool refused = false;                        // By a choice that the documents leave.
  bool not_found = false;                      // 404: no such stream yet.
  bool complete = false;                       // No page follows.
  bool endless = false;                        // A page hands back its own token.
};

// Judges one page by itself and adds it to `pages`. REQUIRES: `read` is of a history.
void TakeHistoryPage(const reference::SentRead& read, const spec::HttpResponse& response,
                     HistoryPages& pages, Observations& observations);

// Returns the values of a page of a history of one quality, without those of another one, each of
// which is a deviation (read.history.quality).
[[nodiscard]] std::vector<SeenValue> OfQuality(std::vector<SeenValue> values, spec::Quality asked,
                                               Observations& observations);

// Returns whether a history goes on for ever: a page without values hands back its own token.
[[nodiscard]] bool LeadsNowhere(const std::optional<std::string>& token, const HistoryPage& page);

// read.history.paging: the history had no end after so many pages.
void ReportEndless(std::size_t pages, Observations& observations);

struct HistoryToJudge {
  const HistoryRequest& asked;
  std::vector<std::vector<SeenValue>> pages;  // In the order in which they came.
  bool not_found = false;
  bool complete = true;  // No page comes after the last one.
  const KnownSeries& known;
};

// Judges all pages of one history together.
[[nodiscard]] Observations JudgeHistoryOf(HistoryToJudge history);

}  // namespace swc::conformance
