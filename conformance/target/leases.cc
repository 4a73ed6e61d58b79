#include "conformance/target/leases.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "generators/case/alias_form.h"
#include "generators/case/case.h"
#include "generators/case/series_needs.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"
#include "spec/check.h"
#include "spec/hash.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::SeriesKind;
using generators::SeriesWish;
using reference::Access;
using reference::Property;
using reference::PropertyKind;
using reference::Setting;

// Slices of time on properties: two minutes each, from an hour to under six days back, in turn.
constexpr std::int64_t kSliceSeconds = 120;
constexpr std::int64_t kFirstSliceSeconds = 3600;
constexpr std::uint64_t kSlices = 4'000;

bool FitsKind(const Property& property, SeriesKind kind) {
  switch (kind) {
    case SeriesKind::kAttribute:
      return property.kind == PropertyKind::kAttribute;
    case SeriesKind::kComputed:
      return property.kind == PropertyKind::kTransform || property.kind == PropertyKind::kMetric;
    default:
      return property.kind == PropertyKind::kMeasurement;
  }
}

std::string Describe(const SeriesWish& wish, bool needs_alias) {
  const std::string type(spec::ToString(wish.type));
  switch (wish.kind) {
    case SeriesKind::kAny:
      return "unassociated aliases, or a measurement property of type " + type;
    case SeriesKind::kStream:
      return "unassociated aliases";
    case SeriesKind::kAttribute:
      return "an attribute property of type " + type;
    case SeriesKind::kComputed:
      return "a transform or metric property of type " + type;
    case SeriesKind::kDenied:
      return "a property that the caller may not write";
    default:
      return "a measurement property of type " + type + (needs_alias ? " with an alias" : "");
  }
}

}  // namespace

std::optional<Leases::Candidate> Leases::FindProperty(const SeriesWish& wish, Access access,
                                                      const Lending& lending) const {
  const auto best = FindNamed(wish, access, lending, wish.aliased);
  // What has both names is the best; a case that is not about the alias does without.
  const bool may_do_without = wish.aliased && !lending.named_by_alias.contains(wish.name);
  return best || !may_do_without ? best : FindNamed(wish, access, lending, false);
}

std::optional<Leases::Candidate> Leases::FindNamed(const SeriesWish& wish, Access access,
                                                   const Lending& lending, bool both_names) const {
  std::optional<Candidate> busy;
  const auto& properties = target_.directory.properties;
  const bool needs_alias = both_names || lending.named_by_alias.contains(wish.name);
  const bool needs_ids = both_names || lending.named_by_ids.contains(wish.name);
  for (std::size_t step = 0; step < properties.size(); ++step) {
    const std::size_t i = (lending.first_property + step) % properties.size();
    const Property& property = properties[i];
    const bool type_fits = access == Access::kDenied || property.type == wish.type;
    const bool named =
        (!needs_alias || !property.alias.empty()) && (!needs_ids || !property.asset_id.empty());
    // What nobody may write needs no owner.
    const bool ours = access == Access::kDenied || i % limits_.processes == limits_.process;
    if (property.access != access || !type_fits || !named || !ours || lending.taken.contains(i) ||
        (access == Access::kGranted && !FitsKind(property, wish.kind))) {
      continue;
    }
    if (!held_.contains(i)) {
      return Candidate{.property = i};
    }
    busy = Candidate{.property = i, .busy = true};
  }
  return busy;
}

std::expected<LentSeries, NoLease> Leases::Lend(const SeriesWish& wish, Lending& lending) {
  const bool stream = wish.kind == SeriesKind::kStream ||
                      (wish.kind == SeriesKind::kAny && target_.directory.streams != Setting::kOff);
  if (wish.kind == SeriesKind::kUnknown) {
    // UUIDs of a block that nobody is given: version 4, all zero but the end.
    const std::uint64_t number = ++aliases_;
    return LentSeries{
        .names = {.alias = fmt::format("/sitewise-conformance/{}/none/{}", run_, number),
                  .asset_id = fmt::format("00000000-0000-4000-8000-{:012x}", number),
                  .property_id = fmt::format("00000000-0000-4000-9000-{:012x}", number)},
        .readable = false};
  }
  if (stream) {
    if (target_.directory.streams == Setting::kOff) {
      return std::unexpected(NoLease{
          .never = true, .missing = Describe(wish, lending.named_by_alias.contains(wish.name))});
    }
    return wish.alias.empty() ? LendStream(lending.lease) : LendSpelled(wish.alias, lending);
  }
  const Access access = wish.kind == SeriesKind::kDenied ? Access::kDenied : Access::kGranted;
  const auto found = FindProperty(wish, access, lending);
  if (!found) {
    return std::unexpected(NoLease{
        .never = true, .missing = Describe(wish, lending.named_by_alias.contains(wish.name))});
  }
  if (found->busy) {
    return std::unexpected(NoLease{
        .never = false, .missing = Describe(wish, lending.named_by_alias.contains(wish.name))});
  }
  lending.taken.insert(found->property);
  lending.lease.properties.push_back(found->property);
  return LendProperty(found->property);
}

