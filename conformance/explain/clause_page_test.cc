// The page of clauses holds all of them, and the committed one is in step.
#include "conformance/explain/clause_page.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/mutants/mutants.h"
#include "spec/clause.h"
#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using ::testing::HasSubstr;

TEST(ClausePageTest, EveryClauseStandsInItWithItsAlternatives) {
  const std::string page = ClausePage();
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    EXPECT_THAT(page, HasSubstr("\n### " + clause.id + " ("));
    EXPECT_THAT(page, HasSubstr("\n" + clause.statement + "\n"));
    for (const spec::Alternative& alternative : clause.alternatives) {
      EXPECT_THAT(page, HasSubstr("- alternative `" + alternative.name + "`: "));
    }
  }
}

TEST(ClausePageTest, EveryMutantStandsInIt) {
  const std::string page = ClausePage();
  for (const reference::Mutant& mutant : reference::AllMutants()) {
    EXPECT_THAT(page, HasSubstr("`" + std::string(mutant.name) + "`"));
  }
}

TEST(ClausePageTest, TheCommittedPageIsInStep) {
  const std::string committed =
      spec::ReadFile((spec::SourceFolder() / "docs/clauses.md").string()).value_or("");
  EXPECT_TRUE(committed == ClausePage())
      << "docs/clauses.md is out of step with spec/clauses.json or the mutants; renew it:\n"
         "  build/release/sitewise-conformance spec page >docs/clauses.md";
}

}  // namespace
}  // namespace swc::conformance
