#include "fuzz/mutator/body_text.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "generators/case/json.h"

namespace swc::fuzz {
namespace {

using generators::Json;

// Around symbols that are no text; a dump writes it as an escape.
constexpr std::string_view kMark = "\x01";
constexpr std::string_view kMarkBegin = R"("\u0001)";
constexpr std::string_view kMarkEnd = R"(\u0001")";

std::string Marked(std::string_view symbol) {
  return std::string(kMark) + "${" + std::string(symbol) + "}" + std::string(kMark);
}

// Whether a string is one symbol that stands for a time or a part of one.
bool IsTime(std::string_view text) {
  const bool symbol =
      text.starts_with("${") && text.ends_with("}") && text.find('}') + 1 == text.size();
  return symbol && (text.starts_with("${t0") || text.starts_with("${now")) &&
         !text.ends_with(".date}");
}

void NameSeries(Json& entry) {
  const std::string name = entry["series"].get<std::string>();
  const std::string by = entry.value("by", Json("")).is_string() ? entry.value("by", "") : "";
  entry.erase("series");
  entry.erase("by");
  if (by == "ids" || by == "both") {
    entry["assetId"] = "${" + name + ".assetId}";
    entry["propertyId"] = "${" + name + ".propertyId}";
  }
  if (by != "ids") {
    entry["propertyAlias"] = "${" + name + ".alias}";
  }
}

void WriteOut(Json& node) {
  if (node.is_string()) {
    const std::string text = node.get<std::string>();
    if (IsTime(text)) {
      node = Marked(std::string_view(text).substr(2, text.size() - 3));
    }
    return;
  }
  if (node.is_object() && node.contains("series") && node["series"].is_string()) {
    NameSeries(node);
  }
  if (node.is_object() && node.contains("at") && node["at"].is_string()) {
    node["timestamp"] = Marked(node["at"].get<std::string>());
    node.erase("at");
  }
  for (Json& child : node) {
    if (child.is_structured() || child.is_string()) {
      WriteOut(child);
    }
  }
}

void Erase(std::string& text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
}

}  // namespace

std::string TextOfBody(const Json& body) {
  Json copy = body;
  WriteOut(copy);
  std::string text = copy.dump(-1, ' ', false, Json::error_handler_t::replace);
  Erase(text, kMarkBegin);
  Erase(text, kMarkEnd);
  return text;
}

}  // namespace swc::fuzz
