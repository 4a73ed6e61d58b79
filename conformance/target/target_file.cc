#include "conformance/target/target_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/net/added_headers.h"
#include "conformance/target/target.h"
#include "reference/reading/directory.h"
#include "spec/input_error.h"
#include "spec/rfc3339.h"
#include "spec/text/error.h"
#include "spec/text/plain_json.h"
#include "spec/text/secrets.h"
#include "spec/text/user_json.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;
using reference::Access;
using reference::Property;
using reference::Setting;

// The members of "reads", and what they stand for.
constexpr std::array<std::string_view, 4> kReadNames = {"latest", "history", "batchLatest",
                                                        "batchHistory"};

// The members of a property, all of them texts, and what they are if they are left out.
struct PropertyMember {
  std::string_view name;
  std::string_view missing;
};
constexpr std::array<PropertyMember, 7> kPropertyMembers = {{{"name", ""},
                                                             {"dataType", "DOUBLE"},
                                                             {"kind", "measurement"},
                                                             {"assetId", ""},
                                                             {"propertyId", ""},
                                                             {"propertyAlias", ""},
                                                             {"access", "granted"}}};

// It becomes part of a header.
bool IsRegion(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

// Returns whether both name the same property of a target.
bool AreSame(const Property& a, const Property& b) {
  return (!a.asset_id.empty() && a.asset_id == b.asset_id && a.property_id == b.property_id) ||
         (!a.alias.empty() && a.alias == b.alias);
}

class TargetParser {
 public:
  explicit TargetParser(std::string_view origin) : origin_(origin) {}

  std::expected<Target, spec::Error> Read(const Json& root) {
    Target target;
    if (!root.is_object()) {
      return Bad("", "a target description is a JSON object");
    }
    if (auto known = CheckMembers(root, "",
                                  {"endpoint", "region", "auth", "headers", "caFile", "properties",
                                   "unassociatedAliases", "nullAndNaN", "frozenClock", "reads"});
        !known) {
      return std::unexpected(known.error());
    }
    if (!root.contains("endpoint") || !root.at("endpoint").is_string()) {
      return Bad("/endpoint", "a URL is required, e.g. http://127.0.0.1:9000");
    }
    target.endpoint = root.at("endpoint").get<std::string>();
    while (target.endpoint.ends_with('/')) {
      target.endpoint.pop_back();
    }
    const auto region = ReadText(root, "", "region", target.region);
    const auto auth = ReadText(root, "", "auth", "none");
    if (!region || !auth) {
      return std::unexpected(region ? auth.error() : region.error());
    }
    target.region = *region;
    if (!IsRegion(target.region)) {
      return Bad("/region", "letters, digits and hyphens are required, e.g. us-east-1");
    }
    if (*auth != "none" && *auth != "sigv4") {
      return Bad("/auth", "'" + *auth + "' is neither none nor sigv4");
    }
    target.sigv4 = *auth == "sigv4";
    if (auto read = ReadGateway(root, target); !read) {
      return std::unexpected(read.error());
    }
    const auto aliases = ReadSetting(root, "unassociatedAliases", "accepted", "rejected");
    const auto nulls = ReadSetting(root, "nullAndNaN", "allowed", "disallowed");
    if (!aliases || !nulls) {
      return std::unexpected(aliases ? nulls.error() : aliases.error());
    }
    target.directory.streams = *aliases;
    target.directory.null_and_nan = *nulls;
    if (root.contains("frozenClock")) {
      const Json& text = root.at("frozenClock");
      target.frozen_clock =
          text.is_string() ? spec::ParseRfc3339(text.get<std::string>()) : std::nullopt;
      if (!target.frozen_clock) {
        return Bad("/frozenClock", "a time is required, e.g. 2025-01-01T00:00:00.000000001Z");
      }
      target.exact_clock = true;
    }
    if (auto read = ReadReads(root, target); !read) {
      return std::unexpected(read.error());
    }
    if (auto read = ReadProperties(root.value("properties", Json::array()), target); !read) {
      return std::unexpected(read.error());
    }
    return target;
  }

 private:
  [[nodiscard]] std::unexpected<spec::Error> Bad(const std::string& field,
                                                 const std::string& what) const {
    return spec::BadInput({.origin = std::string(origin_), .field = field, .what = what});
  }

  [[nodiscard]] std::expected<void, spec::Error> CheckMembers(
      const Json& node, const std::string& field,
      std::initializer_list<std::string_view> known) const {
    for (const auto& [name, value] : node.items()) {
      if (std::ranges::find(known, name) == known.end()) {
        std::string place = field;
        place.append("/").append(name);
        return Bad(place, "there is no such member");
      }
    }
    return {};
  }

  // Returns the text of a member of `node`, which stands at `field`.
  [[nodiscard]] std::expected<std::string, spec::Error> ReadText(const Json& node,
                                                                 const std::string& field,
                                                                 const std::string& name,
                                                                 const std::string& missing) const {
    if (!node.contains(name)) {
      return missing;
    }
    if (!node.at(name).is_string()) {
      return Bad(fmt::format("{}/{}", field, name), "a string is required");
    }
    return node.at(name).get<std::string>();
  }

  [[nodiscard]] std::expected<Setting, spec::Error> ReadSetting(const Json& root, const char* name,
                                                                const char* on,
                                                                const char* off) const {
    const auto text = ReadText(root, "", name, "unknown");
    if (!text) {
      return std::unexpected(text.error());
    }
    if (*text == on) {
      return Setting::kOn;
    }
    if (*text == off) {
      return Setting::kOff;
    }
    if (*text == "unknown") {
      return Setting::kUnknown;
    }
    return Bad(std::string("/") + name,
               "'" + *text + "' is none of " + on + ", " + off + ", unknown");
  }

  // What stands between here and the server.
  std::expected<void, spec::Error> ReadGateway(const Json& root, Target& target) const {
    const auto ca_file = ReadText(root, "", "caFile", target.ca_file);
    if (!ca_file) {
      return std::unexpected(ca_file.error());
    }
    target.ca_file = *ca_file;
    return ReadHeaders(root.value("headers", Json::object()), target);
  }

  // "headers": the name of each, and the variable that holds its value.
  std::expected<void, spec::Error> ReadHeaders(const Json& headers, Target& target) const {
    if (!headers.is_object()) {
      return Bad("/headers", "an object is required");
    }
    for (const auto& [name, value] : headers.items()) {
      const std::string field = "/headers/" + name;
      if (const std::string why = WhyNoHeaderName(name, target.sigv4); !why.empty()) {
        return Bad(field, why);
      }
      if (!value.is_object() || value.size() != 1 || !value.contains("env") ||
          !value.at("env").is_string() || !IsVariable(value.at("env").get<std::string>())) {
        return Bad(field,
                   R"(write {"env": "NAME"}, the environment variable that holds the value)");
      }
      target.headers.push_back({.name = name, .variable = value.at("env").get<std::string>()});
    }
    return {};
  }

  // What a shell takes for the name of a variable.
  static bool IsVariable(std::string_view name) {
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
           std::ranges::all_of(name, [](unsigned char c) {
             return c == '_' || (c < 0x80 && std::isalnum(c) != 0);
           });
  }

  // "reads": one word for all four, or a word for each.
  std::expected<void, spec::Error> ReadReads(const Json& root, Target& target) const {
    const Json reads = root.value("reads", Json("unknown"));
    if (!reads.is_object() && !reads.is_string()) {
      return Bad("/reads", "a word, or an object with a word for each read, is required");
    }
    if (reads.is_object()) {
      if (auto known = CheckMembers(reads, "/reads",
                                    {kReadNames[0], kReadNames[1], kReadNames[2], kReadNames[3]});
          !known) {
        return known;
      }
    }
    for (std::size_t i = 0; i < kReadNames.size(); ++i) {
      const std::string name(kReadNames.at(i));
      const Json word = reads.is_string() ? reads : reads.value(name, Json("unknown"));
      const std::string field = reads.is_string() ? "/reads" : "/reads/" + name;
      if (word == "all") {
        target.has_reads.insert(kReads.at(i));
      } else if (word == "none") {
        target.no_reads.insert(kReads.at(i));
      } else if (word != "unknown") {
        return Bad(field, "write all, none or unknown");
      }
    }
    return {};
  }

  std::expected<void, spec::Error> ReadProperties(const Json& list, Target& target) {
    if (!list.is_array()) {
      return Bad("/properties", "a list is required");
    }
    std::size_t index = 0;
    for (const Json& node : list) {
      auto property = ReadProperty(node, "/properties/" + std::to_string(index++));
      if (!property) {
        return std::unexpected(property.error());
      }
      const auto& known = target.directory.properties;
      const auto same = std::ranges::find_if(
          known, [&](const Property& each) { return AreSame(each, *property); });
      if (same != known.end()) {
        return Bad(fmt::format("/properties/{}", index - 1),
                   fmt::format("it names the same as /properties/{}", same - known.begin()));
      }
      target.directory.properties.push_back(*std::move(property));
    }
    return {};
  }

  std::expected<Property, spec::Error> ReadProperty(const Json& node, const std::string& field) {
    if (!node.is_object()) {
      return Bad(field, "an object is required");
    }
    for (const auto& [name, value] : node.items()) {
      if (std::ranges::find(kPropertyMembers, name, &PropertyMember::name) ==
          kPropertyMembers.end()) {
        return Bad(fmt::format("{}/{}", field, name), "there is no such member");
      }
    }
    std::array<std::string, 7> texts;
    for (std::size_t i = 0; i < kPropertyMembers.size(); ++i) {
      const auto& [name, missing] = kPropertyMembers.at(i);
      auto text = ReadText(node, field, std::string(name), std::string(missing));
      if (!text) {
        return std::unexpected(text.error());
      }
      texts.at(i) = *std::move(text);
    }
    auto& [name, data_type, kind_text, asset_id, property_id, alias, access] = texts;
    Property property{.name = std::move(name),
                      .asset_id = std::move(asset_id),
                      .property_id = std::move(property_id),
                      .alias = std::move(alias)};
    const auto type = spec::ParseDataType(data_type);
    const auto kind = reference::ParsePropertyKind(kind_text);
    if (!type) {
      return Bad(field + "/dataType", "write DOUBLE, INTEGER, STRING, BOOLEAN or STRUCT");
    }
    if (!kind) {
      return Bad(field + "/kind", "write measurement, attribute, transform or metric");
    }
    if (access != "granted" && access != "denied") {
      return Bad(field + "/access", "write granted or denied");
    }
    if (property.asset_id.empty() != property.property_id.empty()) {
      return Bad(field, "assetId and propertyId go together");
    }
    if (property.asset_id.empty() && property.alias.empty()) {
      return Bad(field, "give assetId and propertyId, or propertyAlias, or both");
    }
    property.type = *type;
    property.kind = *kind;
    property.access = access == "granted" ? Access::kGranted : Access::kDenied;
    return property;
  }

  std::string_view origin_;
};

std::string SettingText(Setting setting, const char* on, const char* off) {
  return setting == Setting::kOn ? on : setting == Setting::kOff ? off : "unknown";
}

}  // namespace

