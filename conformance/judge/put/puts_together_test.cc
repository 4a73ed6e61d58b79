#include "conformance/judge/put/puts_together.h"

#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

TEST(PutsTogetherTest, OnlyEntriesThatShareASeriesMayConflict) {
  reference::Reading beside;
  beside.entries.resize(1);
  beside.entries[0].series = {reference::SeriesOfStream("/a")};
  reference::Reading reading;
  reading.entries.resize(2);
  reading.entries[0].series = {reference::SeriesOfStream("/b")};
  reading.entries[1].series = {reference::SeriesOfStream("/c"), reference::SeriesOfStream("/a")};
  AllowConflicts({&beside}, reading);
  ASSERT_EQ(reading.violations.size(), 1U);
  const reference::Violation& violation = reading.violations.front();
  EXPECT_EQ(violation.clause->id, "duplicate.cross-entry");
  EXPECT_EQ(violation.entry, 1U);
  EXPECT_EQ(violation.obligation, reference::Obligation::kMayReject);
}

TEST(PutsTogetherTest, WhichPutsConflictIsNoChoice) {
  const auto first = [](spec::ClauseId clause) {
    return spec::Catalogue::Get().At(clause).alternatives.front().name;
  };
  Observations observations;
  for (const spec::ClauseId clause :
       {spec::ClauseId("duplicate.cross-entry"), spec::ClauseId("read.no-data")}) {
    observations.Choose(clause, first(clause));
  }
  DropConflictChoices(observations);
  ASSERT_EQ(observations.choices.size(), 1U);
  EXPECT_EQ(observations.choices.front().clause->id, "read.no-data");
}

}  // namespace
}  // namespace swc::conformance
