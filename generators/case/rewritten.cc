#include "generators/case/rewritten.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/dice.h"
#include "generators/case/json.h"

namespace swc::generators {
namespace {

// Writes JSON with everything that is left to the writer decided by dice.
class Rewriter {
 public:
  explicit Rewriter(Dice& dice) : dice_(dice) {}

  std::string Write(const Json& node) {
    Space();
    WriteNode(node, "");
    Space();
    return std::move(text_);
  }

 private:
  void WriteNode(const Json& node, std::string_view name) {
    if (node.is_object()) {
      WriteObject(node);
    } else if (node.is_array()) {
      text_ += '[';
      bool first = true;
      for (const Json& element : node) {
        if (!std::exchange(first, false)) {
          text_ += ',';
        }
        Space();
        WriteNode(element, "");
        Space();
      }
      text_ += ']';
    } else if (node.is_string()) {
      WriteString(node.get_ref<const std::string&>());
    } else if (node.is_number_float() && name == "doubleValue") {
      WriteDouble(node);
    } else {
      text_ += node.dump();
    }
  }

  void WriteObject(const Json& object) {
    std::vector<std::pair<std::string, const Json*>> members;
    for (const auto& [name, value] : object.items()) {
      members.emplace_back(name, &value);
    }
    for (std::size_t i = members.size(); i > 1; --i) {
      std::swap(members[i - 1], members[dice_.Below(i)]);
    }
    text_ += '{';
    bool first = true;
    for (const auto& [name, value] : members) {
      if (!std::exchange(first, false)) {
        text_ += ',';
      }
      Space();
      WriteString(name);
      Space();
      text_ += ':';
      Space();
      WriteNode(*value, name);
      Space();
    }
    text_ += '}';
  }

  void WriteString(const std::string& text) {
    // What stands behind an escape is ASCII; everything else is copied as it is.
    const std::string plain = Json(text).dump();
    for (std::size_t i = 0; i < plain.size(); ++i) {
      const char c = plain[i];
      if (c == '\\') {
        text_ += plain.substr(i, 2);
        ++i;
        continue;
      }
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/';
      constexpr int kEscapedPercent = 10;
      if (letter && dice_.Chance(kEscapedPercent)) {
        text_ += fmt::format("\\u00{:02x}", static_cast<unsigned>(c));
      } else {
        text_ += c;
      }
    }
  }

  // The same decimal digits, with another exponent.
  void WriteDouble(const Json& number) {
    const std::string plain = number.dump();
    const std::size_t exponent = plain.find('e');
    if (exponent != std::string::npos || dice_.Chance(50)) {
      text_ += plain;
      return;
    }
    text_ += plain + (dice_.Chance(50) ? "0e0" : "E+00");
  }

  void Space() {
    constexpr std::array<std::string_view, 6> kSpaces = {"", "", "", " ", "\n", "\t\r\n  "};
    text_ += dice_.Pick(kSpaces);
  }

  Dice& dice_;
  std::string text_;
};

}  // namespace

std::string Rewritten(std::string_view json, Dice& dice) {
  const Json parsed = Json::parse(json, nullptr, false);
  return parsed.is_discarded() ? std::string(json) : Rewriter(dice).Write(parsed);
}

}  // namespace swc::generators
