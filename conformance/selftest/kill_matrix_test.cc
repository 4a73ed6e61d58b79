#include "conformance/selftest/kill_matrix.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/selftest/selftest.h"
#include "conformance/selftest/selftest_causes.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

const reference::Mutant& Saturates() { return *reference::FindMutant("integer-saturates"); }
const reference::Mutant& OnFirst() { return *reference::FindMutant("error-on-first-entry"); }

MatrixOrigin Origin() {
  return {.tool_version = "0.1.0", .date = "2026-11-30T20:00:00Z", .first_seed = 4, .seeds = 3};
}

SelftestResult SampleResult() {
  return {.policies = {{.name = "partial.omitted=as-true", .requests = 70},
                       {.name = "<script>alert(1)</script>|",
                        .requests = 30,
                        .alarms = {"seed 1: FAIL a|b: \"<img src=x>\""}}},
          .mutants = {{.mutant = &Saturates(),
                       .killed = 3,
                       .seeds = 3,
                       .judged = 300,
                       .phase = "directed",
                       .clause = std::string(Saturates().clauses.front().text()),
                       .requests = {90, 10, 40}},
                      {.mutant = &OnFirst(), .killed = 1, .seeds = 3, .judged = 100}}};
}

CausesResult SampleCausesResult() {
  CausesRow row{.mutants = {&Saturates()},
                .causes = {{.clause = std::string(Saturates().clauses.front().text()),
                            .mutant = std::string(Saturates().name),
                            .named = true}},
                .first_kill = SampleResult().mutants.front()};
  return {.rows = {row}, .requests = 1000};
}

TEST(KillMatrixTest, SumsUpWhatTheRunsGave) {
  const KillMatrix matrix = MatrixOfRun(Origin(), SampleResult(), nullptr);
  EXPECT_EQ(matrix.requests, 500U);
  EXPECT_FALSE(matrix.passed);
  EXPECT_EQ(HeadlineOf(matrix),
            "1 of 2 mutants killed, 1 of 2 legal servers without an alarm; the selftest FAILED");
  ASSERT_EQ(matrix.mutants.size(), 2U);
  EXPECT_EQ(matrix.mutants[0].requests, 40U);
  ASSERT_EQ(matrix.phases.size(), 1U);
  EXPECT_EQ(matrix.phases[0].name, "directed");
  for (const MatrixClause& clause : matrix.clauses) {
    EXPECT_GT(clause.mutants, 0U) << clause.id;
    EXPECT_LE(clause.killed, clause.mutants) << clause.id;
  }
}

TEST(KillMatrixTest, SaysOfWhichRunsItIs) {
  KillMatrix matrix = MatrixOfRun(Origin(), SampleResult(), nullptr);
  EXPECT_EQ(
      OriginOf(matrix),
      "sitewise-conformance 0.1.0, 2026-11-30T20:00:00Z, seeds 4 to 6, all phases with 0 random "
      "cases a run, 500 requests judged");
  matrix.origin.seeds = 1;
  matrix.origin.phases = {"directed", "wire"};
  matrix.origin.declared = true;
  EXPECT_THAT(OriginOf(matrix), AllOf(HasSubstr(", seed 4, phases directed, wire with"),
                                      HasSubstr(", cases of a mutant's clauses first,")));
}

TEST(KillMatrixTest, PassesIfAllDieAndNothingRaisesAnAlarm) {
  SelftestResult result = SampleResult();
  result.policies.pop_back();
  result.mutants.pop_back();
  EXPECT_TRUE(MatrixOfRun(Origin(), result, nullptr).passed);
  EXPECT_FALSE(MatrixOfRun(Origin(), {}, nullptr).passed) << "nothing was tested";
  result.policies[0].named = false;
  EXPECT_FALSE(MatrixOfRun(Origin(), result, nullptr).passed);
}

TEST(KillMatrixTest, WithCausesTheMutantsAreThoseOfTheirRows) {
  const CausesResult causes = SampleCausesResult();
  SelftestResult policies = SampleResult();
  policies.mutants.clear();
  policies.policies.pop_back();
  const KillMatrix matrix = MatrixOfRun(Origin(), policies, &causes);
  ASSERT_EQ(matrix.mutants.size(), 1U);
  ASSERT_TRUE(matrix.mutants[0].causes.has_value());
  EXPECT_EQ(matrix.mutants[0].causes->count, 1U);
  EXPECT_EQ(matrix.mutants[0].causes->named, "itself");
  EXPECT_TRUE(matrix.passed);
  EXPECT_THAT(KillMatrixHtml(matrix), HasSubstr("named: itself"));
  EXPECT_THAT(KillMatrixMarkdown(matrix), HasSubstr("| 1: itself |"));
  EXPECT_EQ(json::parse(KillMatrixJson(matrix))["mutants"][0]["causes"]["named"], "itself");
}

TEST(KillMatrixTest, EveryFormatTellsTheSameAndNothingBecomesMarkup) {
  const KillMatrix matrix = MatrixOfRun(Origin(), SampleResult(), nullptr);
  for (const KillMatrixFormat& format : KillMatrixFormats()) {
    const std::string text = format.render(matrix);
    EXPECT_THAT(text, AllOf(HasSubstr("2026-11-30T20:00:00Z"), HasSubstr("0.1.0"),
                            HasSubstr("1 of 2 mutants killed"), HasSubstr("integer-saturates"),
                            HasSubstr("500")))
        << format.name;
    if (format.name != "json") {
      EXPECT_THAT(text, AllOf(Not(HasSubstr("<script>")), Not(HasSubstr("<img"))));
    }
  }
  EXPECT_THAT(KillMatrixHtml(matrix), HasSubstr("&lt;script&gt;"));
  EXPECT_TRUE(json::accept(KillMatrixJson(matrix)));
}

TEST(KillMatrixTest, ATableOfMarkdownHasAsManyCellsInEveryRow) {
  const std::string text = KillMatrixMarkdown(MatrixOfRun(Origin(), SampleResult(), nullptr));
  const std::string servers = text.substr(text.find("| legal server |"));
  std::vector<int> bars;
  int count = 0;
  for (const char each : servers) {
    count += each == '|' ? 1 : 0;
    if (each == '\n') {
      bars.push_back(count);
      count = 0;
    }
  }
  EXPECT_THAT(bars, Each(4));
}

TEST(KillMatrixTest, AnUnknownFormatIsRefusedWithThoseThatThereAre) {
  EXPECT_TRUE(FindKillMatrixFormat("html").has_value());
  const auto unknown = FindKillMatrixFormat("junit");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_THAT(unknown.error().message,
              AllOf(HasSubstr("'junit'"), HasSubstr("html, markdown, json")));
}

}  // namespace
}  // namespace swc::conformance
