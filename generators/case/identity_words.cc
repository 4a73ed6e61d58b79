#include "generators/case/identity_words.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "generators/case/json.h"

namespace swc::generators {
namespace {

constexpr std::string_view kMember = "\"propertyAlias\"";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Returns where the member that begins at `begin` ends, if its value is `value` and nothing else;
// otherwise 0.
std::size_t EndOfMember(std::string_view text, std::size_t begin, std::string_view value) {
  std::size_t at = begin + kMember.size();
  while (at < text.size() && IsBlank(text[at])) {
    ++at;
  }
  if (at == text.size() || text[at] != ':') {
    return 0;
  }
  ++at;
  while (at < text.size() && IsBlank(text[at])) {
    ++at;
  }
  return text.substr(at).starts_with(value) ? at + value.size() : 0;
}

std::string ReplacedMembers(std::string_view text, std::string_view series) {
  const std::string value = fmt::format("\"${{{}.alias}}\"", series);
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = text.find(kMember); at != std::string_view::npos;
       at = text.find(kMember, at + 1)) {
    const std::size_t end = EndOfMember(text, at, value);
    if (end != 0) {
      result += text.substr(done, at - done);
      result += fmt::format(R"("assetId": "${{{0}.assetId}}", "propertyId": "${{{0}.propertyId}}")",
                            series);
      done = end;
    }
  }
  return result.append(text.substr(done));
}

}  // namespace

std::string SpokenByIds(std::string_view text, std::string_view series) {
  std::string result = ReplacedMembers(text, series);
  const std::string query = fmt::format("propertyAlias=${{{}.alias}}", series);
  const std::string ids =
      fmt::format("assetId=${{{0}.assetId}}&propertyId=${{{0}.propertyId}}", series);
  for (std::size_t at = result.find(query); at != std::string::npos;
       at = result.find(query, at + ids.size())) {
    result.replace(at, query.size(), ids);
  }
  return result;
}

void SpeakByIds(Json& node, std::string_view series) {
  if (!node.is_structured()) {
    return;
  }
  const auto alias = node.is_object() ? node.find("propertyAlias") : node.end();
  if (alias != node.end() && *alias == fmt::format("${{{}.alias}}", series)) {
    Json named = Json::object();
    for (const auto& [name, value] : node.items()) {
      if (name == "propertyAlias") {
        named["assetId"] = fmt::format("${{{}.assetId}}", series);
        named["propertyId"] = fmt::format("${{{}.propertyId}}", series);
      } else {
        named[name] = value;
      }
    }
    node = std::move(named);
  }
  for (Json& child : node) {
    SpeakByIds(child, series);
  }
}

}  // namespace swc::generators
