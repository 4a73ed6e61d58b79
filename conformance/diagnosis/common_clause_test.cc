// Which clause names a cause that breaks several.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/fixed_cases.h"

namespace swc::conformance {
namespace {

// Adds `count` cases about `about` that show `signature`.
void AddCases(std::set<Sighting>& shown, int count, const std::string& about,
              const std::string& signature) {
  for (int i = 0; i < count; ++i) {
    shown.insert({.case_id = about + "/" + std::to_string(i), .signature = signature});
  }
}

TEST(CommonClauseTest, AClauseWhoseOwnCasesDeviateWeighsMore) {
  std::set<Sighting> shown;
  AddCases(shown, 6, "values.max", "time.window.code|wrong-code|");
  AddCases(shown, 5, "values.max", "values.max|accepted|");
  EXPECT_GT(FixedCasesAbout("values.max"), 5U);
  EXPECT_EQ(ClauseThatNames(shown, nullptr), "values.max");
}

TEST(CommonClauseTest, TheStoreIsNotBlamedForValuesThatAreUnreadable) {
  std::set<Sighting> shown;
  AddCases(shown, 9, "a", "read.history.shape|value|");
  AddCases(shown, 3, "a", "store.acknowledged|missing|");
  for (const std::string clause : {"value.string.exact", "value.double.exact", "values.max"}) {
    AddCases(shown, 2, "a", clause + "|missing|");
  }
  EXPECT_EQ(ClauseThatNames(shown, nullptr), "read.history.shape");
}

TEST(CommonClauseTest, TheStoreIsNotBlamedForWhatIsMostlyLostElsewhere) {
  std::set<Sighting> shown;
  AddCases(shown, 12, "a", "store.stays|missing|");
  AddCases(shown, 1, "a", "store.acknowledged|missing|");
  for (const std::string clause : {"value.string.exact", "value.double.exact", "values.max"}) {
    AddCases(shown, 1, "a", clause + "|missing|");
  }
  EXPECT_EQ(ClauseThatNames(shown, nullptr), "store.stays");
}

TEST(CommonClauseTest, WhatIsRefusedUnderManyClausesIsAValidEntry) {
  std::set<Sighting> shown;
  AddCases(shown, 2, "a", "entry.valid.accepted|reported|");
  AddCases(shown, 4, "value.double.small", "value.double.small|reported|");
  AddCases(shown, 3, "a", "time.window.code|wrong-code|");
  EXPECT_EQ(ClauseThatNames(shown, nullptr), "value.double.small");
  AddCases(shown, 1, "a", "quality.kept|refused|");
  EXPECT_EQ(ClauseThatNames(shown, nullptr), "entry.valid.accepted");
}

TEST(CommonClauseTest, NoFixedCaseIsAboutAClauseThatIsNone) {
  EXPECT_EQ(FixedCasesAbout("no.such.clause"), 0U);
}

}  // namespace
}  // namespace swc::conformance
