// Drift between spec/contract.json and the service model that AWS publishes with its SDKs
// (botocore's service-2.json, aws-sdk's *.normal.json and *.min.json).
//
// Law: only what the contract speaks of is compared: its operations and, from their inputs and
// outputs on, every shape that these reach. Shapes are followed by their place, not by their name,
// since a name is nothing that a server or a client could see.
//
// Example: for (const ModelDifference& difference :
//               CompareWithServiceModel(EmbeddedContract(), text)->differences) { ... }
#pragma once

#include <compare>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "spec/text/error.h"

namespace swc::spec {

// One thing that the contract and the service model say differently.
struct ModelDifference {
  std::string where;   // E.g. "EntryId max" or "Variant.nullValue".
  std::string ours;    // What contract.json has; "absent" if nothing.
  std::string theirs;  // What the service model has.

  friend auto operator<=>(const ModelDifference&, const ModelDifference&) = default;
};

struct ModelComparison {
  std::vector<ModelDifference> differences;
  // The model was minified: it leaves out constraints, enums and errors, so they were not compared.
  bool minified = false;
};

// Compares two JSON documents. Returns an error only if one of them is not JSON or if `model` has
// not the form of a service model; whatever else is odd in it is a difference.
[[nodiscard]] std::expected<ModelComparison, Error> CompareWithServiceModel(
    std::string_view contract, std::string_view model);

}  // namespace swc::spec