std::expected<Target, spec::Error> ParseTarget(std::string_view text, std::string_view origin) {
  spec::KeepPasswordsOfUrls(text);  // Whatever is wrong with it may be repeated in a message.
  const auto root = spec::ParseUserJson(text, origin);
  return root ? TargetParser(origin).Read(*root) : std::unexpected(root.error());
}

std::string ToJson(const Target& target) {
  Json root;
  root["endpoint"] = target.endpoint;
  root["region"] = target.region;
  root["auth"] = target.sigv4 ? "sigv4" : "none";
  for (const TargetHeader& header : target.headers) {
    root["headers"][header.name]["env"] = header.variable;
  }
  if (!target.ca_file.empty()) {
    root["caFile"] = target.ca_file;
  }
  root["properties"] = Json::array();
  for (const Property& property : target.directory.properties) {
    Json node;
    node["name"] = property.name;
    node["dataType"] = spec::ToString(property.type);
    node["kind"] = reference::ToString(property.kind);
    if (!property.asset_id.empty()) {
      node["assetId"] = property.asset_id;
      node["propertyId"] = property.property_id;
    }
    if (!property.alias.empty()) {
      node["propertyAlias"] = property.alias;
    }
    node["access"] = property.access == Access::kGranted ? "granted" : "denied";
    root["properties"].push_back(std::move(node));
  }
  root["unassociatedAliases"] = SettingText(target.directory.streams, "accepted", "rejected");
  root["nullAndNaN"] = SettingText(target.directory.null_and_nan, "allowed", "disallowed");
  if (!target.no_reads.empty() || !target.has_reads.empty()) {
    for (std::size_t i = 0; i < kReads.size(); ++i) {
      root["reads"][std::string(kReadNames.at(i))] = target.no_reads.contains(kReads.at(i)) ? "none"
                                                     : target.has_reads.contains(kReads.at(i))
                                                         ? "all"
                                                         : "unknown";
    }
  }
  if (target.frozen_clock) {
    root["frozenClock"] = spec::FormatRfc3339(*target.frozen_clock);
  }
  return spec::PlainJson(root.dump(1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace swc::conformance
