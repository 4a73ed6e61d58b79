// What random cases are made of, and how often: the weights of everything but the violations,
// which stand in violation_table.h.
//
// Law: a feature that is switched off for a case does not occur in it. About a quarter of the cases
// have all features; in the others each one is off by the flip of a coin (swarm testing), which
// reaches combinations that a uniform mix never does.
//
// Example: if (swarm.Allows(Feature::kNullValues, dice)) { ... }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "generators/case/dice.h"

namespace swc::generators {

enum class Feature : std::uint8_t {
  kSeveralSeries,
  kPropertySeries,
  kBothIdentities,
  kRefusedSeries,
  kWildValues,
  kNullValues,
  kNanValues,
  kBadQuality,
  kUncertainQuality,
  kOmittedQuality,
  kNullMembers,
  kExplicitTimestamps,
  kInEntryDuplicates,
  kCrossEntryDuplicates,
  kOtherQualities,
  kWindowEdges,
  kManyEntries,
  kManyValues,
  kWildEntryIds,
  kWildAliases,
  kFullBatches,
  kReads,
};

struct FeatureRow {
  Feature feature;
  std::string_view name;
  int percent;  // How often, wherever it is possible and switched on.
};

inline constexpr std::array kFeatures = std::to_array<FeatureRow>({
    {Feature::kSeveralSeries, "several-series", 45},
    {Feature::kPropertySeries, "property-series", 25},
    {Feature::kBothIdentities, "both-identities", 10},
    {Feature::kRefusedSeries, "refused-series", 12},
    {Feature::kWildValues, "wild-values", 35},
    {Feature::kNullValues, "null-values", 6},
    {Feature::kNanValues, "nan-values", 8},
    {Feature::kBadQuality, "bad-quality", 25},
    {Feature::kUncertainQuality, "uncertain-quality", 25},
    {Feature::kOmittedQuality, "omitted-quality", 30},
    {Feature::kNullMembers, "null-members", 8},
    {Feature::kExplicitTimestamps, "explicit-timestamps", 10},
    {Feature::kInEntryDuplicates, "in-entry-duplicates", 15},
    {Feature::kCrossEntryDuplicates, "cross-entry-duplicates", 15},
    {Feature::kOtherQualities, "other-qualities", 40},
    {Feature::kWindowEdges, "window-edges", 6},
    {Feature::kManyEntries, "many-entries", 70},
    {Feature::kManyValues, "many-values", 70},
    {Feature::kWildEntryIds, "wild-entry-ids", 15},
    {Feature::kWildAliases, "wild-aliases", 15},
    {Feature::kFullBatches, "full-batches", 4},
    {Feature::kReads, "reads", 35},
});

// The features that one case may use.
class Swarm {
 public:
  // All of them.
  Swarm() = default;

  // A random choice.
  explicit Swarm(Dice& dice) {
    constexpr int kEverythingPercent = 25;
    if (!dice.Chance(kEverythingPercent)) {
      bits_ = dice.Bits();
    }
  }

  // Switches a feature off.
  void Forbid(Feature feature) { bits_ &= ~(std::uint64_t{1} << static_cast<unsigned>(feature)); }

  // Decides whether a feature that is possible here is used here.
  [[nodiscard]] bool Allows(Feature feature, Dice& dice) const {
    const auto index = static_cast<std::size_t>(feature);
    return ((bits_ >> index) & 1U) != 0 && dice.Chance(kFeatures[index].percent);
  }

 private:
  std::uint64_t bits_ = ~std::uint64_t{0};
};

// How many violations a case has: none in half of them, one in a third, else two to four.
inline constexpr std::array<int, 5> kViolationCountWeights = {50, 33, 9, 5, 3};

// How many puts: mostly one to three.
inline constexpr std::array<int, 4> kPutCountWeights = {40, 30, 22, 8};

// Data types of series of any kind, in the order of spec::DataType.
inline constexpr std::array<int, 5> kDataTypeWeights = {6, 3, 4, 2, 1};

// enablePartialEntryProcessing: true, false, omitted.
inline constexpr std::array<int, 3> kPartialWeights = {3, 3, 2};

// Steps that read: read_back, latest, history, batch_latest, batch_history, a read with a fault.
inline constexpr std::array<int, 6> kReadWeights = {6, 1, 2, 1, 1, 1};

}  // namespace swc::generators
