// docs/house.md and docs/add-a-clause.md speak of this checkout: every file that they name is
// there, and the rooms are those of cmake/rooms.txt.
#include <filesystem>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Not;

std::string TextOf(const std::string& path) {
  return spec::ReadFile((spec::SourceFolder() / path).string()).value_or("");
}

// Returns the first group of every match, in order.
std::vector<std::string> MatchesIn(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> matches;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern); at != std::sregex_iterator();
       ++at) {
    matches.push_back((*at)[1].str());
  }
  return matches;
}

// Returns the paths from the root that a guide names; not those with a placeholder or a wildcard.
std::vector<std::string> PathsIn(const std::string& text) {
  return MatchesIn(text, std::regex("`((?:cmake|conformance|docs|fuzz|generators|reference|reports|"
                                    "spec)/[A-Za-z0-9_./-]*)`"));
}

class HouseGuideTest : public ::testing::TestWithParam<std::string_view> {};

TEST_P(HouseGuideTest, NamesOnlyWhatIsThere) {
  const std::vector<std::string> paths = PathsIn(TextOf(std::string(GetParam())));
  EXPECT_THAT(paths, Not(IsEmpty()));
  for (const std::string& path : paths) {
    EXPECT_TRUE(std::filesystem::exists(spec::SourceFolder() / path))
        << GetParam() << " names " << path << ": name the file that took its place";
  }
}

INSTANTIATE_TEST_SUITE_P(Guides, HouseGuideTest,
                         ::testing::Values("docs/house.md", "docs/add-a-clause.md"),
                         [](const auto& info) {
                           return info.param == "docs/house.md" ? "House" : "AddAClause";
                         });

TEST(HouseGuideRoomsTest, AreThoseOfTheTable) {
  const std::string guide = TextOf("docs/house.md");
  const std::string rooms = guide.substr(0, guide.find("Beside the rooms"));
  EXPECT_THAT(
      MatchesIn(rooms, std::regex("\n\\| `([a-z/]+)` \\|")),
      ElementsAreArray(MatchesIn("\n" + TextOf("cmake/rooms.txt"), std::regex("\n([a-z/]+) +#"))))
      << "the rooms of docs/house.md, in the order of cmake/rooms.txt";
}

}  // namespace
}  // namespace swc::conformance
