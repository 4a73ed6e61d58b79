#include "generators/shrink/simpler_values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/json.h"
#include "spec/contract.h"
#include "spec/text/base64.h"

namespace swc::generators {
namespace {

constexpr std::uint64_t kContainerCost = 16;
constexpr std::uint64_t kMemberCost = 8;
constexpr std::uint64_t kNowCost = 100;  // "now" moves between two runs, "t0" is quieter.
constexpr std::string_view kPlain = "a";
constexpr std::size_t kTextToDropSingly = 16;  // Longer texts are halved until they are short.

std::uint64_t CostOfText(std::string_view text) {
  std::uint64_t cost = 1;
  for (const char c : text) {
    cost += c == kPlain.front() ? 1 : (c >= ' ' && c <= '~' ? 2 : 3);
  }
  return cost;
}

std::uint64_t CostOfTime(std::string_view text) {
  std::uint64_t cost = text.starts_with("now") ? kNowCost : 1;
  for (const char c : text) {
    cost += c >= '1' && c <= '9' ? 2 + static_cast<std::uint64_t>(c - '0') : 2;
  }
  return cost;
}

std::uint64_t CostOfQuality(std::string_view text) {
  return text == "GOOD" ? 1 : text == "BAD" ? 2 : text == "UNCERTAIN" ? 3 : 3 + CostOfText(text);
}

std::uint64_t CostOfReal(double number) {
  return number == 0 && !std::signbit(number) ? 1 : 2 + fmt::format("{}", number).size();
}

std::uint64_t CostOfWhole(const Json& node) {
  if (node.is_number_unsigned()) {
    return 1 + static_cast<std::uint64_t>(std::bit_width(node.get<std::uint64_t>()));
  }
  const auto number = node.get<std::int64_t>();
  const auto magnitude =
      number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
  return (number < 0 ? 2 : 1) + static_cast<std::uint64_t>(std::bit_width(magnitude));
}

std::vector<Json> SimplerDoubles(const Json& node) {
  std::vector<Json> simpler;
  simpler.emplace_back(0.0);
  simpler.emplace_back(1.0);
  if (node.is_number()) {
    const auto number = node.get<double>();
    simpler.emplace_back(std::trunc(number));
    // One digit, on the same side of the limits, which are powers of ten.
    const double power = std::pow(10.0, std::floor(std::log10(std::abs(number))));
    const double digits = number / power;
    const bool inside = std::abs(number) <= spec::Contract::Get().double_max;
    const double rounded =
        inside ? std::trunc(digits) : std::copysign(std::ceil(std::abs(digits)), digits);
    if (std::isnormal(rounded * power)) {
      simpler.emplace_back(rounded * power);
    }
  }
  return simpler;
}

std::vector<Json> SimplerIntegers(const Json& node) {
  std::vector<Json> simpler;
  simpler.emplace_back(0);
  simpler.emplace_back(1);
  if (node.is_number_integer() && !node.is_number_unsigned()) {
    simpler.emplace_back(node.get<std::int64_t>() / 2);
    simpler.emplace_back(node.get<std::int64_t>() / 10);
  }
  return simpler;
}

// Returns a plain text of as many characters.
std::string PlainTextLike(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (CharacterStart(text, i) == i) {
      plain += kPlain;
    }
  }
  return plain;
}

}  // namespace

bool IsNothing(const Json& variant) {
  return variant.is_object() &&
         (variant.contains("nullValue") || variant.value("doubleValue", Json()) == "NaN");
}

std::size_t CharacterStart(std::string_view text, std::size_t offset) {
  constexpr unsigned kContinuationMask = 0xC0U;
  constexpr unsigned kContinuation = 0x80U;
  while (offset > 0 && offset < text.size() &&
         (static_cast<unsigned char>(text[offset]) & kContinuationMask) == kContinuation) {
    --offset;
  }
  return offset;
}

std::uint64_t CostOfJson(const Json& node, std::string_view member) {
  switch (node.type()) {
    case Json::value_t::object: {
      std::uint64_t cost = kContainerCost;
      for (const auto& [name, value] : node.items()) {
        cost += kMemberCost + name.size() + CostOfJson(value, name);
      }
      return cost;
    }
    case Json::value_t::array: {
      std::uint64_t cost = kContainerCost;
      for (const Json& element : node) {
        cost += 1 + CostOfJson(element, "");
      }
      return cost;
    }
    case Json::value_t::string: {
      const auto& text = node.get_ref<const std::string&>();
      return member == "quality"       ? CostOfQuality(text)
             : member == "at"          ? CostOfTime(text)
             : member == "body_base64" ? CostOfText(spec::DecodeBase64(text).value_or(text))
                                       : CostOfText(text);
    }
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return CostOfWhole(node);
    case Json::value_t::number_float:
      return CostOfReal(node.get<double>());
    case Json::value_t::boolean:
      return node.get<bool>() ? 2 : 1;
    default:
      return 1;
  }
}

