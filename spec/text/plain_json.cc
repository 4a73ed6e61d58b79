#include "spec/text/plain_json.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "spec/text/characters.h"

namespace swc::spec {

std::string PlainJson(std::string_view json) {
  std::string plain;
  plain.reserve(json.size());
  while (!json.empty()) {
    const Character character = FirstCharacter(json);
    // What is below stands outside of strings, as layout.
    if (character.valid && character.value >= 0x20 && IsUnsafeOnTerminal(character.value)) {
      plain += fmt::format("\\u{:04x}", static_cast<unsigned>(character.value));
    } else {
      plain += json.substr(0, character.length);
    }
    json.remove_prefix(character.length);
  }
  return plain;
}

}  // namespace swc::spec
