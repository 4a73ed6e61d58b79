#include "generators/case/symbols.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "generators/case/alias_form.h"
#include "generators/case/case.h"
#include "generators/case/identity_words.h"
#include "generators/case/json.h"
#include "spec/http_message.h"
#include "spec/input_error.h"
#include "spec/rfc3339.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

std::unexpected<spec::Error> BadSymbol(std::string message) {
  return spec::BadInput({.what = std::move(message)});
}

std::string UpperCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

// Returns a member of a lent series: "alias", "alias:2048", "assetId", "propertyId:upper".
std::expected<Json, spec::Error> MemberOf(const SeriesBinding& series, std::string_view member) {
  const std::size_t colon = std::min(member.find(':'), member.size());
  const std::string_view name = member.substr(0, colon);
  const std::optional<std::string>* found = name == "alias"        ? &series.alias
                                            : name == "assetId"    ? &series.asset_id
                                            : name == "propertyId" ? &series.property_id
                                                                   : nullptr;
  if (found == nullptr) {
    return BadSymbol("write .alias, .assetId or .propertyId");
  }
  std::string text = found->value_or("");
  if (colon == member.size()) {
    return Json(std::move(text));
  }
  const std::string_view form = member.substr(colon + 1);
  if (form == "upper") {
    return Json(UpperCase(std::move(text)));
  }
  if (form == "-1") {
    return Json(text.substr(0, text.empty() ? 0 : text.size() - 1));
  }
  auto padded = PaddedAlias(std::move(text), form);
  return padded ? std::expected<Json, spec::Error>(*std::move(padded))
                : std::unexpected(padded.error());
}

// Returns what `symbol` (the inside of "${...}") stands for: a series' name, a time, or a token.
std::expected<Json, spec::Error> Resolve(std::string_view symbol, const Binding& binding) {
  if (symbol == "token") {
    return Json(binding.token);
  }
  if (symbol == "token:-1") {
    return Json(binding.token.substr(0, std::max<std::size_t>(binding.token.size(), 1) - 1));
  }
  const std::size_t dot = symbol.find('.');
  const std::string_view head = symbol.substr(0, dot);
  const std::string_view member =
      dot == std::string_view::npos ? std::string_view() : symbol.substr(dot + 1);
  const auto series = binding.series.find(head);
  if (series != binding.series.end()) {
    auto value = MemberOf(series->second, member);
    return value ? std::move(value)
                 : std::unexpected(value.error().WithContext("${" + std::string(symbol) + "}"));
  }
  const auto time = EvaluateTime(head, binding);
  if (!time) {
    return std::unexpected(time.error().WithContext("${" + std::string(symbol) + "}"));
  }
  if (member == "seconds") {
    return Json(time->seconds);
  }
  if (member == "nanos") {
    return Json(time->nanos);
  }
  if (member == "date") {
    return Json(spec::FormatRfc3339(*time));
  }
  if (!member.empty()) {
    return BadSymbol("${" + std::string(symbol) + "}: write .seconds, .nanos, .date or nothing");
  }
  return TimeObject(*time);
}

// Whether the target gave a property without an alias.
bool HasIdsAlone(const SeriesBinding& series) { return !series.alias && series.asset_id; }

std::expected<void, spec::Error> ReplaceIn(Json& node, const Binding& binding) {
  if (node.is_string()) {
    const auto& text = node.get_ref<const std::string&>();
    if (text.starts_with("${") && text.ends_with("}")) {
      auto value = Resolve(std::string_view(text).substr(2, text.size() - 3), binding);
      if (!value) {
        return std::unexpected(value.error());
      }
      node = *std::move(value);
    }
  } else if (node.is_structured()) {
    for (Json& child : node) {
      if (auto replaced = ReplaceIn(child, binding); !replaced) {
        return replaced;
      }
    }
  }
  return {};
}

}  // namespace

Json TimeObject(spec::Instant time) {
  Json object;
  object["timeInSeconds"] = time.seconds;
  if (time.nanos != 0) {
    object["offsetInNanos"] = time.nanos;
  }
  return object;
}

std::expected<std::string, spec::Error> Substitute(std::string_view symbolic,
                                                   const Binding& binding, Into into) {
  std::string by_ids;
  std::string_view text = symbolic;
  for (const auto& [name, series] : binding.series) {
    if (HasIdsAlone(series)) {
      std::string spoken = SpokenByIds(text, name);
      by_ids = std::move(spoken);
      text = by_ids;
    }
  }
  std::string result;
  while (true) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) {
      return result += text;
    }
    result += text.substr(0, begin);
    const auto value = Resolve(text.substr(begin + 2, end - begin - 2), binding);
    if (!value) {
      return std::unexpected(value.error());
    }
    const std::string json = value->dump();
    if (into == Into::kTarget) {
      result += spec::PercentEncode(value->is_string() ? value->get<std::string>() : json);
    } else {
      result += value->is_string() ? json.substr(1, json.size() - 2) : json;
    }
    text.remove_prefix(end + 1);
  }
}

std::expected<void, spec::Error> ReplaceSymbols(Json& node, const Binding& binding) {
  for (const auto& [name, series] : binding.series) {
    if (HasIdsAlone(series)) {
      SpeakByIds(node, name);
    }
  }
  return ReplaceIn(node, binding);
}

}  // namespace swc::generators
