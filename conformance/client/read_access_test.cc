// Which reads may be asked, and how often one that is dead.
#include "conformance/client/read_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/operation.h"

namespace swc::conformance {
namespace {

using spec::Operation;
using testing::IsEmpty;

TEST(ReadAccessTest, AtFirstEveryReadCanBeUsed) {
  const ReadAccess access;
  for (const Operation operation : spec::kOperations) {
    EXPECT_FALSE(access.IsExcluded(operation));
    EXPECT_THAT(access.WhyDead(operation), IsEmpty());
  }
}

TEST(ReadAccessTest, OnlyWhatIsNamedIsExcluded) {
  ReadAccess access;
  access.Exclude(Operation::kBatchLatest);
  EXPECT_TRUE(access.IsExcluded(Operation::kBatchLatest));
  EXPECT_FALSE(access.IsExcluded(Operation::kLatest));
  EXPECT_THAT(access.WhyDead(Operation::kBatchLatest), IsEmpty());
}

TEST(ReadAccessTest, AFewCasesAskADeadReadForEvidence) {
  ReadAccess access;
  access.Bury(Operation::kHistory, "status 422", /*asked_for_evidence=*/true);
  EXPECT_EQ(access.WhyDead(Operation::kHistory), "status 422");
  EXPECT_FALSE(access.TakeEvidence(Operation::kLatest));
  for (int i = 0; i < ReadAccess::kEvidenceMax; ++i) {
    EXPECT_TRUE(access.TakeEvidence(Operation::kHistory)) << i;
  }
  EXPECT_FALSE(access.TakeEvidence(Operation::kHistory));
}

TEST(ReadAccessTest, NoCaseAsksWhatDoesNotExist) {
  ReadAccess access;
  access.Bury(Operation::kHistory, "status 404", /*asked_for_evidence=*/false);
  EXPECT_FALSE(access.TakeEvidence(Operation::kHistory));
}

TEST(ReadAccessTest, AReadWhosePagesHaveNoEndIsDeadAfterAWhile) {
  ReadAccess access;
  for (int i = 1; i < ReadAccess::kEndlessMax; ++i) {
    access.NoteEndless(Operation::kHistory);
    EXPECT_THAT(access.WhyDead(Operation::kHistory), IsEmpty()) << i;
  }
  access.NoteEndless(Operation::kHistory);
  EXPECT_THAT(access.WhyDead(Operation::kHistory), testing::HasSubstr("pages without an end"));
  EXPECT_THAT(access.WhyDead(Operation::kBatchHistory), IsEmpty());
  EXPECT_FALSE(access.TakeEvidence(Operation::kHistory));
}

}  // namespace
}  // namespace swc::conformance
