#include "generators/random/similar_aliases.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "generators/case/dice.h"

namespace swc::generators {
namespace {

constexpr std::string_view kName = "${name}";

std::string SampleWord(Dice& dice) {
  constexpr std::array<std::string_view, 6> kWords = {"line",  "Pump", "TEMPERATURE",
                                                      "motor", "Flow", "axis"};
  return std::string(dice.Pick(kWords));
}

// Two ways to go on behind a word: both tails hold a second word.
struct Joint {
  std::string_view one;
  std::string_view other;
};
constexpr std::array kJoints = {
    Joint{"/", "//"},  Joint{"/", "%2F"},          Joint{" ", "  "},  Joint{"+", " "},
    Joint{" ", "%20"}, Joint{"%", "%25"},          Joint{"x", "_"},   Joint{"xyz", "%"},
    Joint{"xyz", "*"}, Joint{"\u00e9", "e\u0301"}, Joint{"/", "/../"}};

// What may stand behind a whole alias and change it.
constexpr std::array<std::string_view, 4> kEnds = {" ", "/", "1", "%20"};

// Returns `text` with one of its letters in the other case.
std::string OtherCase(std::string text, Dice& dice) {
  constexpr char kCaseBit = 'a' - 'A';
  char& letter = text[dice.Place(text.size())];
  letter = static_cast<char>(letter ^ kCaseBit);
  return text;
}

// Two long aliases of which only the end differs.
SimilarAliases DifferAtTheEnd(Dice& dice) {
  constexpr std::array<std::size_t, 4> kLengths = {255, 299, 511, 999};
  const std::string name = fmt::format("${{name:{}}}", dice.Pick(kLengths));
  return {name + "1", name + "2"};
}

}  // namespace

SimilarAliases SampleSimilarAliases(Dice& dice) {
  constexpr std::array kWeights = {8, 3, 2, 1, 1};  // Joint, end, letter, length, first slash.
  const std::string word = SampleWord(dice);
  const std::string alias = fmt::format("{}/{}", kName, word);
  switch (dice.Weighted(kWeights)) {
    case 0: {
      const Joint& joint = dice.Pick(kJoints);
      const std::string tail = SampleWord(dice);
      return {alias + std::string(joint.one) + tail, alias + std::string(joint.other) + tail};
    }
    case 1:
      return {alias, alias + std::string(dice.Pick(kEnds))};
    case 2:
      return {alias, fmt::format("{}/{}", kName, OtherCase(word, dice))};
    case 3:
      return DifferAtTheEnd(dice);
    default:
      return {alias, fmt::format("${{name:bare}}/{}", word)};
  }
}

}  // namespace swc::generators
