#include <algorithm>
#include <array>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/case/read_raw.h"
#include "generators/case/symbols.h"
#include "spec/http_message.h"
#include "spec/input_error.h"
#include "spec/text/base64.h"
#include "spec/text/error.h"

namespace swc::generators {
namespace {

std::unexpected<spec::Error> Bad(std::string message) {
  return spec::BadInput({.what = std::move(message)});
}

// Returns `object` with member `key` replaced by the members of `with`, in its place.
Json Spliced(Json object, std::string_view key, Json with) {
  Json result = Json::object();
  auto& members = result.get_ref<Json::object_t&>();
  // What grows is copied: its names cannot be moved.
  members.reserve(object.size() + with.size());
  for (auto& [name, value] : object.get_ref<Json::object_t&>()) {
    if (name != key) {
      result[name] = std::move(value);
      continue;
    }
    for (auto& [new_name, new_value] : with.get_ref<Json::object_t&>()) {
      result[new_name] = std::move(new_value);
    }
  }
  return result;
}

// Returns how an entry asks to name its series; without a word by the alias if there is one.
std::expected<std::string, spec::Error> ByOf(const Json& entry, const SeriesBinding& series) {
  if (!entry.contains("by")) {
    return series.alias ? "alias" : "ids";
  }
  const Json& by = entry.at("by");
  if (by != "alias" && by != "ids" && by != "both") {
    return Bad("by: write alias, ids or both");
  }
  return by.get<std::string>();
}

std::expected<Json, spec::Error> IdentityOf(const Json& entry, const Binding& binding) {
  const auto name = entry.at("series").get<std::string>();
  const auto found = binding.series.find(name);
  if (found == binding.series.end()) {
    return Bad("series '" + name + "' is not bound");
  }
  const SeriesBinding& series = found->second;
  const auto by = ByOf(entry, series);
  if (!by) {
    return std::unexpected(by.error().WithContext("series '" + name + "'"));
  }
  Json identity = Json::object();
  if (*by != "alias") {
    if (!series.asset_id || !series.property_id) {
      return Bad("series '" + name + "' has no ids");
    }
    identity["assetId"] = *series.asset_id;
    identity["propertyId"] = *series.property_id;
  }
  if (*by != "ids") {
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
  value = Spliced(std::move(value), "at", Json{{"timestamp", TimeObject(*time)}});
  return {};
}

std::expected<void, spec::Error> RenderEntry(Json& entry, const Binding& binding) {
  if (!entry.is_object()) {
    return {};
  }
  if (entry.contains("series")) {
    auto identity = IdentityOf(entry, binding);
    if (!identity) {
      return std::unexpected(identity.error());
    }
    entry = Spliced(std::move(entry), "series", *std::move(identity));
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

// Returns a body of JSON with its abbreviations and symbols replaced.
std::expected<std::string, spec::Error> RenderJsonBody(Json body, const Binding& binding) {
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
  return body.dump();
}

std::expected<spec::HttpRequest, spec::Error> RenderJsonPut(const Json& json,
                                                            const Binding& binding) {
  auto body = RenderJsonBody(json, binding);
  if (!body) {
    return std::unexpected(body.error());
  }
  return spec::HttpRequest{.headers = {{"Content-Type", "application/json"}},
                           .body = *std::move(body)};
}

// What a line of HTTP cannot hold cannot be sent. `request` is what a raw step asks for.
std::expected<void, spec::Error> CheckSendable(const spec::HttpRequest& request) {
  const auto is_line = [](std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  };
  constexpr std::string_view kWhy = "a line end or NUL cannot be sent";
  if (!is_line(request.method) || !is_line(request.target)) {
    return spec::BadInput(
        {.field = is_line(request.method) ? "/path" : "/method", .what = std::string(kWhy)});
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_line(name) || !is_line(value)) {
      return spec::BadInput({.field = "/headers/" + name, .what = std::string(kWhy)});
    }
  }
  return {};
}

// Every member of a raw put is a text but its headers.
std::expected<void, spec::Error> CheckRawPut(const Json& raw) {
  constexpr std::array<std::string_view, 4> kTexts = {"method", "path", "body", "body_base64"};
  if (!raw.is_object()) {
    return Bad("an object is required");
  }
  for (const auto& [name, value] : raw.items()) {
    if (name == "headers") {
      if (!value.is_object() || !std::ranges::all_of(value, &Json::is_string)) {
        return Bad("/headers: an object of strings is required");
      }
    } else if (std::ranges::find(kTexts, name) == kTexts.end()) {
      return Bad("/" + name + ": this kind of step has no such member");
    } else if (!value.is_string()) {
      return Bad("/" + name + ": a string is required");
    }
  }
  return {};
}

std::expected<spec::HttpRequest, spec::Error> RenderRawPut(const Json& raw,
                                                           const Binding& binding) {
  if (auto checked = CheckRawPut(raw); !checked) {
    return std::unexpected(checked.error());
  }
  spec::HttpRequest request;
  request.method = raw.value("method", request.method);
  request.target = raw.value("path", request.target);
  // A name of its own: g++-12 ends the life of a temporary before the loop that runs over it.
  const Json headers = raw.value("headers", Json{{"Content-Type", "application/json"}});
  for (const auto& [name, value] : headers.items()) {
    request.headers.emplace_back(name, value.get<std::string>());
  }
  if (auto checked = CheckSendable(request); !checked) {
    return std::unexpected(checked.error());
  }
  std::string body = raw.value("body", "");
  if (raw.contains("body_base64")) {
    const auto bytes = spec::DecodeBase64(raw.at("body_base64").get<std::string>());
    if (!bytes) {
      return Bad("put_raw/body_base64 is not base64");
    }
    body = *bytes;
  }
  auto substituted = Substitute(body, binding, Into::kBody);
  if (!substituted) {
    return std::unexpected(substituted.error());
  }
  request.body = *std::move(substituted);
  return request;
}

std::expected<spec::HttpRequest, spec::Error> RenderRawRead(const Json& json,
                                                            const Binding& binding) {
  const auto raw = ParseRawRead(json);
  if (!raw) {
    return std::unexpected(raw.error());
  }
  auto target = Substitute(raw->path, binding, Into::kTarget);
  auto body = raw->body.is_string()
                  ? Substitute(raw->body.get_ref<const std::string&>(), binding, Into::kBody)
                  : RenderJsonBody(raw->body, binding);
  if (!target || !body) {
    return std::unexpected(target ? body.error() : target.error());
  }
  spec::HttpRequest request{.method = raw->method,
                            .target = *std::move(target),
                            .headers = raw->headers,
                            .body = *std::move(body)};
  if (auto checked = CheckSendable(request); !checked) {
    return std::unexpected(checked.error());
  }
  return request;
}

}  // namespace

std::expected<spec::HttpRequest, spec::Error> RenderRequest(const Step& step,
                                                            const Binding& binding) {
  try {
    return step.kind == StepKind::kReadRaw ? RenderRawRead(step.body, binding)
                                           : RenderPut(step, binding);
  } catch (const nlohmann::json::exception&) {
    return Bad(std::string(kOddMember));
  }
}

std::expected<spec::HttpRequest, spec::Error> RenderPut(const Step& step, const Binding& binding) {
  try {
    return step.kind == StepKind::kPutRaw ? RenderRawPut(step.body, binding)
                                          : RenderJsonPut(step.body, binding);
  } catch (const nlohmann::json::exception&) {
    return Bad(std::string(kOddMember));
  }
}

}  // namespace swc::generators
