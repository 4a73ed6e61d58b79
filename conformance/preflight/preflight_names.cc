#include "conformance/preflight/preflight_names.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/read_requests.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;
using reference::Property;

// Returns a value that a property of such a type takes; nothing for types without one.
std::optional<Json> ValueOf(spec::DataType type) {
  switch (type) {
    case spec::DataType::kDouble:
      return Json{{"doubleValue", 1.5}};
    case spec::DataType::kInteger:
      return Json{{"integerValue", 1}};
    case spec::DataType::kString:
      return Json{{"stringValue", "a"}};
    case spec::DataType::kBoolean:
      return Json{{"booleanValue", true}};
    default:
      return std::nullopt;
  }
}

}  // namespace

spec::HttpRequest PutOf(Json entries) {
  const Json body = {{"entries", std::move(entries)}};
  return {.method = spec::MethodOf(spec::Operation::kPut),
          .target = spec::PathOf(spec::Operation::kPut),
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump()};
}

Json ValuesAt(spec::DataType type, std::int64_t seconds) {
  return Json::array({{{"value", *ValueOf(type)},
                       {"timestamp", {{"timeInSeconds", seconds}}},
                       {"quality", "GOOD"}}});
}

std::vector<NamedProperty> NamesToCheck(const Target& target) {
  std::vector<NamedProperty> names;
  for (const Property& property : target.directory.properties) {
    const bool writable = property.access == reference::Access::kGranted &&
                          (property.kind == reference::PropertyKind::kMeasurement ||
                           property.kind == reference::PropertyKind::kAttribute);
    if (!writable || !ValueOf(property.type)) {
      continue;
    }
    if (!property.asset_id.empty()) {
      names.push_back({.property = &property, .by = By::kIds});
    }
    if (!property.alias.empty()) {
      names.push_back({.property = &property, .by = By::kAlias});
    }
  }
  return names;
}

Json EntryFor(const NamedProperty& name, std::size_t number, std::int64_t seconds) {
  Json entry = {{"entryId", fmt::format("p{}", number)}};
  if (name.by == By::kIds) {
    entry["assetId"] = name.property->asset_id;
    entry["propertyId"] = name.property->property_id;
  } else {
    entry["propertyAlias"] = name.property->alias;
  }
  entry["propertyValues"] = ValuesAt(name.property->type, seconds);
  return entry;
}

generators::SeriesBinding BindingOf(const Property& property) {
  generators::SeriesBinding names;
  if (!property.alias.empty()) {
    names.alias = property.alias;
  }
  if (!property.asset_id.empty()) {
    names.asset_id = property.asset_id;
    names.property_id = property.property_id;
  }
  return names;
}

}  // namespace swc::conformance
