// Which bugs a target is said to resemble, where it is none of them.
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/diagnosis/cover.h"
#include "conformance/diagnosis/evidence.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {
namespace {

// Declares entry.id.length.
const reference::Mutant& LongIds() { return *reference::FindMutant("entry-id-limit-65"); }

// `count` cases, each with a finding of this signature.
std::set<Sighting> CasesWith(int count, const std::string& signature, int first = 0) {
  std::set<Sighting> shown;
  for (int i = first; i < first + count; ++i) {
    shown.insert({.case_id = "case/" + std::to_string(i), .signature = signature, .refusal = ""});
  }
  return shown;
}

// Returns whether a bug that shows `shows` is said of a target that shows `target`.
bool IsSaid(const std::set<Sighting>& target, const std::set<Sighting>& shows) {
  const std::vector<Suspect> suspects = {{.mutant = &LongIds(), .shows = shows}};
  return !CoverWith(target, target, suspects).matches.empty();
}

TEST(ResemblanceTest, IsSaidOfThreeCasesInFour) {
  EXPECT_TRUE(
      IsSaid(CasesWith(4, "entry.id.length|accepted|"), CasesWith(3, "entry.id.length|accepted|")));
}

TEST(ResemblanceTest, IsNotSaidWhereTheSameCasesShowAsMuchThatTheBugDoesNotExplain) {
  std::set<Sighting> target = CasesWith(4, "entry.id.length|accepted|");
  target.merge(CasesWith(3, "response.error-entries.known-entry|unknown-entry|"));
  EXPECT_FALSE(IsSaid(target, CasesWith(3, "entry.id.length|accepted|")));
}

TEST(ResemblanceTest, IsNotSaidOfTheSmallerPartOfWhatIsObservedInTheSameWay) {
  std::set<Sighting> target = CasesWith(4, "entry.id.length|accepted|");
  target.merge(CasesWith(4, "quality.enum|accepted|", 10));
  EXPECT_FALSE(IsSaid(target, CasesWith(3, "entry.id.length|accepted|")));
}

// A server without properties takes entries for ids of none, and so they can be read; the bug
// reports them and stores them all the same.
TEST(ResemblanceTest, IsNotSaidWhereTheTargetTookWhatTheBugRefuses) {
  const reference::Mutant* stored = reference::FindMutant("unknown-property-stored");
  ASSERT_NE(stored, nullptr);
  const std::set<Sighting> phantoms = CasesWith(2, "store.no-phantom|phantom|");
  const std::vector<Suspect> suspects = {{.mutant = stored, .shows = phantoms}};
  std::set<Sighting> target = phantoms;
  EXPECT_THAT(CoverWith(target, target, suspects).matches, testing::SizeIs(1));
  target.merge(CasesWith(2, "identity.unknown-property|accepted|"));
  EXPECT_THAT(CoverWith(target, target, suspects).matches, testing::IsEmpty());
}

TEST(ResemblanceTest, ANameNeedsNoLargerPart) {
  std::set<Sighting> target = CasesWith(4, "entry.id.length|accepted|");
  target.merge(CasesWith(6, "quality.enum|accepted|", 10));
  EXPECT_TRUE(IsSaid(target, CasesWith(4, "entry.id.length|accepted|")));
}

}  // namespace
}  // namespace swc::conformance
