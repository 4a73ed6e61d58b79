#include <algorithm>
#include <cstddef>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "generators/alias_form.h"
#include "generators/base64.h"
#include "generators/case.h"
#include "generators/json.h"
#include "spec/error.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

std::unexpected<spec::Error> Bad(std::string message) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kInput, .message = std::move(message)});
}

Json TimeObject(spec::Instant time) {
  Json object;
  object["timeInSeconds"] = time.seconds;
  if (time.nanos != 0) {
    object["offsetInNanos"] = time.nanos;
  }
  return object;
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
    return Bad("write .alias, .assetId or .propertyId");
  }
  std::string text = found->value_or("");
  if (colon == member.size()) {
    return Json(std::move(text));
  }
  const std::string_view form = member.substr(colon + 1);
  if (form == "upper") {
    return Json(UpperCase(std::move(text)));
  }
  auto padded = PaddedAlias(std::move(text), form);
  return padded ? std::expected<Json, spec::Error>(*std::move(padded))
                : std::unexpected(padded.error());
}

// Returns what `symbol` (the inside of "${...}") stands for: a series' name or a time.
std::expected<Json, spec::Error> Resolve(std::string_view symbol, const Binding& binding) {
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
  if (!member.empty()) {
    return Bad("${" + std::string(symbol) + "}: write .seconds, .nanos or nothing");
  }
  return TimeObject(*time);
}

// Replaces every "${symbol}" in `text` by the JSON of what it stands for, strings without quotes.
std::expected<std::string, spec::Error> Substitute(std::string_view text, const Binding& binding) {
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
    std::string json = value->dump();
    result += value->is_string() ? json.substr(1, json.size() - 2) : json;
    text.remove_prefix(end + 1);
  }
}

// A string that is one symbol becomes what it stands for; all others are kept.
std::expected<void, spec::Error> ReplaceSymbols(Json& node, const Binding& binding) {
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
      if (auto replaced = ReplaceSymbols(child, binding); !replaced) {
        return replaced;
      }
    }
  }
  return {};
}

// Returns `object` with member `key` replaced by the members of `with`, in its place.
Json Spliced(const Json& object, std::string_view key, const Json& with) {
  Json result = Json::object();
  for (const auto& [name, value] : object.items()) {
    if (name != key) {
      result[name] = value;
      continue;
    }
    for (const auto& [new_name, new_value] : with.items()) {
      result[new_name] = new_value;
    }
  }
  return result;
}

std::expected<Json, spec::Error> IdentityOf(const Json& entry, const Binding& binding) {
  const auto name = entry.at("series").get<std::string>();
  const auto found = binding.series.find(name);
  if (found == binding.series.end()) {
    return Bad("series '" + name + "' is not bound");
  }
  const SeriesBinding& series = found->second;
  const std::string by = entry.value("by", series.alias ? "alias" : "ids");
  Json identity = Json::object();
  if (by != "alias") {
    if (!series.asset_id || !series.property_id) {
      return Bad("series '" + name + "' has no ids");
    }
    identity["assetId"] = *series.asset_id;
    identity["propertyId"] = *series.property_id;
  }
  if (by != "ids") {
    if (!series.alias) {
      return Bad("series '" + name + "' has no alias");
    }
    identity["propertyAlias"] = *series.alias;
  }
  return identity;
}

std::expected<void, spec::Error> ReplaceTime(Json& value, const Binding& binding) {
  if (!value.is_object() || !value.contains("at")) {
    return {};
  }
  const auto time = EvaluateTime(value.at("at").get<std::string>(), binding);
  if (!time) {
    return std::unexpected(time.error());
  }
  value = Spliced(value, "at", Json{{"timestamp", TimeObject(*time)}});
  return {};
}

std::expected<void, spec::Error> RenderEntry(Json& entry, const Binding& binding) {
  if (!entry.is_object()) {
    return {};
  }
  if (entry.contains("series")) {
    const auto identity = IdentityOf(entry, binding);
    if (!identity) {
      return std::unexpected(identity.error());
    }
    entry = Spliced(entry, "series", *identity);
    entry.erase("by");
  }
  if (entry.contains("propertyValues") && entry.at("propertyValues").is_array()) {
    for (Json& value : entry.at("propertyValues")) {
      if (auto replaced = ReplaceTime(value, binding); !replaced) {
        return replaced;
      }
    }
  }
  return {};
}

std::expected<spec::HttpRequest, spec::Error> RenderJsonPut(Json body, const Binding& binding) {
  if (body.contains("entries") && body.at("entries").is_array()) {
    for (Json& entry : body.at("entries")) {
      if (auto rendered = RenderEntry(entry, binding); !rendered) {
        return std::unexpected(rendered.error());
      }
    }
  }
  if (auto replaced = ReplaceSymbols(body, binding); !replaced) {
    return std::unexpected(replaced.error());
  }
  return spec::HttpRequest{.method = "POST",
                           .target = "/properties",
                           .headers = {{"Content-Type", "application/json"}},
                           .body = body.dump()};
}

std::expected<spec::HttpRequest, spec::Error> RenderRawPut(const Json& raw,
                                                           const Binding& binding) {
  spec::HttpRequest request;
  request.method = raw.value("method", "POST");
  request.target = raw.value("path", "/properties");
  // A name of its own: g++-12 ends the life of a temporary before the loop that runs over it.
  const Json headers = raw.value("headers", Json{{"Content-Type", "application/json"}});
  for (const auto& [name, value] : headers.items()) {
    request.headers.emplace_back(name, value.get<std::string>());
  }
  std::string body = raw.value("body", "");
  if (raw.contains("body_base64")) {
    const auto bytes = DecodeBase64(raw.at("body_base64").get<std::string>());
    if (!bytes) {
      return Bad("put_raw/body_base64 is not base64");
    }
    body = *bytes;
  }
  auto substituted = Substitute(body, binding);
  if (!substituted) {
    return std::unexpected(substituted.error());
  }
  request.body = *std::move(substituted);
  return request;
}

}  // namespace

std::expected<spec::HttpRequest, spec::Error> RenderPut(const Step& step, const Binding& binding) {
  try {
    return step.kind == StepKind::kPutRaw ? RenderRawPut(step.body, binding)
                                          : RenderJsonPut(step.body, binding);
  } catch (const nlohmann::json::exception& error) {
    return Bad(error.what());
  }
}

}  // namespace swc::generators
