// Builders of exchanges and matchers of observations, for tests of the judge.
//
// Example: PutExchange put(PutText{.time = AtSecond(601)});
//          EXPECT_THAT(observations, HasDeviation("time.window.code", "wrong-code"));
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/put/judge_entry.h"
#include "conformance/judge/put_answer.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/reading_testing.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

inline constexpr spec::Instant kJudgeNow{.seconds = 1'760'000'000, .nanos = 0};

// Returns the key `seconds` after now.
[[nodiscard]] inline reference::PointKey KeyAt(std::int64_t seconds,
                                               spec::Quality quality = spec::Quality::kGood) {
  return {.time = {.seconds = kJudgeNow.seconds + seconds, .nanos = 0}, .quality = quality};
}

// Returns the timestamp of `KeyAt` as an answer names it, and as a member of a put.
[[nodiscard]] inline reference::SentTime SentAt(std::int64_t seconds) {
  return {.seconds = kJudgeNow.seconds + seconds, .nanos = 0};
}
[[nodiscard]] inline std::string AtSecond(std::int64_t seconds) {
  return R"("timestamp":{"timeInSeconds":)" + std::to_string(kJudgeNow.seconds + seconds) + "}";
}

// Returns the member propertyValues of these values, each without its braces.
[[nodiscard]] inline std::string ValuesOfPut(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) {
    list += (list.empty() ? "{" : ",{") + value + "}";
  }
  return R"("propertyValues":[)" + list + "]";
}

inline constexpr std::string_view kKeepsGood = R"("enablePartialEntryProcessing":true)";
inline constexpr std::string_view kAllOrNothing = R"("enablePartialEntryProcessing":false)";

// A put that was read in context and its answer, on a server with the properties of
// `ExampleDirectory`. It stays where it is: views point into it.
class PutExchange {
 public:
  explicit PutExchange(const reference::PutText& text) : PutExchange(text, nothing_) {}

  // `before` is what was believed before the put; it has to live as long.
  PutExchange(const reference::PutText& text, const Beliefs& before)
      : directory_(reference::ExampleDirectory()),
        reading_(reference::ParsePut(text.Request(), {.directory = directory_,
                                                      .series = before,
                                                      .now_earliest = kJudgeNow,
                                                      .now_latest = kJudgeNow})),
        put_{.reading = reading_, .response = response_, .directory = directory_, .now = kJudgeNow},
        judged_{.put = put_, .answer = answer_, .beliefs = before, .entry = 0} {}
  PutExchange(const PutExchange&) = delete;
  PutExchange& operator=(const PutExchange&) = delete;
  ~PutExchange() = default;

  // Returns the first entry as its judge sees it.
  [[nodiscard]] EntryWithViolations View() const { return EntryWithViolations(judged_); }

 private:
  Beliefs nothing_;
  spec::HttpResponse response_;
  PutAnswer answer_;
  reference::Directory directory_;
  reference::Reading reading_;
  PutToJudge put_;
  EntryToJudge judged_;
};

// Returns the errors of one code in one error object.
[[nodiscard]] inline EntryErrors ErrorsOf(const std::string& code,
                                          std::vector<reference::SentTime> times = {}) {
  CodeErrors errors{.error_objects = 1, .entry_objects = 1};
  errors.some_without_timestamps = times.empty();
  errors.timestamps.insert(times.begin(), times.end());
  return {{code, errors}};
}

// Returns observations in lines, for the messages of failed tests.
[[nodiscard]] inline std::string Described(const Observations& observations) {
  std::string text;
  for (const Deviation& deviation : observations.deviations) {
    text += fmt::format("\n  deviates: {} {}: {}", deviation.clause->id, deviation.kind,
                        deviation.observed);
  }
  for (const Exercise& exercise : observations.exercises) {
    text +=
        fmt::format("\n  marks: {} side {}", exercise.clause->id, static_cast<int>(exercise.side));
  }
  for (const Choice& choice : observations.choices) {
    text += fmt::format("\n  chooses: {}={}", choice.clause->id, choice.alternative);
  }
  return text;
}

// Matches observations whose only deviation is this one; "" for the clause: that have none.
MATCHER_P2(HasDeviation, clause, kind, "") {
  *result_listener << Described(arg);
  if (std::string_view(clause).empty()) {
    return arg.deviations.empty();
  }
  return arg.deviations.size() == 1 && arg.deviations.front().clause->id == clause &&
         arg.deviations.front().kind == kind;
}

MATCHER(HasNoDeviation, "") {
  *result_listener << Described(arg);
  return arg.deviations.empty();
}

MATCHER_P2(Marks, clause, side, "") {
  *result_listener << Described(arg);
  return std::ranges::any_of(arg.exercises, [&](const Exercise& exercise) {
    return exercise.clause->id == std::string_view(clause) && exercise.side == side;
  });
}

// Matches observations with this alternative of the clause and no other one.
MATCHER_P2(ChoosesOnly, clause, alternative, "") {
  *result_listener << Described(arg);
  bool chosen = false;
  for (const Choice& choice : arg.choices) {
    if (choice.clause->id == std::string_view(clause)) {
      if (choice.alternative != alternative) {
        return false;
      }
      chosen = true;
    }
  }
  return chosen;
}

MATCHER_P(ChoosesNothingOf, clause, "") {
  *result_listener << Described(arg);
  return std::ranges::none_of(arg.choices, [&](const Choice& choice) {
    return choice.clause->id == std::string_view(clause);
  });
}

}  // namespace swc::conformance
