// What hangs together with errors that name no entry, and with refusals in other forms.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/hanging_together.h"

namespace swc::conformance {
namespace {

using testing::SizeIs;

TEST(MisnamedErrorsTest, AnErrorThatIsMissedMayBeTheOneThatNamesNoEntry) {
  const std::set<Sighting> taken = {
      {.case_id = "identity.alias.exact/blank-inside", .signature = "time.window.past|accepted|"},
      {.case_id = "identity.alias.exact/letter-case", .signature = "quality.enum|accepted|"},
  };
  EXPECT_THAT(HangingTogether(taken, Ties::kCaseAndClause), SizeIs(2));
  std::set<Sighting> misnamed = taken;
  for (const Sighting& each : taken) {
    misnamed.insert({.case_id = each.case_id,
                     .signature = "response.error-entries.known-entry|unknown-entry|"});
  }
  EXPECT_THAT(HangingTogether(misnamed, Ties::kCaseAndClause), SizeIs(1));
}

TEST(MisnamedErrorsTest, OneOfAnotherCaseIsNotTheOne) {
  const std::set<Sighting> shown = {
      {.case_id = "a/1", .signature = "time.window.past|accepted|"},
      {.case_id = "a/2", .signature = "response.error-entries.known-entry|unknown-entry|"},
  };
  EXPECT_THAT(HangingTogether(shown, Ties::kKindToo), SizeIs(2));
}

TEST(MisnamedErrorsTest, WhatIsRefusedWronglyIsAlikeInAllForms) {
  const std::set<Sighting> shown = {
      {.case_id = "a/1", .signature = "time.window.code|wrong-code|"},
      {.case_id = "a/2", .signature = "duplicate.resend|reported|"},
      {.case_id = "a/3", .signature = "entries.max|refused|"},
  };
  EXPECT_THAT(HangingTogether(shown, Ties::kKindToo), SizeIs(1));
  EXPECT_THAT(HangingTogether(shown, Ties::kCaseAndClause), SizeIs(3));
}

}  // namespace
}  // namespace swc::conformance
