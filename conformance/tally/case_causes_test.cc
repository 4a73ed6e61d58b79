#include "conformance/tally/case_causes.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/diagnosis/rehearsal.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/server/reference_server.h"
#include "reports/run_record.h"
#include "spec/fixed_now.h"

namespace swc::conformance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Cases that were played on servers with a bug each, as if one server had all of them.
class CaseCausesTest : public testing::Test {
 protected:
  // Plays at most `count` directed cases in which a mutant shows itself, of the area that it
  // breaks.
  void Show(std::string_view name, std::size_t count) {
    const reference::Mutant* mutant = reference::FindMutant(name);
    ASSERT_NE(mutant, nullptr);
    Rehearsal rehearsal({.directory = Directory()}, mutant);
    const std::string area = AreaOf(std::string(mutant->clauses.front().text()));
    for (const generators::Case& test_case : generators::DirectedCases()) {
      if (AreaOf(ClauseOfCase(test_case.id)) != area) {
        continue;
      }
      const std::size_t before = rehearsal.evidence().shown().size();
      rehearsal.Play(test_case);
      if (rehearsal.evidence().shown().size() == before) {
        continue;
      }
      if (count-- == 0) {
        break;
      }
      Take(test_case, rehearsal.evidence());
    }
  }

  [[nodiscard]] std::vector<reports::Cause> Causes(bool suspects = true) const {
    return CausesOf(
        {.target = evidence_, .cases = cases_, .directory = Directory(), .suspects = suspects},
        findings_, known_);
  }

  std::vector<reports::Finding> findings_;
  std::set<std::string> known_;

 private:
  static reference::Directory Directory() {
    return reference::ReferenceServer({.now = [] { return spec::kFixedNow; }}).directory();
  }

  void Take(const generators::Case& test_case, const Evidence& shown) {
    cases_.push_back(&test_case);
    evidence_.NoteRan(test_case.id);
    for (const Sighting& sighting : shown.shown()) {
      if (sighting.case_id == test_case.id) {
        evidence_.Note(sighting);
        findings_.push_back({.clause = ClauseOf(sighting.signature),
                             .signature = sighting.signature,
                             .case_id = sighting.case_id,
                             .observed = "that"});
      }
    }
  }

  Evidence evidence_;
  std::vector<const generators::Case*> cases_;
};

TEST_F(CaseCausesTest, TwoBugsAreTwoCausesHoweverManyCasesShowThem) {
  Show("nan-stored-as-zero", 8);
  Show("window-future-300s", 8);
  ASSERT_GT(findings_.size(), 6U);
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(2));
  std::size_t findings = 0;
  for (const reports::Cause& cause : causes) {
    EXPECT_TRUE(cause.named) << cause.headline;
    findings += cause.findings.size();
  }
  EXPECT_EQ(findings, findings_.size());
}

TEST_F(CaseCausesTest, AFewCasesProveNoName) {
  Show("nan-stored-as-zero", 2);
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(1));
  EXPECT_FALSE(causes[0].named);
  EXPECT_THAT(causes[0].mutant, IsEmpty());
  EXPECT_THAT(causes[0].diagnosis, IsEmpty());
  EXPECT_THAT(causes[0].headline, HasSubstr("that"));
}

TEST_F(CaseCausesTest, WithoutSuspectsWhatHangsTogetherIsStillOneCause) {
  Show("window-future-300s", 8);
  const auto causes = Causes(/*suspects=*/false);
  ASSERT_THAT(causes, SizeIs(1));
  EXPECT_FALSE(causes[0].named);
  EXPECT_EQ(causes[0].clause, "time.window.future");
}

TEST_F(CaseCausesTest, ACauseThatAKnownCaseShowsIsKnown) {
  Show("nan-stored-as-zero", 8);
  known_ = {findings_.back().case_id};
  Show("window-future-300s", 8);
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(2));
  for (const reports::Cause& cause : causes) {
    EXPECT_EQ(cause.known, cause.mutant == "nan-stored-as-zero") << cause.headline;
  }
}

TEST_F(CaseCausesTest, AFindingThatNoCaseShowsIsACauseByItself) {
  Show("nan-stored-as-zero", 8);
  findings_.push_back({.clause = "fuzz.crash", .signature = "crash|x", .observed = "it crashed"});
  const auto causes = Causes();
  ASSERT_THAT(causes, SizeIs(2));
  EXPECT_EQ(causes[1].clause, "fuzz.crash");
  EXPECT_THAT(causes[1].headline, HasSubstr("it crashed"));
  EXPECT_EQ(causes[1].findings.front(), findings_.size() - 1);
}

}  // namespace
}  // namespace swc::conformance
