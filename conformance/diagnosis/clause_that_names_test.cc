// Which clause a cause is called by.
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "reference/mutants/mutants.h"

namespace swc::conformance {
namespace {

struct NamingRow {
  std::string_view name;
  std::set<Sighting> shown;
  std::string_view mutant;  // Empty: none is named.
  std::string_view clause;
};

class NamingTest : public testing::TestWithParam<NamingRow> {};

TEST_P(NamingTest, IsByTheClauseThatFindingsAreAbout) {
  const reference::Mutant* mutant = reference::FindMutant(GetParam().mutant);
  EXPECT_EQ(mutant == nullptr, GetParam().mutant.empty());
  EXPECT_EQ(ClauseThatNames(GetParam().shown, mutant), GetParam().clause);
}

INSTANTIATE_TEST_SUITE_P(
    Clauses, NamingTest,
    testing::Values(
        NamingRow{"TheOneOfMostFindings",
                  {{"a/1", "entries.max|accepted|", ""},
                   {"a/2", "values.max|accepted|", ""},
                   {"a/3", "values.max|accepted|", ""}},
                  "",
                  "values.max"},
        NamingRow{
            "OfAsManyTheOneWithCasesOfItsOwn",
            {{"a/1", "entries.max|accepted|", ""}, {"values.max/2", "values.max|accepted|", ""}},
            "",
            "values.max"},
        NamingRow{"TheFirstThatANamedBugDeclaresAndThatIsBroken",
                  {{"a/1", "entries.max|accepted|", ""},
                   {"a/2", "entries.max|accepted|", ""},
                   {"a/3", "identity.same-series|missing|", ""}},
                  "overwrite-by-alias-ignored",
                  "identity.same-series"},
        NamingRow{"TheStoreWhereValuesOfManyKindsAreLost",
                  {{"a/1", "value.double.exact|missing|", ""},
                   {"a/2", "value.double.exact|missing|", ""},
                   {"a/3", "value.string.exact|missing|", ""},
                   {"a/4", "value.boolean.exact|missing|", ""},
                   {"a/5", "store.acknowledged|missing|", ""}},
                  "",
                  "store.acknowledged"},
        NamingRow{"TheReadThatIsRefusedAndNotHow",
                  {{"a/1", "read.error.status|other-status|", "GET /properties/history 422 "},
                   {"a/1", "read.history.shape|refused|", "GET /properties/history 422 "},
                   {"a/2", "read.error.status|other-status|", "GET /properties/history 422 "}},
                  "",
                  "read.history.shape"},
        NamingRow{"NotTheStoreWhereOneKindIsLost",
                  {{"a/1", "value.string.exact|missing|", ""},
                   {"a/2", "value.string.exact|missing|", ""},
                   {"a/3", "store.acknowledged|missing|", ""}},
                  "",
                  "value.string.exact"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace swc::conformance
