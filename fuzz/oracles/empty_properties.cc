#include "fuzz/oracles/empty_properties.h"

#include <algorithm>
#include <set>
#include <vector>

#include "conformance/client/read_requests.h"
#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/series_reader.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"

namespace swc::fuzz {
namespace {

using conformance::SeriesResult;
using reference::Property;

generators::SeriesBinding NamesOf(const Property& property) {
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

bool ShowsNothing(conformance::CaseContext& context, const Property& property) {
  const generators::SeriesBinding names = NamesOf(property);
  const auto by = names.alias ? conformance::By::kAlias : conformance::By::kIds;
  const std::vector<conformance::TimeRange> always = {conformance::AllOfTime()};
  const SeriesResult result = conformance::Finish(
      context.client.transport(), conformance::ReadSeries(context.client, names, by, always));
  const bool is_answered =
      !result.transient && !result.stopped && !result.refused && !result.endless;
  return is_answered && result.deviations.empty() &&
         std::ranges::all_of(result.seen, [](const auto& values) { return values.empty(); });
}

}  // namespace

std::set<reference::SeriesId> ReadableProperties(const reference::Directory& directory) {
  std::set<reference::SeriesId> readable;
  for (const Property& property : directory.properties) {
    if (property.access == reference::Access::kGranted) {
      readable.insert(reference::SeriesOfProperty(property));
    }
  }
  return readable;
}

std::set<reference::SeriesId> EmptyProperties(conformance::CaseContext& context) {
  std::set<reference::SeriesId> empty;
  for (const Property& property : context.target.directory.properties) {
    if (property.access == reference::Access::kGranted && ShowsNothing(context, property)) {
      empty.insert(reference::SeriesOfProperty(property));
    }
  }
  return empty;
}

}  // namespace swc::fuzz