LentSeries Leases::LendProperty(std::size_t index) {
  const Property& property = target_.directory.properties[index];
  LentSeries lent{.id = SeriesOfProperty(property),
                  .readable = property.access == Access::kGranted};
  lent.fresh = used_.insert(index).second && lent.readable && limits_.empty != nullptr &&
               limits_.empty->contains(lent.id);
  if (!property.alias.empty()) {
    lent.names.alias = property.alias;
  }
  if (!property.asset_id.empty()) {
    lent.names.asset_id = property.asset_id;
    lent.names.property_id = property.property_id;
  }
  return lent;
}

std::expected<LentSeries, NoLease> Leases::LendStream(Lease& lease) {
  const auto lend = [this](std::uint64_t number, bool fresh) {
    const std::string alias = fmt::format("/sitewise-conformance/{}/{}", run_, number);
    return LentSeries{.names = {.alias = alias},
                      .id = reference::SeriesOfStream(alias),
                      .fresh = fresh,
                      .any_type = !fresh};
  };
  if (limits_.streams_max == 0) {
    return lend(++aliases_, true);
  }
  if (from_reserve_ && reserve_used_ < limits_.streams_reserve) {
    return lend(limits_.streams_max + ++reserve_used_, true);
  }
  const bool fresh = streams_ < limits_.streams_max;
  for (std::uint64_t tries = 0; tries < limits_.streams_max; ++tries) {
    LentSeries lent = lend(1 + streams_++ % limits_.streams_max, fresh);
    if (streams_held_.insert(*lent.names.alias).second) {
      lease.streams.push_back(*lent.names.alias);
      return lent;
    }
  }
  return std::unexpected(NoLease{.never = false, .missing = "a stream that no case uses"});
}

// All aliases that a case spells are made of one name, so that they differ in nothing else.
std::expected<LentSeries, NoLease> Leases::LendSpelled(const std::string& form, Lending& lending) {
  if (!lending.spelled) {
    auto lent = LendStream(lending.lease);
    if (!lent) {
      return lent;
    }
    lending.spelled = *std::move(lent);
  }
  LentSeries lent = *lending.spelled;
  const auto alias = generators::SpellAlias(form, *lent.names.alias);
  SWC_CHECK(alias.has_value(), "the form of an alias is checked when a case is read");
  lent.names.alias = *alias;
  lent.id = reference::SeriesOfStream(*alias);
  return lent;
}

std::expected<Lease, NoLease> Leases::Take(const generators::Case& test_case) {
  Lending lending{.named_by_ids = generators::SeriesNamedByIds(test_case),
                  .named_by_alias = generators::SeriesNamedByAlias(test_case),
                  .first_property = spec::HashOf(test_case.id)};
  if (limits_.start_over && running_ == 0) {
    limits_.start_over();
    used_.clear();
  }
  for (const SeriesWish& wish : test_case.series) {
    auto lent = Lend(wish, lending);
    if (!lent) {
      for (const std::string& alias : lending.lease.streams) {
        streams_held_.erase(alias);
      }
      return std::unexpected(lent.error());
    }
    lending.lease.series[wish.name] = *std::move(lent);
  }
  held_.insert(lending.taken.begin(), lending.taken.end());
  lending.lease.number = leases_++;
  ++running_;
  return std::move(lending.lease);
}

void Leases::Return(const Lease& lease) {
  --running_;
  for (const std::size_t property : lease.properties) {
    held_.erase(property);
  }
  for (const std::string& alias : lease.streams) {
    streams_held_.erase(alias);
  }
  if (target_.forget) {
    for (const auto& [name, lent] : lease.series) {
      target_.forget(lent.id);
    }
  }
}

generators::Binding Leases::BindingOf(const Lease& lease, spec::Instant now) {
  generators::Binding binding{.now = now};
  const auto slice = static_cast<std::int64_t>(lease.number % kSlices);
  binding.t0 = {.seconds = now.seconds - kFirstSliceSeconds - slice * kSliceSeconds, .nanos = 0};
  for (const auto& [name, lent] : lease.series) {
    binding.series[name] = lent.names;
  }
  return binding;
}

}  // namespace swc::conformance
