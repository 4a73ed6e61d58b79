// Puts violations of the table into the body of a put, at random places.
//
// Law: a violation that is reported as applied is there, and stays there: no later one changes the
// members that it set.
//
// Example: ViolationPlacer placer(test_case, batches); placer.Place(body, rows, dice)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "generators/case/case.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/random_batch.h"
#include "generators/random/violation_table.h"

namespace swc::generators {

// An entry of a put and a value of it; whichever a violation does not need is ignored.
struct ViolationPlace {
  std::size_t entry = 0;
  std::size_t value = 0;
};

class ViolationPlacer {
 public:
  // REQUIRES: all of them outlive the placer; `body` is that of a valid put of `test_case`.
  ViolationPlacer(const Case& test_case, BatchSampler& batches, Json& body)
      : test_case_(test_case), batches_(batches), body_(body) {}

  // Returns whether some entry of the put is of the kind that `row` wants.
  [[nodiscard]] bool Suits(const ViolationRow& row) const;

  // Applies `row` somewhere. Returns whether there was a place for it. REQUIRES: rows come in the
  // order of their targets.
  [[nodiscard]] bool Apply(const ViolationRow& row, Dice& dice);

  // Applies `row` at `place`; an element that is no entry or no value is put in front of what
  // stands there, or at the end if that is the last one. Returns whether it could be applied.
  [[nodiscard]] bool ApplyAt(const ViolationRow& row, ViolationPlace place, Dice& dice);

 private:
  struct Spot {
    std::size_t entry;
    std::size_t value;
    std::string member;
    friend bool operator==(const Spot&, const Spot&) = default;
  };

  [[nodiscard]] const SeriesWish* SeriesOf(const Json& entry) const;
  [[nodiscard]] bool SuitsEntry(const ViolationRow& row, const Json& entry) const;
  [[nodiscard]] std::optional<std::size_t> PickEntry(const ViolationRow& row, bool with_values,
                                                     Dice& dice) const;
  [[nodiscard]] Json Members(const ViolationRow& row, std::size_t entry, Dice& dice) const;
  [[nodiscard]] bool SetMembers(const Json& members, Json& object, Spot spot);
  [[nodiscard]] bool AddMore(Json& list, std::size_t count_max, const SeriesWish* series,
                             Dice& dice);

  const Case& test_case_;
  BatchSampler& batches_;
  Json& body_;
  std::vector<Spot> taken_;
};

}  // namespace swc::generators
