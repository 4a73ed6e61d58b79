#include "fuzz/engine/fuzzer_output.h"

#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/secrets.h"

namespace swc::fuzz {

// Found by GoogleTest through the argument's namespace.
void PrintTo(const FuzzerStatus& status, std::ostream* out);
void PrintTo(const FuzzerStatus& status, std::ostream* out) {
  *out << status.executions << " executions, coverage " << status.coverage << ", corpus "
       << status.corpus << ", " << status.executions_per_s << "/s";
}

namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(FuzzerOutputTest, WhatBecameOfEarlierFindingsIsNoComplaint) {
  FuzzerOutput output;
  output.Add(
      "sitewise-conformance: known found_a.json: fixed\n"
      "sitewise-conformance: known found_b.json: still open\n");
  ASSERT_THAT(output.known(), SizeIs(2));
  EXPECT_EQ(output.known()[1], "found_b.json: still open");
  EXPECT_EQ(output.complaint(), "");
  EXPECT_EQ(output.said(), "");
}

struct LineCase {
  std::string_view name;
  std::string_view line;
  std::optional<FuzzerStatus> status;
};

void PrintTo(const LineCase& row, std::ostream* out) { *out << row.line; }

class StatusLineTest : public testing::TestWithParam<LineCase> {};

TEST_P(StatusLineTest, IsRead) { EXPECT_EQ(ParseStatusLine(GetParam().line), GetParam().status); }

constexpr auto kLines = std::to_array<LineCase>({
    {"New",
     "#123\tNEW    cov: 45 ft: 67 corp: 8/9b lim: 4 exec/s: 10 rss: 30Mb L: 1/1 MS: 1 CopyPart-",
     FuzzerStatus{.executions = 123, .coverage = 45, .corpus = 8, .executions_per_s = 10}},
    {"Pulse", "#1048576\tpulse  cov: 11 ft: 12 corp: 9/25b lim: 4096 exec/s: 524288 rss: 37Mb",
     FuzzerStatus{.executions = 1048576, .coverage = 11, .corpus = 9, .executions_per_s = 524288}},
    {"Initialised", "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb",
     FuzzerStatus{.executions = 2, .coverage = 2, .corpus = 1}},
    {"WithoutCoverage", "#4\tDONE   exec/s: 2 rss: 29Mb",
     FuzzerStatus{.executions = 4, .executions_per_s = 2}},
    {"Merge", "#4\tREDUCE cov: 3 ft: 4 corp: 2/12Kb exec/s: 18446744073709551615 rss: 29Mb",
     FuzzerStatus{
         .executions = 4, .coverage = 3, .corpus = 2, .executions_per_s = 18446744073709551615ULL}},
    {"StackFrame", "    #1 0x55c801a2eb08 in fuzzer::PrintStackTrace() (a+0x40b08)", std::nullopt},
    {"FrameAtStart", "#1 0x55 in F exec", std::nullopt},
    {"NoNumber", "# cov: 1 exec/s: 2", std::nullopt},
    {"TooLarge", "#99999999999999999999999 NEW cov: 1 exec/s: 2", std::nullopt},
    {"Empty", "", std::nullopt},
    {"Info", "INFO: seed corpus: files: 1 exec/s: 1", std::nullopt},
});

INSTANTIATE_TEST_SUITE_P(Lines, StatusLineTest, testing::ValuesIn(kLines),
                         [](const auto& row) { return std::string(row.param.name); });

constexpr std::string_view kFailedCheck =
    "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb\n"
    "judge.cc:9: internal error: no such series\n"
    "==77== ERROR: libFuzzer: deadly signal\n"
    "    #0 0x55 in F\n"
    "NOTE: libFuzzer has rudimentary signal handlers.\n"
    "SUMMARY: libFuzzer: deadly signal\n"
    "artifact_prefix='f/'; Test unit written to f/crash-a9993e\n"
    "stat::number_of_executed_units: 34381\n";

void ExpectFailedCheck(const FuzzerOutput& output) {
  EXPECT_EQ(output.said(), "judge.cc:9: internal error: no such series");
  EXPECT_EQ(output.error(), "libFuzzer: deadly signal");
  EXPECT_EQ(output.summary(), "libFuzzer: deadly signal");
  EXPECT_EQ(output.artifact(), "f/crash-a9993e");
  EXPECT_EQ(output.status().executions, 34381U);
  EXPECT_EQ(output.status().coverage, 2U);
}

TEST(FuzzerOutputTest, TellsWhatFailed) {
  FuzzerOutput output;
  output.Add(kFailedCheck);
  ExpectFailedCheck(output);
  EXPECT_THAT(output.tail(), SizeIs(8));
}

TEST(FuzzerOutputTest, WhatIsNoReasonIsNotTakenForOne) {
  FuzzerOutput output;
  output.Add(
      "of an earlier input\n"
      "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb\n"
      "judge.cc:9: internal error: no such series\n"
      "\tNEW_FUNC[1/3]: 0x55 in swc::Judge judge.cc:7\n"
      "sitewise-conformance: found time.window.past: expected a; observed b\n"
      "sitewise-conformance: killed entries-limit-9 under entry.count, 1 of 200 mutants\n"
      "==77== ERROR: libFuzzer: deadly signal\n");
  EXPECT_EQ(output.said(), "judge.cc:9: internal error: no such series");
  EXPECT_EQ(output.complaint(), "");
  FuzzerOutput silent;
  silent.Add(
      "Dictionary: 250 entries\nsaid before\n"
      "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb\n"
      "==77== ERROR: libFuzzer: deadly signal\n");
  EXPECT_EQ(silent.said(), "");
}

TEST(FuzzerOutputTest, TellsHowManySeedsThereAreAndWhetherItIsPastThem) {
  FuzzerOutput output;
  output.Add("#64\tpulse  cov: 2 ft: 2 exec/s: 0 rss: 29Mb\n");
  EXPECT_EQ(output.seeds(), 0U);
  output.Add("INFO: seed corpus: files: 409 min: 7b max: 9b total: 3000b rss: 29Mb\n");
  output.Add("#128\tpulse  cov: 2 ft: 2 exec/s: 0 rss: 29Mb\nINFO: INITED exec/s: 1\n");
  EXPECT_EQ(output.seeds(), 409U);
  EXPECT_FALSE(output.seeds_read());
  output.Add("#410\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb\n");
  EXPECT_TRUE(output.seeds_read());
  EXPECT_EQ(output.seeds(), 409U);
}

TEST(FuzzerOutputTest, KeepsWhatAnOracleObjectsTo) {
  FuzzerOutput output;
  output.Add("sitewise-conformance: the oracle objects: time.window.past: expected a\n");
  EXPECT_EQ(output.objection(), "time.window.past: expected a");
  EXPECT_EQ(output.complaint(), "the oracle objects: time.window.past: expected a");
}

TEST(FuzzerOutputTest, BytesMayBeCutAnywhere) {
  for (const std::size_t size : {1U, 2U, 7U, 64U}) {
    FuzzerOutput output;
    for (std::size_t at = 0; at < kFailedCheck.size(); at += size) {
      output.Add(kFailedCheck.substr(at, size));
    }
    ExpectFailedCheck(output);
  }
}

TEST(FuzzerOutputTest, KeepsWhyTheTargetCannotBeTested) {
  FuzzerOutput output;
  output.Add("sitewise-conformance: http://127.0.0.1:1: connection refused");
  EXPECT_EQ(output.complaint(), "");
  output.Finish();
  EXPECT_EQ(output.complaint(), "http://127.0.0.1:1: connection refused");
}

TEST(FuzzerOutputTest, BoundsLinesAndTheirNumber) {
  FuzzerOutput output;
  output.Add("first\n");
  for (std::size_t i = 0; i < 2 * FuzzerOutput::kTailLinesMax; ++i) {
    output.Add(std::string(3 * FuzzerOutput::kLineBytesMax, 'x'));
    output.Add("y\n");
  }
  EXPECT_THAT(output.tail(), SizeIs(FuzzerOutput::kTailLinesMax));
  EXPECT_THAT(output.tail(), testing::Each(SizeIs(FuzzerOutput::kLineBytesMax)));
  output.Add("SUMMARY: after it\n");
  EXPECT_THAT(output.summary(), HasSubstr("after it"));
}

TEST(FuzzerOutputTest, SecretsOfAHarnessAreMaskedBeforeTheyAreCut) {
  spec::KeepSecret("secret-of-a-harness");
  FuzzerOutput output;
  output.Add(std::string(FuzzerOutput::kLineBytesMax - 5, 'x') + "secret-of-");
  output.Add("a-harness\n");
  EXPECT_THAT(output.tail().back(), testing::EndsWith("xx***"));
}

}  // namespace
}  // namespace swc::fuzz
