#include "conformance/diagnosis/fixed_cases.h"

#include <cstddef>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/run/phases.h"
#include "conformance/run/run.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/wire_case.h"

namespace swc::conformance {
namespace {

TEST(FixedCasesTest, PhasesOfASeedAreNotFixed) {
  EXPECT_TRUE(IsFixed("directed"));
  EXPECT_TRUE(IsFixed("wire"));
  EXPECT_FALSE(IsFixed("random"));
  EXPECT_FALSE(IsFixed("stateful"));
  EXPECT_FALSE(IsFixed("known"));
  EXPECT_FALSE(IsFixed("patient"));
}

TEST(FixedCasesTest, EveryFixedCaseIsFoundByItsId) {
  for (const generators::Case& each : generators::DirectedCases()) {
    const generators::Case* found = FindFixedCase(each.id);
    ASSERT_NE(found, nullptr) << each.id;
    EXPECT_EQ(generators::ToJson(*found), generators::ToJson(each));
  }
  for (const generators::Case& each : generators::AllWireCases()) {
    EXPECT_NE(FindFixedCase(each.id), nullptr) << each.id;
  }
}

TEST(FixedCasesTest, NoOtherCaseIs) {
  EXPECT_EQ(FindFixedCase(""), nullptr);
  EXPECT_EQ(FindFixedCase("random/17"), nullptr);
}

// Diagnosis compares by id what was asked with what it plays: the cases of another seed are these.
TEST(FixedCasesTest, CasesOfFixedPhasesAreTheSameForEverySeed) {
  RunOptions options;
  options.seed = 77;
  options.phases = {"directed", "wire"};
  std::size_t cases = 0;
  for (Phase& phase : PhasesOf(options)) {
    ASSERT_TRUE(IsFixed(phase.name));
    for (auto next = phase.next(); next; next = phase.next()) {
      ++cases;
      const generators::Case* found = FindFixedCase(next->id);
      ASSERT_NE(found, nullptr) << next->id;
      EXPECT_EQ(generators::ToJson(*found), generators::ToJson(*next));
    }
  }
  EXPECT_GT(cases, 1'000U);
}

}  // namespace
}  // namespace swc::conformance
