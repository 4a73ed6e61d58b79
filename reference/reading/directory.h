// What exists on a server: its asset properties and two account settings.
//
// The reference server has a directory; of a target it is what the target description says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {

enum class PropertyKind : std::uint8_t { kMeasurement, kAttribute, kTransform, kMetric };
[[nodiscard]] std::string_view ToString(PropertyKind kind);
[[nodiscard]] std::optional<PropertyKind> ParsePropertyKind(std::string_view text);

enum class Access : std::uint8_t { kGranted, kDenied };

struct Property {
  std::string name;
  spec::DataType type = spec::DataType::kDouble;
  PropertyKind kind = PropertyKind::kMeasurement;
  std::string asset_id;
  std::string property_id;
  std::string alias;  // Empty: the property has none.
  Access access = Access::kGranted;
};

// A setting of the account: known to be on, known to be off, or not known.
enum class Setting : std::uint8_t { kOn, kOff, kUnknown };

[[nodiscard]] SeriesId SeriesOfProperty(const Property& property);

struct Directory {
  std::vector<Property> properties;
  Setting streams = Setting::kUnknown;       // Whether an alias that no property has makes one
                                             // (F65, U15).
  Setting null_and_nan = Setting::kUnknown;  // Null and NaN values (F131, U24).

  // Return the property, or null.
  [[nodiscard]] const Property* FindByIds(std::string_view asset_id,
                                          std::string_view property_id) const;
  [[nodiscard]] const Property* FindByAlias(std::string_view alias) const;
  [[nodiscard]] const Property* FindBySeries(const SeriesId& series) const;
};

// The directory of the embedded reference server: one property for each kind and type that a
// clause needs, streams and nulls allowed.
[[nodiscard]] Directory ExampleDirectory();

}  // namespace swc::reference
