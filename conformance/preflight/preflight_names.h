// The names of a target description, each as an entry of a put.
//
// Example: for (const NamedProperty& name : NamesToCheck(target)) { ... EntryFor(name, 0, now) }
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance/client/read_requests.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Returns a put of these entries.
[[nodiscard]] spec::HttpRequest PutOf(nlohmann::ordered_json entries);

// Returns an entry's list of one value, the one that properties of `type` get, of good quality.
// REQUIRES: not kStruct.
[[nodiscard]] nlohmann::ordered_json ValuesAt(spec::DataType type, std::int64_t seconds);

// A name of a property of the description, as one entry of a put.
struct NamedProperty {
  const reference::Property* property = nullptr;
  By by = By::kIds;
};

// Returns the names of all properties that take a value.
[[nodiscard]] std::vector<NamedProperty> NamesToCheck(const Target& target);

// Returns an entry named by `number`, of one value.
[[nodiscard]] nlohmann::ordered_json EntryFor(const NamedProperty& name, std::size_t number,
                                              std::int64_t seconds);

[[nodiscard]] generators::SeriesBinding BindingOf(const reference::Property& property);

}  // namespace swc::conformance
