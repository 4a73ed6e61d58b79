#include "fuzz/mutator/mutator.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rapidcheck.h>

#include "fuzz/input/input.h"
#include "fuzz/mutator/mutation.h"
#include "generators/case/dice.h"
#include "spec/text/user_json.h"

namespace swc::fuzz {
namespace {

constexpr std::size_t kMutationsMax = 3;
// A mutation that found no place is replaced by another one, so often.
constexpr int kTriesMax = 8;

// Deeper JSON is left to bytes: printing it would need a stack as deep.
constexpr int kDepthMax = 100;

bool IsShallow(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  for (const char c : text) {
    depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    deepest = std::max(deepest, depth);
  }
  return deepest <= kDepthMax;
}

// Returns the tree of an input, or a discarded value.
Json TreeOf(std::string_view input) {
  // It reads quickly, and refuses what a mutation may have made: a member that stands twice.
  if (auto read = spec::ParseUserJson(input, "")) {
    return *std::move(read);
  }
  return IsShallow(input) ? Json::parse(input, nullptr, false) : Json(Json::value_t::discarded);
}

std::string ByBytes(std::string_view input, std::size_t size_max, ByteMutator bytes) {
  std::vector<std::uint8_t> buffer(std::max(size_max, input.size()));
  std::ranges::copy(input, buffer.begin());
  const std::size_t size = bytes(buffer.data(), input.size(), size_max);
  return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size)};
}

const Mutation& Pick(std::span<const Mutation> mutations, Dice& dice) {
  std::vector<int> weights;
  weights.reserve(mutations.size());
  for (const Mutation& mutation : mutations) {
    weights.push_back(mutation.weight);
  }
  return mutations[dice.Weighted(weights)];
}

struct Family {
  std::span<const Mutation> (*rows)();
  int of_bodies;  // How often it is taken: 0 is never.
  int of_cases;
};

constexpr std::array<Family, 7> kFamilies = {{{BatchMutations, 4, 4},
                                              {ValueMutations, 6, 6},
                                              {WordMutations, 1, 1},
                                              {CaseMutations, 0, 3},
                                              {QueryMutations, 0, 3},
                                              {ReadMutations, 0, 2},
                                              {InnerMutations, 1, 1}}};

std::span<const Mutation> PickFamily(const Site& site, Dice& dice) {
  std::array<int, kFamilies.size()> weights{};
  std::ranges::transform(kFamilies, weights.begin(),
                         site.is_case ? &Family::of_cases : &Family::of_bodies);
  return kFamilies[dice.Weighted(weights)].rows();
}

bool MutateTree(Json& root, Dice& dice, ByteMutator bytes) {
  bool changed = false;
  const std::size_t wanted = 1 + dice.Below(kMutationsMax);
  std::size_t done = 0;
  for (int tries = 0; tries < kTriesMax && done < wanted; ++tries) {
    Site site = SiteOf(root, dice, bytes);
    if (Pick(PickFamily(site, dice), dice).apply(site)) {
      changed = true;
      ++done;
    }
  }
  return changed;
}

// Copies something of `from` into `to`.
bool Graft(Site& to, Site& from, Dice& dice) {
  if (to.is_case && from.is_case && dice.Chance(40)) {
    const Json& steps = from.root["steps"];
    if (!steps.is_array() || steps.empty() || to.root["steps"].size() >= kStepsMax) {
      return false;
    }
    to.root["steps"].push_back(steps[dice.Below(steps.size())]);
    return true;
  }
  const bool entry = dice.Chance(50);
  Json* list = entry ? to.Entries() : to.Values();
  const Json* item = entry ? from.Entry() : from.Value();
  if (list == nullptr || item == nullptr) {
    return false;
  }
  list->insert(list->begin() + static_cast<std::ptrdiff_t>(dice.Place(list->size() + 1)), *item);
  return true;
}

std::string Dumped(const Json& root) {
  return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string Mutate(std::string_view input, std::size_t size_max, std::uint64_t seed,
                   ByteMutator bytes) {
  Dice dice(rc::Random(seed), generators::kSizeMax);
  Json root = TreeOf(input);
  const bool is_json = root.is_object();
  if (bytes != nullptr && (!is_json || dice.Below(kBytesOneIn) == 0)) {
    return ByBytes(input, size_max, bytes);
  }
  if (!is_json) {
    return std::string(input);
  }
  const bool is_case = root.contains("steps");
  const bool changed = MutateTree(root, dice, bytes);
  std::string text = Dumped(root);
  if (!is_case && (!changed || dice.Below(kTextOneIn) == 0)) {
    text = BrokenText(std::move(text), dice);
  }
  if (text.size() > size_max) {
    // What grew too large is left to bytes, which keep to the limit.
    return bytes == nullptr ? std::string(input.substr(0, size_max))
                            : ByBytes(input, size_max, bytes);
  }
  return text;
}

std::string CrossOver(std::string_view first, std::string_view second, std::size_t size_max,
                      std::uint64_t seed) {
  Dice dice(rc::Random(seed), generators::kSizeMax);
  Json root = TreeOf(first);
  Json other = TreeOf(second);
  if (root.is_object() && other.is_object()) {
    Site to = SiteOf(root, dice);
    Site from = SiteOf(other, dice);
    if (Graft(to, from, dice)) {
      std::string text = Dumped(root);
      if (text.size() <= size_max) {
        return text;
      }
    }
  }
  return std::string(first.substr(0, size_max));
}

}  // namespace swc::fuzz
