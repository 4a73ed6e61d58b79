// Mutations of JSON as text: what breaks it, and what only writes it in another way.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {
namespace {

struct Splice {
  std::string_view find;  // Replaced where it stands, at one random place.
  std::string_view put;
};

// In the spirit of the wire phase (generators/directed/wire_forms.json).
constexpr std::array kSplices = std::to_array<Splice>({
    {"}", ",}"},           {"]", ",]"},          {",", ",,"},      {":", "="},
    {"\"", "'"},           {"{", "{{"},          {"}", ""},        {"]", ""},
    {"true", "True"},      {":", ":\f"},         {",", "/**/,"},   {"\"", "\"\\ud800"},
    {"\"", "\"\xFF"},      {"\"", "\"\xC0\x80"}, {"\"", "\"\x01"}, {":1", ":01"},
    {":1", ":+1"},         {"1", "1.0"},         {"1", "1e0"},     {"1", "1E400"},
    {",", " \t\r\n,"},     {"e", "\\u0065"},     {"null", "NaN"},  {":", ": -"},
    {"[", "[[[[[[[[[[[["}, {"\"GOOD\"", "GOOD"}, {"\"", "\"\\x"},  {"\"", "\"\xEF\xBB\xBF"},
});

std::string Spliced(std::string text, const Splice& splice, Dice& dice) {
  std::size_t places = 0;
  for (std::size_t at = text.find(splice.find); at != std::string::npos;
       at = text.find(splice.find, at + splice.find.size())) {
    ++places;
  }
  if (places == 0) {
    return text;
  }
  std::size_t at = text.find(splice.find);
  for (std::size_t skip = dice.Below(places); skip > 0; --skip) {
    at = text.find(splice.find, at + splice.find.size());
  }
  return text.replace(at, splice.find.size(), splice.put);
}

// A member of some object once more, as its last or with another value.
std::string WithMemberTwice(std::string text, Dice& dice) {
  constexpr std::array<std::string_view, 6> kMembers = {
      R"("quality":"BAD",)", R"("entryId":"e9",)", R"("propertyValues":[],)",
      R"("value":{},)",      R"("entries":null,)", R"("timeInSeconds":1,)"};
  return Spliced(std::move(text), {.find = "{", .put = "{" + std::string(dice.Pick(kMembers))},
                 dice);
}

}  // namespace

std::string BrokenText(std::string text, Dice& dice) {
  constexpr std::array<int, 7> kWeights = {12, 3, 1, 1, 1, 1, 1};
  switch (dice.Weighted(kWeights)) {
    case 0:
      return Spliced(std::move(text), dice.Pick(kSplices), dice);
    case 1:
      return WithMemberTwice(std::move(text), dice);
    case 2:
      return text.substr(0, dice.Below(text.size() + 1));
    case 3:
      return "\xEF\xBB\xBF" + text;
    case 4:
      return text + "{}";
    case 5:  // Another language throughout.
      std::ranges::replace(text, '"', '\'');
      return text;
    default:
      return "[" + text + "]";
  }
}

}  // namespace swc::fuzz
