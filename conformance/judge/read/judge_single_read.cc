#include "conformance/judge/read/judge_single_read.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_latest.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/read_answer_checks.h"
#include "reference/reading/parse_read_request.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr int kNothingThere = 404;

// The current value of a shared property may be anybody's, but none that is older than one that was
// acknowledged, and not nothing.
void KeepWhatSharingAllows(Observations& observations) {
  std::erase_if(observations.deviations, [](const Deviation& deviation) {
    return !deviation.clause->Is("read.latest.newest") &&
           !deviation.clause->Is("read.history.shape") && deviation.kind != "null";
  });
  observations.exercises.clear();
  observations.choices.clear();
}

Observations JudgeOwnLatest(const spec::HttpResponse& response, const SeriesBeliefs& known) {
  Observations observations;
  if (response.status == kNothingThere) {
    CheckReadError(response, observations);
    NoteNoData(true, known, observations);
    observations.Add(JudgeLatest(std::nullopt, known));
    return observations;
  }
  if (response.status != 200) {
    CheckReadError(response, observations);
    observations.Deviate("read.history.shape", "refused", "", "a current value: status 200",
                         fmt::format("status {}", response.status));
    return observations;
  }
  const LatestAnswer answer = ParseLatestAnswer(response, observations);
  if (answer.usable) {
    observations.Add(JudgeLatest(answer.value, known));
    if (!answer.value) {
      NoteNoData(false, known, observations);
    }
  }
  return observations;
}

// read.request.alias-length: returns whether an alias that is too long was refused.
bool NoteAliasLength(const reference::SentRead& read, int status, Observations& observations) {
  constexpr spec::ClauseId kClause = "read.request.alias-length";
  if (std::ranges::none_of(read.violations,
                           [&](const auto& violation) { return violation.clause->Is(kClause); })) {
    return false;
  }
  // Where a first page was answered, the refusal of the next one is not about the alias.
  const bool refused = status >= 400 && status < 500 && status != kNothingThere && !read.next_token;
  if (refused || status == 200) {
    observations.Choose(kClause, refused ? "refused" : "accepted");
  }
  return refused;
}

}  // namespace

Observations JudgeLatestAnswer(const spec::HttpResponse& response, const KnownSeries& known) {
  Observations observations = JudgeOwnLatest(response, *known.beliefs);
  if (known.shared) {
    KeepWhatSharingAllows(observations);
  }
  return observations;
}

// store.no-phantom: ids that name nothing show no value.
Observations JudgeReadOfNothing(reference::ReadOperation operation,
                                const spec::HttpResponse& response) {
  Observations observations;
  if (response.status != 200) {
    return observations;
  }
  const bool shows = operation == reference::ReadOperation::kHistory
                         ? !ParseHistoryPage(response, std::nullopt, observations).values.empty()
                         : ParseLatestAnswer(response, observations).value.has_value();
  if (shows) {
    observations.Deviate("store.no-phantom", "phantom", "",
                         "no value of a property that does not exist", "a value");
  }
  return observations;
}

HistoryAnswer JudgeHistoryAnswer(const reference::SentRead& read,
                                 const spec::HttpResponse& response, Observations& observations) {
  HistoryAnswer answer;
  answer.refused = NoteAliasLength(read, response.status, observations);
  if (answer.refused) {
    return answer;
  }
  if (response.status == kNothingThere) {
    CheckReadError(response, observations);
    answer.not_found = true;
    answer.shows = true;
    answer.page.usable = true;
    return answer;
  }
  if (response.status != 200) {
    CheckReadError(response, observations);
    observations.Deviate("read.history.shape", "refused", "",
                         "a history of a series that can be read: status 200",
                         fmt::format("status {}", response.status));
    return answer;
  }
  answer.page = ParseHistoryPage(response, read.entries.front().query.quality, observations);
  answer.shows = true;
  answer.last = !answer.page.usable || !answer.page.next_token;
  return answer;
}

void TakeHistoryPage(const reference::SentRead& read, const spec::HttpResponse& response,
                     HistoryPages& pages, Observations& observations) {
  HistoryAnswer answer = JudgeHistoryAnswer(read, response, observations);
  pages.refused = answer.refused;
  pages.not_found = answer.not_found;
  pages.complete = answer.last;
  pages.endless = LeadsNowhere(pages.token, answer.page);
  pages.token = std::move(answer.page.next_token);
  if (answer.shows) {
    pages.values.push_back(std::move(answer.page.values));
  }
}

std::vector<SeenValue> OfQuality(std::vector<SeenValue> values, spec::Quality asked,
                                 Observations& observations) {
  std::vector<SeenValue> kept;
  for (SeenValue& value : values) {
    if (value.quality == asked) {
      kept.push_back(std::move(value));
      continue;
    }
    observations.Deviate(
        "read.history.quality", "other-quality", "",
        fmt::format("only {} in a history of {}", spec::ToString(asked), spec::ToString(asked)),
        fmt::format("a value of quality {}", spec::ToString(value.quality)));
  }
  return kept;
}

bool LeadsNowhere(const std::optional<std::string>& token, const HistoryPage& page) {
  return page.next_token && page.next_token == token && page.values.empty();
}

void ReportEndless(std::size_t pages, Observations& observations) {
  observations.Deviate("read.history.paging", "endless", "/nextToken",
                       "a history whose pages come to an end",
                       fmt::format("more than {} pages", pages));
}

Observations JudgeHistoryOf(HistoryToJudge history) {
  const SeriesBeliefs& beliefs = *history.known.beliefs;
  bool shows = false;
  for (auto& page : history.pages) {
    if (history.known.shared) {
      DropUnknown(beliefs, page);
    }
    shows = shows || !page.empty();
  }
  Observations observations = JudgeHistory(history.asked, history.pages, beliefs);
  if (!history.complete) {
    ForgiveMissing(observations);
  } else if (history.not_found || (!history.known.shared && !shows)) {
    NoteNoData(history.not_found, beliefs, observations);
  }
  return observations;
}

}  // namespace swc::conformance
