// Every numbered statement about the contract is tested by a clause or listed in
// docs/not-tested.md, never both: nothing that is known gets lost, and nothing is claimed twice.
#include <algorithm>
#include <cstddef>
#include <fstream>
#include <ios>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/clause.h"

namespace swc::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The statements that were collected: facts F1 to F197, open points U1 to U46.
constexpr int kFactsMax = 197;
constexpr int kOpenPointsMax = 46;
// Later facts may be named already.
constexpr int kFactsNamedMax = 230;

constexpr std::string_view kInPart = "Tested only in part";

using Facts = std::set<std::string>;

Facts AllFacts(int facts_max = kFactsMax) {
  Facts all;
  for (int i = 1; i <= facts_max; ++i) {
    all.insert(fmt::format("F{}", i));
  }
  for (int i = 1; i <= kOpenPointsMax; ++i) {
    all.insert(fmt::format("U{}", i));
  }
  return all;
}

Facts FactsOfClauses() {
  Facts facts;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    facts.insert(clause.facts.begin(), clause.facts.end());
  }
  return facts;
}

// Returns the numbers in a cell: "F2", "F139, F140" or "F97 to F100".
std::vector<std::string> NumbersIn(std::string_view cell) {
  std::vector<std::string> numbers;
  std::size_t begin = 0;
  while ((begin = cell.find_first_of("FU", begin)) != std::string_view::npos) {
    const std::size_t end = std::min(cell.find_first_not_of("0123456789", begin + 1), cell.size());
    const std::string number(cell.substr(begin, end - begin));
    const bool range = begin >= 4 && cell.substr(begin - 4, 4) == " to ";
    if (range && number.size() > 1 && numbers.back().size() > 1) {
      const int last = std::stoi(number.substr(1));
      for (int i = std::stoi(numbers.back().substr(1)) + 1; i < last; ++i) {
        numbers.push_back(fmt::format("{}{}", number[0], i));
      }
    }
    numbers.push_back(number);
    begin = end;
  }
  return numbers;
}

// Returns the numbers in the first column of each table, by the heading above it. A number that
// stands twice under one heading is listed twice.
std::map<std::string, std::vector<std::string>> NumbersByHeading(std::string_view page) {
  std::map<std::string, std::vector<std::string>> found;
  std::string heading;
  while (!page.empty()) {
    const std::size_t end = std::min(page.find('\n'), page.size());
    const std::string_view line = page.substr(0, end);
    page.remove_prefix(std::min(end + 1, page.size()));
    if (line.starts_with("## ")) {
      heading = line.substr(3);
    } else if (line.starts_with("| F") || line.starts_with("| U")) {
      const std::string_view cell = line.substr(2, line.find('|', 2) - 2);
      for (std::string& number : NumbersIn(cell)) {
        found[heading].push_back(std::move(number));
      }
    }
  }
  return found;
}

std::string NotTestedPage() {
  std::ifstream file(SWC_SOURCE_DIR "/docs/not-tested.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Facts Without(const Facts& facts, const Facts& others) {
  Facts rest;
  std::ranges::set_difference(facts, others, std::inserter(rest, rest.end()));
  return rest;
}

Facts Common(const Facts& facts, const Facts& others) {
  Facts both;
  std::ranges::set_intersection(facts, others, std::inserter(both, both.end()));
  return both;
}

// What docs/not-tested.md says: numbers that no clause tests, and those that one tests in part.
struct Page {
  Facts untested;
  Facts in_part;
  std::vector<std::string> twice;
};

Page ReadPage() {
  Page page;
  for (const auto& [heading, numbers] : NumbersByHeading(NotTestedPage())) {
    Facts& facts = heading == kInPart ? page.in_part : page.untested;
    for (const std::string& number : numbers) {
      if (!facts.insert(number).second) {
        page.twice.push_back(number);
      }
    }
  }
  return page;
}

TEST(FactsTest, CellsAreReadWithTheirRanges) {
  EXPECT_THAT(NumbersIn("F2"), ElementsAre("F2"));
  EXPECT_THAT(NumbersIn("F139, F140"), ElementsAre("F139", "F140"));
  EXPECT_THAT(NumbersIn("F97 to F100"), ElementsAre("F97", "F98", "F99", "F100"));
  EXPECT_THAT(NumbersIn("U1, U3 to U5"), ElementsAre("U1", "U3", "U4", "U5"));
}

TEST(FactsTest, EachFactIsTestedOrListed) {
  const Page page = ReadPage();
  ASSERT_FALSE(page.untested.empty()) << "docs/not-tested.md has no table";
  EXPECT_THAT(Without(Without(AllFacts(), FactsOfClauses()), page.untested), IsEmpty())
      << "name them in the `facts` of a clause that tests them, or list them with the reason in "
         "docs/not-tested.md";
}

TEST(FactsTest, NoFactIsBothTestedAndListed) {
  const Page page = ReadPage();
  EXPECT_THAT(Common(page.untested, FactsOfClauses()), IsEmpty())
      << "docs/not-tested.md lists them, but a clause names them; what a clause tests in part "
         "stands under \""
      << kInPart << "\"";
  EXPECT_THAT(page.twice, IsEmpty()) << "docs/not-tested.md lists them twice";
}

TEST(FactsTest, WhatIsTestedInPartIsNamedByAClause) {
  EXPECT_THAT(Without(ReadPage().in_part, FactsOfClauses()), IsEmpty());
}

TEST(FactsTest, OnlyFactsThatExistAreNamed) {
  const Page page = ReadPage();
  EXPECT_THAT(Without(FactsOfClauses(), AllFacts(kFactsNamedMax)), IsEmpty())
      << "in spec/clauses.json";
  EXPECT_THAT(Without(page.untested, AllFacts()), IsEmpty()) << "in docs/not-tested.md";
}

}  // namespace
}  // namespace swc::spec
