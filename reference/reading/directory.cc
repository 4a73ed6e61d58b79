#include "reference/reading/directory.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/reading/series_id.h"
#include "spec/text/letter_case.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

constexpr std::array<std::string_view, 4> kKindNames = {"measurement", "attribute", "transform",
                                                        "metric"};

template <typename Predicate>
const Property* FindIf(const std::vector<Property>& properties, Predicate predicate) {
  const auto found = std::ranges::find_if(properties, predicate);
  return found == properties.end() ? nullptr : &*found;
}

// UUIDs are compared without regard to case: a server that normalises them (U41) finds the
// property.
bool SameId(std::string_view a, std::string_view b) { return spec::EqualsIgnoringCase(a, b); }

}  // namespace

std::string_view ToString(PropertyKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<PropertyKind> ParsePropertyKind(std::string_view text) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == text) {
      return static_cast<PropertyKind>(i);
    }
  }
  return std::nullopt;
}

SeriesId SeriesOfProperty(const Property& property) {
  return SeriesId::OfProperty(property.asset_id, property.property_id);
}

const Property* Directory::FindByIds(std::string_view asset_id,
                                     std::string_view property_id) const {
  return FindIf(properties, [&](const Property& property) {
    return SameId(property.asset_id, asset_id) && SameId(property.property_id, property_id);
  });
}

const Property* Directory::FindByAlias(std::string_view alias) const {
  return FindIf(properties, [&](const Property& property) {
    return !property.alias.empty() && property.alias == alias;
  });
}

const Property* Directory::FindBySeries(const SeriesId& series) const {
  return FindIf(properties,
                [&](const Property& property) { return SeriesOfProperty(property) == series; });
}

Directory ExampleDirectory() {
  using spec::DataType;
  const std::string asset = "a1b2c3d4-5678-4abc-8def-000000000001";
  const auto property = [&](const std::string& name, DataType type, PropertyKind kind,
                            const std::string& digits, Access access = Access::kGranted) {
    return Property{.name = name,
                    .type = type,
                    .kind = kind,
                    .asset_id = asset,
                    .property_id = "b1b2c3d4-5678-4abc-8def-0000000000" + digits,
                    .alias = kind == PropertyKind::kMeasurement ? "/example/" + name : "",
                    .access = access};
  };
  Directory directory;
  directory.properties = {
      property("line1/temperature", DataType::kDouble, PropertyKind::kMeasurement, "01"),
      property("line2/temperature", DataType::kDouble, PropertyKind::kMeasurement, "02"),
      property("line1/count", DataType::kInteger, PropertyKind::kMeasurement, "03"),
      property("line1/label", DataType::kString, PropertyKind::kMeasurement, "04"),
      property("line1/running", DataType::kBoolean, PropertyKind::kMeasurement, "05"),
      property("line1/alarm", DataType::kStruct, PropertyKind::kMeasurement, "06"),
      property("line1/setpoint", DataType::kDouble, PropertyKind::kAttribute, "07"),
      property("line1/fahrenheit", DataType::kDouble, PropertyKind::kTransform, "08"),
      property("line1/average", DataType::kDouble, PropertyKind::kMetric, "09"),
      property("line1/secret", DataType::kDouble, PropertyKind::kMeasurement, "10",
               Access::kDenied),
  };
  // Assets of one model share their property ids.
  Property twin = directory.properties.front();
  twin.name = "line3/temperature";
  twin.asset_id = "a1b2c3d4-5678-4abc-8def-000000000002";
  twin.alias = "/example/" + twin.name;
  directory.properties.push_back(std::move(twin));
  directory.streams = Setting::kOn;
  directory.null_and_nan = Setting::kOn;
  return directory;
}

}  // namespace swc::reference
