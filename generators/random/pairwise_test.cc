// The covering array behind the pairwise phase, and the cases that are made of it.
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/random/covering_array.h"
#include "generators/random/pairwise_case.h"
#include "generators/random/violation_table.h"
#include "spec/sanitizer_testing.h"

namespace swc::generators {
namespace {

TEST(CoverPairsTest, CoversEveryPairOfFreeFactors) {
  const std::vector<Factor> factors = {{"a", 3}, {"b", 4}, {"c", 2}, {"d", 3}};
  const std::vector<Levels> rows = CoverPairs(factors, [](const Levels&) { return true; });
  PairCounter pairs(factors);
  for (const Levels& row : rows) {
    pairs.Add(row);
  }
  EXPECT_EQ(pairs.count(), 3U * 4 + 3 * 2 + 3 * 3 + 4 * 2 + 4 * 3 + 2 * 3);
  EXPECT_LT(rows.size(), 3U * 4 * 2);  // Far fewer than all 72 combinations.
}

TEST(CoverPairsTest, LeavesOutWhatIsNotAllowed) {
  const std::vector<Factor> factors = {{"a", 2}, {"b", 2}, {"c", 2}};
  const auto allowed = [](const Levels& levels) { return levels[0] != 0 || levels[1] != 0; };
  const std::vector<Levels> rows = CoverPairs(factors, allowed);
  PairCounter pairs(factors);
  for (const Levels& row : rows) {
    EXPECT_TRUE(allowed(row));
    pairs.Add(row);
  }
  EXPECT_EQ(pairs.count(), 11U);
}

// Whether some allowed row holds the levels that are chosen, by trying them one by one.
bool CanBeCompleted(Levels& levels) {
  if (!PairwiseAllowed(levels)) {
    return false;
  }
  // From the last factor on, against the order of the builder.
  for (std::size_t i = levels.size(); i-- > 0;) {
    if (levels[i] != kOpen) {
      continue;
    }
    for (std::size_t level = 0; level < PairwiseFactors()[i].levels; ++level) {
      levels[i] = level;
      if (CanBeCompleted(levels)) {
        levels[i] = kOpen;
        return true;
      }
    }
    levels[i] = kOpen;
    return false;
  }
  return true;
}

TEST(PairwiseTest, CoversEveryPossiblePair) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "counts over a table of thousands of rows";
  }
  const std::vector<Factor>& factors = PairwiseFactors();
  PairCounter pairs(factors);
  for (const Levels& row : PairwiseRows()) {
    ASSERT_TRUE(PairwiseAllowed(row));
    pairs.Add(row);
  }
  std::size_t impossible = 0;
  for (std::size_t a = 0; a < factors.size(); ++a) {
    for (std::size_t b = a + 1; b < factors.size(); ++b) {
      for (std::size_t i = 0; i < factors[a].levels; ++i) {
        for (std::size_t j = 0; j < factors[b].levels; ++j) {
          if (pairs.Has(a, i, b, j)) {
            continue;
          }
          Levels levels(factors.size(), kOpen);
          levels[a] = i;
          levels[b] = j;
          ASSERT_FALSE(CanBeCompleted(levels))
              << factors[a].name << " " << i << " with " << factors[b].name << " " << j;
          ++impossible;
        }
      }
    }
  }
  EXPECT_GT(pairs.count(), 4'000U);
  EXPECT_GT(impossible, 0U);
}

TEST(PairwiseTest, EveryKindMeetsNearlyEveryOther) {
  std::set<std::pair<std::size_t, std::size_t>> met;
  for (const Levels& row : PairwiseRows()) {
    if (row[kFirstViolation] != 0 && row[kSecondViolation] != 0) {
      met.emplace(row[kFirstViolation], row[kSecondViolation]);
    }
  }
  const std::size_t kinds = kViolations.size();
  EXPECT_GT(met.size(), kinds * (kinds - 1) / 2 * 8 / 10);
}

TEST(PairwiseTest, EveryCaseBreaksTheClausesOfItsViolations) {
  constexpr std::size_t kStride = spec::kUnderSanitizer ? 11 : 1;
  for (std::size_t i = 0; i < PairwiseRows().size(); i += kStride) {
    const Case test_case = PairwiseCase(7, i);
    const std::string text = ToJson(test_case);
    ASSERT_TRUE(ParseCase(std::string_view(text), "pairwise").has_value()) << text;
    const std::set<std::string> broken = BrokenClauses(test_case);
    for (const ViolationRow* row : PairwiseViolations(PairwiseRows()[i])) {
      EXPECT_TRUE(broken.contains(std::string(row->clause))) << row->name << "\n" << text;
    }
  }
}

TEST(PairwiseTest, IsTheSameForTheSameSeed) {
  for (std::size_t i = 0; i < PairwiseRows().size(); i += 97) {
    EXPECT_EQ(ToJson(PairwiseCase(3, i)), ToJson(PairwiseCase(3, i)));
    EXPECT_EQ(PairwiseCase(3, i).id, fmt::format("pairwise/3/{}", i));
    EXPECT_EQ(PairwiseIndexOf(PairwiseCase(3, i)), i);
  }
}

}  // namespace
}  // namespace swc::generators
