// Cases that a fuzzer made, on which the judge once accused a legal server.
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "conformance/judge/shown_deviation.h"
#include "conformance/play/case_runner.h"
#include "conformance/selftest/mutant_bench_testing.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"

namespace swc::conformance {
namespace {

struct Alarm {
  std::string_view why;
  std::string_view steps;
  std::string_view series;
};

constexpr auto kAlarms = std::to_array<Alarm>({
    {"A member stood twice: the type of what was stored is not known, so neither is the stream's.",
     R"([{"put_raw": {"body": "{\"entries\":[{\"entryId\":\"e\",\"propertyAlias\":\"${s1.alias}\",
         \"propertyValues\":[{\"value\":{\"doubleValue\":5},\"timestamp\":${t0+1s},
         \"quality\":\"GD\",\"quality\":\"GOOD\"}]}]}"}},
        {"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
         {"value": {"stringValue": "93"}, "at": "t0+1s"}]}]}}])",
     R"({"s1": {"kind": "stream"}})"},
    {"Of puts at once any may come first and give the stream its type.",
     R"([{"together": {"puts": [
         {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
           {"value": {"doubleValue": 1.5}, "at": "t0+2s", "quality": "GOOD"}]}]},
         {"entries": [{"entryId": "e2", "series": "s1", "propertyValues": [
           {"value": {"stringValue": "{}"}, "at": "t0+3s", "quality": "GOOD"}]}]}]}}])",
     R"({"s1": {"kind": "stream"}})"},
    {"A value that another one replaced may still have given the stream its type.",
     R"([{"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
           {"value": {"stringValue": "a"}, "at": "t0+2s", "quality": "BAD"}]}]}},
         {"put": {"entries": [{"entryId": "e2", "series": "s1", "propertyValues": [
           {"value": {"nullValue": {"valueType": "S"}}, "at": "t0+2s", "quality": "BAD"}]}]}},
         {"read_back": ["s1"]},
         {"put": {"entries": [{"entryId": "e3", "series": "s1", "propertyValues": [
           {"value": {"doubleValue": 1.5}, "at": "t0+3s", "quality": "BAD"}]}]}}])",
     R"({"s1": {"kind": "stream"}})"},
    {"A property that the caller may not write may be closed to its reads too.",
     R"([{"read_raw": {"path": "/properties/history?propertyAlias=${s1.alias}&qualities=GOOD"}}])",
     R"({"s1": {"kind": "denied", "aliased": true}})"},
});

// Values of one quality in one second of the property that every case here is lent.
std::string Fill(int first_nano, int count, std::string_view value) {
  std::string values;
  for (int i = 0; i < count; ++i) {
    values += fmt::format(R"({}{{"value":{},"at":"now-{}ns","quality":"GOOD"}})",
                          values.empty() ? "" : ",", value, first_nano + i);
  }
  return fmt::format(
      R"([{{"put": {{"entries": [{{"entryId": "e1", "series": "s1", "propertyValues": [{}]}}]}}}}])",
      values);
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    line += c == '\n' ? ' ' : c;
  }
  return line;
}

// Runs a case and expects no finding.
void ExpectSilence(MutantBench& bench, std::string_view why, std::string_view series,
                   std::string_view steps) {
  const std::string text = R"({"id": "a/b", "clauses": [], "title": "t", "series": )" +
                           std::string(series) + R"(, "steps": )" + OneLine(steps) + "}";
  const auto test_case = generators::ParseCase(std::string_view(text), "test");
  ASSERT_TRUE(test_case.has_value()) << test_case.error().message;
  const CaseOutcome outcome = bench.Run(*test_case);
  EXPECT_EQ(outcome.WhyNot(), "");
  for (const ShownDeviation& shown : outcome.deviations) {
    ADD_FAILURE() << why << "\n" << shown.deviation.Signature() << ": " << shown.deviation.observed;
  }
}

TEST(FalseAlarmTest, IsNotRaisedAgain) {
  for (const Alarm& alarm : kAlarms) {
    MutantBench bench(nullptr);
    ExpectSilence(bench, alarm.why, alarm.series, alarm.steps);
  }
}

TEST(FalseAlarmTest, AFaultyValueMayBeTheEleventhOfItsSecondToo) {
  MutantBench bench(nullptr);
  constexpr std::string_view kWhy = "Earlier cases filled the second of a value out of range.";
  constexpr std::string_view kSeries = R"({"s1": {"kind": "attribute"}})";
  ExpectSilence(bench, kWhy, kSeries, Fill(2, 10, R"({"doubleValue":1})"));
  ExpectSilence(bench, kWhy, kSeries, Fill(50, 1, R"({"integerValue":-2147483649})"));
  ExpectSilence(bench, kWhy, kSeries, Fill(50, 1, R"("1.5")"));
}

