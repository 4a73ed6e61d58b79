// How an entry may be reported: codes, timestamps, and what a report tells of a target's style.
#include "conformance/judge/put/entry_errors.h"

#include <cstddef>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/judge_testing.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"
#include "reference/reading/reading_testing.h"

namespace swc::conformance {
namespace {

using reference::PutText;
using reference::SentTime;
using ::testing::AllOf;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto* kLateCode = "TimestampOutOfRangeException";
constexpr auto* kInvalidCode = "InvalidRequestException";
constexpr auto* kSentTimestamp = "response.error-entries.sent-timestamp";
constexpr auto* kCulprit = "response.error-entries.culprit";

const std::string kOddId = R"("entryId":"a.b")";

// A value that comes too late, one that is right, one that comes too late.
std::string LateGoodLate() {
  return ValuesOfPut({PutText{.time = AtSecond(601)}.Value(), PutText{.time = AtSecond(0)}.Value(),
                      PutText{.time = AtSecond(602)}.Value()});
}

struct UnexplainedRow {
  std::string name;
  PutText put;
  std::string code;
  std::string clause;
  std::string kind;
};

void PrintTo(const UnexplainedRow& row, std::ostream* out) { *out << row.code; }

class ReportUnexplainedTest : public ::testing::TestWithParam<UnexplainedRow> {};

TEST_P(ReportUnexplainedTest, IsNamedByWhatTheEntryBreaks) {
  const PutExchange put(GetParam().put);
  const EntryWithViolations subject = put.View();
  Observations observations;
  EntryErrorsJudge(subject, observations).ReportUnexplained(GetParam().code);
  EXPECT_THAT(observations, HasDeviation(GetParam().clause, GetParam().kind));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ReportUnexplainedTest,
    ::testing::Values(
        UnexplainedRow{"OfARightEntry", {}, kInvalidCode, "entry.valid.accepted", "reported"},
        UnexplainedRow{"OfARightEntryWithNulls",
                       {.quality = R"("quality":null)"},
                       kInvalidCode,
                       "wire.member.null-is-absent",
                       "reported"},
        UnexplainedRow{
            "OfTheFuture", {.time = AtSecond(300)}, kLateCode, "time.window.future", "reported"},
        UnexplainedRow{
            "OfThePast", {.time = AtSecond(-300)}, kLateCode, "time.window.past", "reported"},
        UnexplainedRow{"OfAnOpenPoint",
                       {.values = R"("propertyValues":[])"},
                       "LimitExceededException",
                       "values.empty",
                       "reported"},
        UnexplainedRow{"LateUnderAnotherCode",
                       {.time = AtSecond(601)},
                       kInvalidCode,
                       "time.window.code",
                       "wrong-code"},
        UnexplainedRow{
            "OddIdUnderAnotherCode", {.id = kOddId}, kLateCode, "entry.id.pattern", "wrong-code"},
        UnexplainedRow{"OddIdWithoutACode", {.id = kOddId}, "", "entry.id.pattern", "wrong-code"}),
    [](const auto& info) { return info.param.name; });

// The timestamps of an error about the values that come too late.
struct TimestampsRow {
  std::string name;
  std::vector<SentTime> times;
  std::string deviates;  // Empty: nothing.
  bool marks_culprit = false;
};

void PrintTo(const TimestampsRow& row, std::ostream* out) { *out << row.times.size(); }

class CheckTimestampsTest : public ::testing::TestWithParam<TimestampsRow> {};

TEST_P(CheckTimestampsTest, AreSentAndMeetAValueAtFault) {
  const PutExchange put({.values = LateGoodLate()});
  const EntryWithViolations subject = put.View();
  Observations observations;
  const EntryErrors errors = ErrorsOf(kLateCode, GetParam().times);
  EntryErrorsJudge(subject, observations)
      .CheckTimestamps(kLateCode, errors.at(kLateCode), subject.violations);
  const std::string kind = GetParam().deviates == kSentTimestamp ? "not-sent" : "other-value";
  EXPECT_THAT(observations, HasDeviation(GetParam().deviates, kind));
  if (GetParam().deviates != kSentTimestamp) {
    EXPECT_THAT(observations, Marks(kSentTimestamp, Side::kObserve));
  }
  EXPECT_EQ(::testing::Value(observations, Marks(kCulprit, Side::kObserve)),
            GetParam().marks_culprit);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CheckTimestampsTest,
    ::testing::Values(TimestampsRow{"None", {}, "", false},
                      TimestampsRow{"OneCulprit", {SentAt(601)}, "", true},
                      TimestampsRow{"CulpritAndOther", {SentAt(0), SentAt(602)}, "", true},
                      TimestampsRow{"OnlyTheGoodOne", {SentAt(0)}, kCulprit, false},
                      TimestampsRow{"NotSent", {SentAt(601), SentAt(7)}, kSentTimestamp, false}),
    [](const auto& info) { return info.param.name; });

TEST(CheckTimestampsTest, ANumberThatDoesNotFitIsNamedAsSuch) {
  const PutExchange put({.values = LateGoodLate()});
  const EntryWithViolations subject = put.View();
  Observations observations;
  const EntryErrors errors = ErrorsOf(kLateCode, {{.seconds = INT64_MAX, .nanos = 0}});
  EntryErrorsJudge(subject, observations)
      .CheckTimestamps(kLateCode, errors.at(kLateCode), subject.violations);
  ASSERT_THAT(observations, HasDeviation(kSentTimestamp, "not-sent"));
  EXPECT_THAT(observations.deviations.front().observed,
              ::testing::HasSubstr("a timestamp whose timeInSeconds does not fit 64 bits"));
}

TEST(CheckTimestampsTest, NothingIsDemandedWhereATimestampBreaksItsOwnRules) {
  const PutExchange put(PutText{.time = R"("timestamp":{"timeInSeconds":-1})"});
  const EntryWithViolations subject = put.View();
  Observations observations;
  EntryErrorsJudge(subject, observations)
      .CheckTimestamps(kInvalidCode, ErrorsOf(kInvalidCode, {SentAt(7)}).at(kInvalidCode),
                       subject.violations);
  EXPECT_THAT(observations, HasNoDeviation());
  EXPECT_THAT(observations.exercises, IsEmpty());
}

Observations MarkedReport(const PutText& text, const EntryErrors& errors) {
  const PutExchange put(text);
  const EntryWithViolations subject = put.View();
  Observations observations;
  EntryErrorsJudge(subject, observations).MarkReport(errors);
  return observations;
}

TEST(MarkReportTest, TheSoleClauseIsSeenToBeKept) {
  const Observations late =
      MarkedReport({.time = AtSecond(601)}, ErrorsOf(kLateCode, {SentAt(601)}));
  EXPECT_THAT(late, AllOf(Marks("time.window.future", Side::kReject),
                          Marks("time.window.code", Side::kObserve)));
  EXPECT_THAT(MarkedReport({.id = kOddId}, ErrorsOf(kInvalidCode)),
              AllOf(Marks("entry.id.pattern", Side::kReject),
                    Not(Marks("time.window.code", Side::kObserve)),
                    ChoosesOnly("response.errors.constraint-form", "entry")));
}

TEST(MarkReportTest, TwoClausesTellNothing) {
  const Observations both =
      MarkedReport({.id = kOddId, .time = AtSecond(601)}, ErrorsOf(kInvalidCode));
  EXPECT_THAT(both.exercises, IsEmpty());
  EXPECT_THAT(both.choices, IsEmpty());
}

TEST(MarkReportTest, AnOpenPointIsDecided) {
  EXPECT_THAT(MarkedReport({.values = R"("propertyValues":[])"}, ErrorsOf(kInvalidCode)),
              AllOf(ChoosesOnly("values.empty", "rejected-entry"),
                    ChoosesNothingOf("response.errors.constraint-form"),
                    Not(Marks("values.empty", Side::kReject))));
}

TEST(MarkReportTest, TheCodeOfAnUnknownPropertyIsAChoiceIfThereIsOne) {
  const PutText nobody{.identity = R"("assetId":"a1b2c3d4-5678-4abc-8def-00000000ffff",)"
                                   R"("propertyId":"b1b2c3d4-5678-4abc-8def-000000000001")"};
  constexpr auto* kCode = "identity.unknown-property.code";
  EXPECT_THAT(MarkedReport(nobody, ErrorsOf("AccessDeniedException")),
              ChoosesOnly(kCode, "AccessDeniedException"));
  EXPECT_THAT(MarkedReport(nobody, ErrorsOf("")), ChoosesNothingOf(kCode));
}

// In what form timestamps at fault were reported.
struct StyleRow {
  std::string name;
  CodeErrors error;
  std::string timestamps;  // Of response.errors.timestamps; empty: no choice.
  std::string grouping;    // Of response.errors.grouping; empty: no choice.
};

void PrintTo(const StyleRow& row, std::ostream* out) { *out << row.error.timestamps.size(); }

class ReportStyleTest : public ::testing::TestWithParam<StyleRow> {};

TEST_P(ReportStyleTest, IsChosenWhereItShows) {
  const Observations observations =
      MarkedReport({.values = LateGoodLate()}, {{kLateCode, GetParam().error}});
  const auto expect = [&](std::string_view clause, const std::string& alternative) {
    if (alternative.empty()) {
      EXPECT_THAT(observations, ChoosesNothingOf(clause));
    } else {
      EXPECT_THAT(observations, ChoosesOnly(clause, alternative));
    }
  };
  expect("response.errors.timestamps", GetParam().timestamps);
  expect("response.errors.grouping", GetParam().grouping);
}

std::vector<StyleRow> StyleRows() {
  const std::set<SentTime> culprits = {SentAt(601), SentAt(602)};
  const std::set<SentTime> all = {SentAt(0), SentAt(601), SentAt(602)};
  const auto error = [](std::set<SentTime> times, std::size_t errors, std::size_t entries) {
    return CodeErrors{
        .timestamps = std::move(times), .error_objects = errors, .entry_objects = entries};
  };
  return {{"None", error({}, 1, 1), "none", ""},
          {"Grouped", error(culprits, 1, 1), "culprits", "grouped"},
          {"OneErrorEach", error(culprits, 2, 1), "culprits", "one-error-each"},
          {"OneEntryEach", error(culprits, 2, 2), "culprits", "one-entry-each"},
          {"WholeEntry", error(all, 1, 1), "whole-entry", "grouped"},
          {"OnlyOne", error({SentAt(601)}, 1, 1), "", ""}};
}

INSTANTIATE_TEST_SUITE_P(Rows, ReportStyleTest, ::testing::ValuesIn(StyleRows()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace swc::conformance