std::vector<std::string> SimplerTexts(std::string_view text, std::size_t length_min) {
  std::vector<std::string> simpler;
  const auto add = [&](std::string_view candidate) {
    if (candidate.size() >= length_min && CostOfText(candidate) < CostOfText(text)) {
      simpler.emplace_back(candidate);
    }
  };
  add("");
  add(kPlain);
  // As many characters, all of them plain: shows that only the length matters.
  const std::string plain = PlainTextLike(text);
  add(plain);
  // Cut, a text of too many characters could become one of too many bytes only: another fault
  // (value.string.contested). Made plain first, it cannot.
  if (plain.size() < text.size() && plain.size() > spec::Contract::Get().string_length_max) {
    return simpler;
  }
  const std::size_t half = CharacterStart(text, text.size() / 2);
  add(text.substr(0, half));
  add(text.substr(half));
  // A little shorter, for texts that have to be long.
  const std::size_t last = text.empty() ? 0 : CharacterStart(text, text.size() - 1);
  add(text.substr(0, last));
  std::size_t begin = text.size() <= kTextToDropSingly ? 0 : text.size();
  while (begin < text.size()) {
    std::size_t end = begin + 1;
    while (end < text.size() && CharacterStart(text, end) != end) {
      ++end;
    }
    std::string without(text);
    without.erase(begin, end - begin);
    add(without);
    begin = end;
  }
  return simpler;
}

std::vector<Json> SimplerVariants(const Json& variant) {
  std::vector<Json> simpler;
  if (!variant.is_object() || variant.empty()) {
    return simpler;
  }
  const std::uint64_t cost = CostOfJson(variant, "value");
  const auto add = [&](Json candidate) {
    if (CostOfJson(candidate, "value") < cost) {
      simpler.push_back(std::move(candidate));
    }
  };
  std::size_t present = 0;
  for (const auto& [name, value] : variant.items()) {
    present += value.is_null() ? 0 : 1;
  }
  for (const auto& [name, value] : variant.items()) {
    // One member of two may go, and one that is null may go beside another.
    if (variant.size() > 1 && (value.is_null() || present > 1)) {
      Json without = variant;
      without.erase(name);
      // A null or NaN that is left over would need a quality that it may not have.
      if (value.is_null() || !IsNothing(without)) {
        add(std::move(without));
      }
    }
    std::vector<Json> values;
    if (value.is_null()) {
      continue;
    }
    if (name == "doubleValue") {
      values = SimplerDoubles(value);
    } else if (name == "integerValue") {
      values = SimplerIntegers(value);
    } else if (name == "booleanValue") {
      values.emplace_back(false);
    } else if (name == "stringValue") {
      if (!value.is_string()) {
        values.emplace_back("");
      } else {
        const auto texts = SimplerTexts(value.get_ref<const std::string&>(), 0);
        values.assign(texts.begin(), texts.end());
      }
    }
    for (Json& simpler_value : values) {
      Json changed = variant;
      changed[name] = std::move(simpler_value);
      add(std::move(changed));
    }
  }
  return simpler;
}

std::vector<std::string> SimplerTimes(std::string_view at) {
  std::vector<std::string> simpler;
  const auto add = [&](std::string candidate) {
    if (CostOfTime(candidate) < CostOfTime(at)) {
      simpler.push_back(std::move(candidate));
    }
  };
  add("t0");
  if (!at.starts_with("t0")) {
    return simpler;
  }
  std::size_t begin = at.find_first_of("+-");
  while (begin != std::string_view::npos) {
    const std::size_t end = at.find_first_of("+-", begin + 1);
    const std::size_t size = (end == std::string_view::npos ? at.size() : end) - begin;
    const std::string_view offset = at.substr(begin, size);
    const std::size_t unit = std::min(offset.find_first_not_of("0123456789", 1), size);
    std::string without(at);
    add(without.erase(begin, size));
    std::string with_one(at);
    add(with_one.replace(begin + 1, unit - 1, "1"));
    begin = end;
  }
  return simpler;
}

}  // namespace swc::generators
