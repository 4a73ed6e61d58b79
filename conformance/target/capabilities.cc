#include "conformance/target/capabilities.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "conformance/target/target.h"
#include "reference/reading/directory.h"
#include "spec/clause.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using reference::Access;
using reference::Property;
using reference::PropertyKind;
using reference::Setting;

}  // namespace

std::set<std::string, std::less<>> CapabilitiesOf(const Target& target) {
  std::set<std::string, std::less<>> capabilities;
  for (const Property& property : target.directory.properties) {
    if (property.access == Access::kDenied) {
      capabilities.insert("property.denied");
    } else if (property.kind == PropertyKind::kMeasurement) {
      capabilities.insert("property");
      if (!property.alias.empty() && !property.asset_id.empty()) {
        capabilities.insert("property.aliased");
      }
    } else if (property.kind == PropertyKind::kAttribute) {
      capabilities.insert("property.attribute");
    } else {
      capabilities.insert("property.computed");
    }
  }
  if (target.directory.streams == Setting::kOn) {
    capabilities.insert("unassociated-aliases");
  }
  const bool some_alias =
      std::ranges::any_of(target.directory.properties,
                          [](const Property& property) { return !property.alias.empty(); });
  if (some_alias || target.directory.streams == Setting::kOn) {
    capabilities.insert("alias");
  }
  if (target.directory.null_and_nan != Setting::kOff) {
    capabilities.insert("null-nan.allowed");
  }
  if (target.exact_clock) {
    capabilities.insert("exact-clock");
  }
  const auto has = [&](spec::Operation read) { return !target.no_reads.contains(read); };
  const bool batch = has(spec::Operation::kBatchLatest) || has(spec::Operation::kBatchHistory);
  if (has(spec::Operation::kLatest)) {
    capabilities.insert("reads.latest");
  }
  if (has(spec::Operation::kHistory)) {
    capabilities.insert("reads.history");
  }
  if (batch) {
    capabilities.insert("reads.batch");
  }
  if (target.no_reads.size() < kReads.size()) {
    capabilities.insert("reads");
  }
  return capabilities;
}

std::vector<spec::DataType> TypesInPlaceOfStreams(const Target& target) {
  std::vector<spec::DataType> types;
  if (target.directory.streams != Setting::kOff) {
    return types;
  }
  for (const Property& property : target.directory.properties) {
    // What a STRUCT may hold is another question.
    if (property.kind == PropertyKind::kMeasurement && property.access == Access::kGranted &&
        property.type != spec::DataType::kStruct) {
      types.push_back(property.type);
    }
  }
  return types;
}

std::set<std::string> ExcludedBy(const Target& target) {
  Target hopeful = target;
  if (hopeful.directory.streams == Setting::kUnknown) {
    hopeful.directory.streams = Setting::kOn;
  }
  const auto capabilities = CapabilitiesOf(hopeful);
  std::set<std::string> excluded;
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (std::ranges::any_of(
            clause.needs, [&](const std::string& need) { return !capabilities.contains(need); })) {
      excluded.insert(clause.id);
    }
  }
  return excluded;
}

}  // namespace swc::conformance
