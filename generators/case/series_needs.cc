#include "generators/case/series_needs.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "generators/case/case.h"
#include "generators/case/identity_words.h"
#include "generators/case/json.h"
#include "spec/text/base64.h"

namespace swc::generators {
namespace {

using Names = std::set<std::string, std::less<>>;

// Most strings of a case hold no symbol at all.
bool HasSymbol(std::string_view text) { return text.contains("${"); }

bool SpellsIds(const std::string& text, const std::string& series) {
  return text.find("${" + series + ".assetId") != std::string::npos ||
         text.find("${" + series + ".propertyId") != std::string::npos;
}

// Adds the series of a put entry or of a read that is named by ids.
void AddNamed(const Json& series, Names& names) {
  if (series.is_string()) {
    names.insert(series.get<std::string>());
  } else if (series.is_array()) {
    for (const Json& each : series) {
      AddNamed(each, names);
    }
  }
}

void Collect(const Json& node, const Case& test_case, Names& names) {
  if (node.is_string() && HasSymbol(node.get_ref<const std::string&>())) {
    for (const SeriesWish& wish : test_case.series) {
      if (SpellsIds(node.get_ref<const std::string&>(), wish.name)) {
        names.insert(wish.name);
      }
    }
  }
  if (!node.is_structured()) {
    return;
  }
  if (node.is_object() && node.contains("series") && node.contains("by") &&
      (node.at("by") == "ids" || node.at("by") == "both")) {
    AddNamed(node.at("series"), names);
  }
  if (node.is_object() && node.contains("body_base64") && node.at("body_base64").is_string()) {
    const auto bytes = spec::DecodeBase64(node.at("body_base64").get<std::string>());
    for (const SeriesWish& wish : test_case.series) {
      if (bytes && SpellsIds(*bytes, wish.name)) {
        names.insert(wish.name);
      }
    }
  }
  for (const Json& child : node) {
    Collect(child, test_case, names);
  }
}

// Adds the series whose alias a text spells where ids would not do.
void AddSpelled(const std::string& text, const Case& test_case, Names& names) {
  if (!HasSymbol(text)) {
    return;
  }
  for (const SeriesWish& wish : test_case.series) {
    if (SpokenByIds(text, wish.name).contains("${" + wish.name + ".alias")) {
      names.insert(wish.name);
    }
  }
}

void CollectAliases(const Json& node, const Case& test_case, Names& names) {
  if (node.is_string()) {
    AddSpelled(node.get_ref<const std::string&>(), test_case, names);
  }
  if (node.is_object() && node.contains("series") && node.contains("by") &&
      (node.at("by") == "alias" || node.at("by") == "both")) {
    AddNamed(node.at("series"), names);
  }
  if (node.is_object() && node.contains("body_base64") && node.at("body_base64").is_string()) {
    const auto bytes = spec::DecodeBase64(node.at("body_base64").get<std::string>());
    AddSpelled(bytes.value_or(""), test_case, names);
  }
  if (!node.is_structured()) {
    return;
  }
  for (const auto& [name, child] : node.items()) {
    const bool replaceable =
        name == "propertyAlias" && std::ranges::any_of(test_case.series, [&](const auto& wish) {
          return child == "${" + wish.name + ".alias}";
        });
    if (!replaceable) {
      CollectAliases(child, test_case, names);
    }
  }
}

}  // namespace

std::set<std::string, std::less<>> SeriesNamedByIds(const Case& test_case) {
  Names names;
  for (const Step& step : test_case.steps) {
    Collect(step.body, test_case, names);
  }
  return names;
}

std::set<std::string, std::less<>> SeriesNamedByAlias(const Case& test_case) {
  Names names;
  for (const Step& step : test_case.steps) {
    CollectAliases(step.body, test_case, names);
  }
  const Names by_ids = SeriesNamedByIds(test_case);
  for (const SeriesWish& wish : test_case.series) {
    if (wish.aliased && by_ids.contains(wish.name)) {
      names.insert(wish.name);
    }
  }
  return names;
}

}  // namespace swc::generators
