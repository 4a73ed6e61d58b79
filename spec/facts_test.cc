// Every numbered statement about the contract is tested by a clause or listed in
// docs/not-tested.md, never both: nothing that is known gets lost, and nothing is claimed twice.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <filesystem>
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
#include <nlohmann/json.hpp>

#include "spec/clause.h"
#include "spec/fact.h"
#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The statements that were collected: facts F1 to F230, open points U1 to U46.
constexpr int kFactsMax = 230;
constexpr int kOpenPointsMax = 46;

constexpr std::string_view kInPart = "Tested only in part";
constexpr std::string_view kNeverGiven = "Numbers without a statement";

using Facts = std::set<std::string>;

Facts AllFacts() {
  Facts all;
  for (int i = 1; i <= kFactsMax; ++i) {
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
  return ReadFile((SourceFolder() / "docs/not-tested.md").string()).value_or("");
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
  Facts never_given;  // A part of `untested`.
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
      if (heading == kNeverGiven) {
        page.never_given.insert(number);
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

TEST(FactsTest, EachNumberThatWasGivenOutCanBeLookedUp) {
  Facts shipped;
  for (const Fact& fact : FactList::Get().facts()) {
    shipped.insert(fact.id);
  }
  const Facts given = Without(AllFacts(), ReadPage().never_given);
  EXPECT_THAT(Without(given, shipped), IsEmpty()) << "spec/facts.json does not say what they are";
  EXPECT_THAT(Without(shipped, given), IsEmpty())
      << "spec/facts.json has them, but they are no numbers, or docs/not-tested.md says that they "
         "have no statement";
}

bool IsOfAWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// Returns the numbers in `text`: F or U and digits that no letter or digit stands beside.
Facts NumbersInText(std::string_view text) {
  Facts numbers;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    const bool starts = begin == 0 || !IsOfAWord(text[begin - 1]);
    std::size_t end = begin + 1;
    while (end < text.size() && IsOfAWord(text[end])) {
      ++end;
    }
    if (starts && LooksLikeFact(text.substr(begin, end - begin))) {
      numbers.insert(std::string(text.substr(begin, end - begin)));
    }
  }
  return numbers;
}

TEST(FactsTest, NumbersInATextAreWordsOfTheirOwn) {
  EXPECT_THAT(NumbersInText("F1 and (U20), not \\uF8FF, 0xF2 or U+0010"), ElementsAre("F1", "U20"));
}

TEST(FactsTest, WhatExamplesNameCanBeLookedUp) {
  Facts named;
  for (const auto& entry : std::filesystem::directory_iterator(SourceFolder() / "spec/examples")) {
    if (entry.path().extension() != ".json") {
      continue;
    }
    const std::string text = ReadFile(entry.path().string()).value_or("");
    for (const auto& example : nlohmann::json::parse(text)) {
      named.merge(NumbersInText(example.at("why").get<std::string>()));
    }
  }
  ASSERT_FALSE(named.empty());
  for (const std::string& number : named) {
    EXPECT_NE(FactList::Get().Find(number), nullptr) << number << " in spec/examples";
  }
}

TEST(FactsTest, OnlyFactsThatExistAreNamed) {
  const Page page = ReadPage();
  EXPECT_THAT(Without(FactsOfClauses(), AllFacts()), IsEmpty()) << "in spec/clauses.json";
  EXPECT_THAT(Without(page.untested, AllFacts()), IsEmpty()) << "in docs/not-tested.md";
}

}  // namespace
}  // namespace swc::spec
