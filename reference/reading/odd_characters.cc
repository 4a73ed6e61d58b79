#include "reference/reading/odd_characters.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "reference/reading/reading.h"
#include "spec/text/json_tree.h"

namespace swc::reference {
namespace {

using spec::JsonKind;
using spec::JsonNode;
using spec::JsonTree;

// A text like `body` without the characters that no reader needs to take: bytes beyond ASCII and
// escapes of surrogates.
std::string WithoutOddCharacters(std::string_view body) {
  constexpr std::size_t kEscapeSize = 6;  // \\uXXXX
  std::string plain;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const std::string_view rest = body.substr(i, kEscapeSize);
    if (rest.size() == kEscapeSize && rest.starts_with("\\u") &&
        (rest[2] == 'd' || rest[2] == 'D') && rest[3] >= '8') {
      plain += '?';
      i += kEscapeSize - 1;
    } else if (rest.starts_with('\\') && rest.size() > 1) {
      plain += rest.substr(0, 2);
      ++i;
    } else {
      plain += static_cast<unsigned char>(rest.front()) < 0x80 ? rest.front() : '?';
    }
  }
  return plain;
}

}  // namespace

void ParseNamesOnly(std::string_view body, Reading& reading) {
  thread_local JsonTree tree;
  tree.Parse(WithoutOddCharacters(body));
  const JsonNode* entries = tree.ok() ? tree.Member(tree.root(), "entries") : nullptr;
  if (entries == nullptr || entries->kind != JsonKind::kArray) {
    return;
  }
  for (const JsonNode* node = tree.FirstChild(*entries); node != nullptr; node = tree.Next(*node)) {
    const JsonNode* id = tree.Member(*node, "entryId");
    if (id != nullptr && id->kind == JsonKind::kString) {
      reading.entries.emplace_back().id = std::string(tree.Text(*id));
    }
  }
}

}  // namespace swc::reference
