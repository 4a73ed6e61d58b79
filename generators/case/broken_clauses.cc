#include "generators/case/broken_clauses.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "generators/case/case.h"
#include "generators/case/puts_of_step.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause_id.h"
#include "spec/fixed_now.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

constexpr std::int64_t kSliceAgeSeconds = 3'600;

class EmptyView final : public reference::SeriesView {
 public:
  [[nodiscard]] reference::Certainty HasOtherQuality(const reference::SeriesId& /*series*/,
                                                     spec::Instant /*time*/,
                                                     spec::Quality /*quality*/) const override {
    return reference::Certainty::kNo;
  }
  [[nodiscard]] std::size_t PointsInSecond(const reference::SeriesId& /*series*/,
                                           spec::Instant /*time*/,
                                           spec::Quality /*quality*/) const override {
    return 0;
  }
  [[nodiscard]] bool MayHold(const reference::SeriesId& /*series*/, spec::Instant /*time*/,
                             spec::Quality /*quality*/) const override {
    return false;
  }
  [[nodiscard]] std::vector<spec::DataType> TypesIn(
      const reference::SeriesId& /*series*/) const override {
    return {};
  }
};

bool IsProperty(const SeriesWish& wish) {
  return wish.kind == SeriesKind::kMeasurement || wish.kind == SeriesKind::kAttribute ||
         wish.kind == SeriesKind::kComputed || wish.kind == SeriesKind::kDenied;
}

reference::PropertyKind KindOf(const SeriesWish& wish) {
  return wish.kind == SeriesKind::kAttribute  ? reference::PropertyKind::kAttribute
         : wish.kind == SeriesKind::kComputed ? reference::PropertyKind::kMetric
                                              : reference::PropertyKind::kMeasurement;
}

reference::Directory StandInDirectory(const Case& test_case, const Binding& binding) {
  reference::Directory directory{.streams = reference::Setting::kOn,
                                 .null_and_nan = reference::Setting::kOn};
  for (const SeriesWish& wish : test_case.series) {
    if (!IsProperty(wish)) {
      continue;
    }
    const SeriesBinding& names = binding.series.find(wish.name)->second;
    directory.properties.push_back({.name = wish.name,
                                    .type = wish.type,
                                    .kind = KindOf(wish),
                                    .asset_id = *names.asset_id,
                                    .property_id = *names.property_id,
                                    .alias = names.alias.value_or(""),
                                    .access = wish.kind == SeriesKind::kDenied
                                                  ? reference::Access::kDenied
                                                  : reference::Access::kGranted});
  }
  return directory;
}

}  // namespace

Binding StandInBinding(const Case& test_case) {
  Binding binding{.now = spec::kFixedNow,
                  .t0 = {.seconds = spec::kFixedNow.seconds - kSliceAgeSeconds, .nanos = 0}};
  std::size_t number = 0;
  for (const SeriesWish& wish : test_case.series) {
    SeriesBinding names;
    ++number;
    if (IsProperty(wish) || wish.kind == SeriesKind::kUnknown) {
      names.asset_id = fmt::format("a1b2c3d4-5678-4abc-8def-{:012x}", number);
      names.property_id = fmt::format("b1b2c3d4-5678-4abc-8def-{:012x}", number);
    }
    if (!IsProperty(wish) || wish.aliased) {
      names.alias = fmt::format("/stand-in/{}", number);
    }
    binding.series[wish.name] = std::move(names);
  }
  return binding;
}

std::set<std::string> BrokenClauses(const Case& test_case) {
  std::set<std::string> broken;
  const Binding binding = StandInBinding(test_case);
  const reference::Directory directory = StandInDirectory(test_case, binding);
  const EmptyView nothing_stored;
  for (const Step& step : PutsOf(test_case)) {
    const auto request = RenderPut(step, binding);
    if (!request) {
      continue;
    }
    const reference::Reading reading = reference::ParsePut(*request, {.directory = directory,
                                                                      .series = nothing_stored,
                                                                      .now_earliest = binding.now,
                                                                      .now_latest = binding.now});
    for (const reference::Violation& violation : reading.violations) {
      broken.insert(violation.clause->id);
    }
  }
  return broken;
}

bool IsCalm(const Case& test_case) {
  constexpr std::array<spec::ClauseId, 3> kCalm = {"time.window.past", "time.window.future",
                                                   "identity.unknown-alias"};
  return std::ranges::all_of(BrokenClauses(test_case), [&](const std::string& clause) {
    return std::ranges::find(kCalm, clause, &spec::ClauseId::text) != kCalm.end();
  });
}

}  // namespace swc::generators
