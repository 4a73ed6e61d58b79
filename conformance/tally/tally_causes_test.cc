// Which finding of a cause has the case file.
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/judge/observations.h"
#include "conformance/play/case_runner.h"
#include "conformance/smallest/shrinker.h"
#include "conformance/tally/tally.h"
#include "reports/run_record.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr spec::ClauseId kPast = "time.window.past";
constexpr spec::ClauseId kMax = "entries.max";

// Two findings in two cases.
class TallyCausesTest : public testing::Test {
 protected:
  // Adds a case with one finding on `clause`. Returns what it showed.
  Sighting Add(spec::ClauseId clause, const std::string& phase) {
    Observations observations;
    observations.Deviate(clause, "kind", "", "this", "that");
    CaseOutcome outcome;
    outcome.deviations.push_back({.deviation = observations.deviations.front()});
    const std::string id = std::string(clause.text()) + "/" + phase;
    const auto added = tally_.Add({.id = id, .clauses = {clause}, .title = "t"}, phase, 1, outcome);
    EXPECT_THAT(added, SizeIs(1));
    return {.case_id = id, .signature = added.front().signature};
  }

  void SetOneCause(spec::ClauseId clause, const std::set<Sighting>& shown) {
    tally_.SetCauses({{.clause = std::string(clause.text()), .shown = shown}});
  }

  reports::RunRecord Finish() {
    reports::RunRecord record;
    tally_.Finish({}, record);
    return record;
  }

  Tally tally_{{.selection = {.only = {"time.window.past", "entries.max"}}, .case_folder = "f"}};
};

// Returns the finding of a record on `clause`.
const reports::Finding& FindingOn(const reports::RunRecord& record, spec::ClauseId clause) {
  for (const reports::Finding& finding : record.findings) {
    if (finding.clause == clause.text()) {
      return finding;
    }
  }
  ADD_FAILURE() << "no finding on " << clause.text();
  return record.findings.front();
}

TEST_F(TallyCausesTest, OnlyTheClearestFindingOfACauseHasACaseFile) {
  SetOneCause(kPast, {Add(kPast, "directed"), Add(kMax, "directed")});
  const reports::RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_FALSE(record.causes[0].known);
  const reports::Finding& clearest = FindingOn(record, kPast);
  const reports::Finding& other = FindingOn(record, kMax);
  EXPECT_EQ(clearest.case_file, "time.window.past/directed");
  EXPECT_THAT(clearest.reproduce, HasSubstr("replay f/time.window.past_directed.json"));
  EXPECT_THAT(other.case_file, IsEmpty());
  EXPECT_THAT(other.case_json, HasSubstr("entries.max/directed"));
  EXPECT_EQ(other.reproduce, clearest.reproduce);
  EXPECT_THAT(other.script, EndsWith("f/time.window.past_directed.sh"));
}

TEST_F(TallyCausesTest, ACauseThatACaseOfTheFolderShowsKeepsThatFile) {
  SetOneCause(kPast, {Add(kPast, "directed"), Add(kMax, std::string(kKnownPhase))});
  const reports::RunRecord record = Finish();
  ASSERT_THAT(record.causes, SizeIs(1));
  EXPECT_TRUE(record.causes[0].known);
  EXPECT_THAT(FindingOn(record, kPast).case_file, IsEmpty());
  EXPECT_EQ(FindingOn(record, kMax).case_file, "entries.max/known");
  EXPECT_THAT(FindingOn(record, kPast).reproduce, HasSubstr("f/entries.max_known.json"));
}

TEST_F(TallyCausesTest, ACaseThatDidNotShowItAgainLeavesTheFileToAnother) {
  const Sighting past = Add(kPast, "directed");
  SetOneCause(kPast, {past, Add(kMax, "directed")});
  tally_.SetSmallest(past.signature, Shrunk());
  const reports::RunRecord record = Finish();
  EXPECT_THAT(FindingOn(record, kPast).case_file, IsEmpty());
  EXPECT_EQ(FindingOn(record, kMax).case_file, "entries.max/directed");
}

TEST_F(TallyCausesTest, FindingsThatShareNoCauseHaveAFileEach) {
  (void)Add(kPast, "directed");
  (void)Add(kMax, "directed");
  const reports::RunRecord record = Finish();
  EXPECT_THAT(record.causes, SizeIs(2));
  EXPECT_EQ(FindingOn(record, kPast).case_file, "time.window.past/directed");
  EXPECT_EQ(FindingOn(record, kMax).case_file, "entries.max/directed");
}

}  // namespace
}  // namespace swc::conformance