TEST(FalseAlarmTest, NothingOfACaseWithAPutThatCannotBeSentIsSent) {
  constexpr std::string_view kText =
      R"({"id": "a/b", "series": {"s1": {"kind": "stream"}}, "steps": [
    {"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
      {"value": {"doubleValue": 1.5}, "at": "t0+1s"}]}]}},
    {"put": {"entries": [{"entryId": "e2", "series": "s1", "by": "ids"}]}}]})";
  const auto test_case = generators::ParseCase(kText, "test");
  ASSERT_TRUE(test_case.has_value()) << test_case.error().message;
  MutantBench bench(nullptr);
  const CaseOutcome outcome = bench.Run(*test_case);
  const auto* faulty = outcome.As<CaseOutcome::Faulty>();
  ASSERT_NE(faulty, nullptr);
  EXPECT_EQ(faulty->error.message, "a/b: series 's1' has no ids");
  EXPECT_EQ(outcome.values, 0U);
}

TEST(FalseAlarmTest, AReadOfNoTimeMayBeRefused) {
  constexpr std::string_view kWhy = "What becomes of such a range is not said.";
  constexpr std::string_view kSeries = R"({"s1": {}})";
  for (const std::string_view alternative : {"refused", "empty"}) {
    reference::Policies policies;
    ASSERT_TRUE(policies.Set("read.request.empty-range", alternative));
    MutantBench bench(nullptr, policies);
    ExpectSilence(bench, kWhy, kSeries,
                  R"([{"history": {"series": "s1", "start": "t0+5s", "end": "t0"}}])");
    ExpectSilence(bench, kWhy, kSeries,
                  R"([{"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
                        {"value": {"doubleValue": 1.5}, "at": "t0+1s"}]}]}},
                      {"batch_history": {"series": ["s1"], "start": "t0+5s", "end": "t0"}}])");
  }
}

TEST(FalseAlarmTest, AFractionInAStepIsNeverSent) {
  constexpr std::string_view kWhy = "The service takes dates in whole seconds only.";
  reference::Policies policies;
  ASSERT_TRUE(policies.Set("read.date-fraction", "refused"));
  MutantBench bench(nullptr, policies);
  ExpectSilence(bench, kWhy, R"({"s1": {}})",
                R"([{"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
                      {"value": {"doubleValue": 1.5}, "at": "t0+1s+250ms"},
                      {"value": {"doubleValue": 2.5}, "at": "t0+1s+750ms"}]}]}},
                    {"history": {"series": "s1", "start": "t0+500ms", "end": "t0+1s+500ms"}},
                    {"batch_history": {"series": ["s1"], "start": "t0", "end": "t0+1s+250ms"}}])");
}

TEST(FalseAlarmTest, AReadByALongAliasMayBeRefused) {
  constexpr std::string_view kWhy = "Two pages of the API give aliases of reads two lengths.";
  for (const std::string_view alternative : {"refused", "accepted"}) {
    reference::Policies policies;
    ASSERT_TRUE(policies.Set("read.request.alias-length", alternative));
    MutantBench bench(nullptr, policies);
    ExpectSilence(bench, kWhy, R"({"s1": {"kind": "stream", "alias": "${name:1500}"}})",
                  R"([{"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
                        {"value": {"doubleValue": 1.5}, "at": "t0+1s"}]}]}},
                      {"latest": {"series": "s1"}},
                      {"history": {"series": "s1", "start": "t0", "end": "t0+5s"}},
                      {"batch_latest": {"series": ["s1"]}}])");
  }
}

TEST(FalseAlarmTest, WhatNothingWasWrittenToMayBeEmptyOrNotFound) {
  constexpr std::string_view kWhy = "The first value may create the data stream.";
  for (const std::string_view alternative : {"not-found", "empty", "varying"}) {
    reference::Policies policies;
    ASSERT_TRUE(policies.Set("read.no-data", alternative));
    MutantBench bench(nullptr, policies);
    for (const std::string_view series :
         {R"({"s1": {"kind": "stream"}})", R"({"s1": {"kind": "measurement"}})"}) {
      ExpectSilence(bench, kWhy, series,
                    R"([{"latest": {"series": "s1"}},
                        {"history": {"series": "s1", "start": "t0", "end": "t0+60s"}},
                        {"batch_latest": {"series": ["s1"]}},
                        {"batch_history": {"series": ["s1"], "start": "t0", "end": "t0+60s"}}])");
    }
  }
}

}  // namespace
}  // namespace swc::conformance
