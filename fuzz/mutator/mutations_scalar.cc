#include "fuzz/mutator/mutations_scalar.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/mutator/mutation.h"

namespace swc::fuzz {
namespace {

// A character that code may look at: a digit in three of ten, else anything that can be printed.
char SampleLetter(Dice& dice) {
  constexpr std::size_t kDigits = 10;
  constexpr char kFirst = ' ';
  constexpr std::size_t kLetters = '~' - kFirst + 1;
  return dice.Chance(30) ? static_cast<char>('0' + static_cast<char>(dice.Below(kDigits)))
                         : static_cast<char>(kFirst + static_cast<char>(dice.Below(kLetters)));
}

}  // namespace

void CollectScalars(Json& node, std::vector<Json*>& scalars) {
  if (!node.is_structured()) {
    scalars.push_back(&node);
    return;
  }
  for (Json& item : node) {
    CollectScalars(item, scalars);
  }
}

std::string WithOtherLetter(std::string text, Dice& dice) {
  const char letter = SampleLetter(dice);
  const std::size_t place = dice.Place(text.size() + 1);
  if (place == text.size() || dice.Chance(30)) {
    text.insert(text.begin() + static_cast<std::ptrdiff_t>(place), letter);
  } else if (dice.Chance(25)) {
    text.erase(place, 1);
  } else {
    text[place] = letter;
  }
  return text;
}

std::string WithOtherBytes(std::string text, Site& site) {
  if (site.bytes == nullptr || site.dice.Chance(30)) {
    return WithOtherLetter(std::move(text), site.dice);
  }
  constexpr std::size_t kGrowth = 24;
  std::vector<std::uint8_t> buffer(text.begin(), text.end());
  buffer.resize(text.size() + kGrowth);
  const std::size_t size = site.bytes(buffer.data(), text.size(), buffer.size());
  return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size)};
}

bool ChangeScalar(Site& site) {
  Json* put = site.Put();
  std::vector<Json*> scalars;
  if (put != nullptr) {
    CollectScalars(*put, scalars);
  }
  if (scalars.empty()) {
    return false;
  }
  static const std::vector<Json> kStumbling = {0,
                                               1,
                                               -1,
                                               2147483648,
                                               -2147483649,
                                               9223372036854775807,
                                               1.5,
                                               1e308,
                                               "",
                                               "0",
                                               "\u00e9",
                                               std::string("a\0b", 3),
                                               true,
                                               false,
                                               nullptr,
                                               Json::array(),
                                               10,
                                               11,
                                               "GOOD",
                                               "null",
                                               1e-300,
                                               1000000000,
                                               Json::object()};
  *scalars[site.dice.Below(scalars.size())] = kStumbling[site.dice.Below(kStumbling.size())];
  return true;
}

void ChangeVariant(Json& variant) {
  constexpr int kOther = 77;
  if (!variant.is_object()) {
    return;
  }
  for (const auto& item : variant.items()) {
    Json& member = item.value();
    if (member.is_boolean()) {
      member = !member.get<bool>();
    } else if (member.is_string()) {
      member = "near";
    } else if (member.is_number_float()) {
      member = kOther + 1.0 / 2;
    } else if (member.is_number()) {
      member = kOther;
    }
  }
}

bool ChangeText(Site& site) {
  Json* value = site.Value();
  if (value == nullptr || !value->is_object() || !value->contains("value") ||
      !(*value)["value"].is_object()) {
    return false;
  }
  Json& variant = (*value)["value"];
  const bool is_text = variant.contains("stringValue") && variant["stringValue"].is_string();
  const std::string text =
      WithOtherLetter(is_text ? variant["stringValue"].get<std::string>() : "a", site.dice);
  variant = Json{{"stringValue", text}};
  return true;
}

bool ChangeLetter(Site& site) {
  Json* put = site.Put();
  std::vector<Json*> scalars;
  if (put != nullptr) {
    CollectScalars(*put, scalars);
  }
  std::erase_if(scalars, [](const Json* scalar) { return !scalar->is_string(); });
  if (scalars.empty()) {
    return false;
  }
  Json& chosen = *scalars[site.dice.Below(scalars.size())];
  chosen = WithOtherLetter(chosen.get<std::string>(), site.dice);
  return true;
}

bool DropMember(Site& site) {
  Json* object = site.dice.Chance(50) ? site.Value() : site.Entry();
  if (object == nullptr || !object->is_object() || object->empty()) {
    return false;
  }
  auto member = object->begin();
  std::advance(member, static_cast<std::ptrdiff_t>(site.dice.Below(object->size())));
  object->erase(member);
  return true;
}

}  // namespace swc::fuzz
