#include "generators/shrink/case_shrinks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/shrink/case_edits.h"
#include "generators/shrink/simpler_values.h"

namespace swc::generators {
namespace {

constexpr std::uint64_t kStepCost = 64;
constexpr std::uint64_t kSeriesCost = 64;

// An entryId that another entry of the put has too would add a fault.
bool RepeatsEntryId(const Edit& edit, const Case& test_case) {
  if (edit.action != Action::kReplace || edit.pointer.empty() || edit.pointer.back() != "entryId") {
    return false;
  }
  const Step& step = test_case.steps[edit.step];
  if (step.kind != StepKind::kPut) {
    return false;  // `StaysComparable` looks at the others.
  }
  const Json& entries = step.body.at("entries");
  return std::ranges::any_of(entries, [&](const Json& entry) {
    return entry.is_object() && entry.value("entryId", Json()) == edit.value;
  });
}

// Whether an edit can lead to what cannot be read or rendered: a symbol cut in two, the last step
// gone. The others need no look, which makes shrinking twice as fast.
bool MayLeaveTheDomain(const Edit& edit) {
  switch (edit.action) {
    case Action::kDropElements:
    case Action::kReplaceTime:
      return false;
    case Action::kReplace:
      return edit.value.dump(-1, ' ', false, Json::error_handler_t::replace).find("${") !=
             std::string::npos;
    default:
      return true;
  }
}

// Puts that are compared with each other must not come to touch what legal targets treat in
// different ways.
bool StaysComparable(const Case& smaller) {
  const bool compared = std::ranges::any_of(smaller.steps, [](const Step& step) {
    return step.kind == StepKind::kTogether || step.kind == StepKind::kMetamorphic;
  });
  return !compared ||
         (ParseCase(std::string_view(ToJson(smaller)), "shrink").has_value() && IsCalm(smaller));
}

rc::Seq<Case> Smaller(const Case& test_case, std::vector<Edit> wanted) {
  const auto original = std::make_shared<const Case>(test_case);
  const auto edits = std::make_shared<const std::vector<Edit>>(std::move(wanted));
  const std::uint64_t cost = CostOf(test_case);
  return rc::seq::mapMaybe(
      rc::seq::range<std::size_t>(0, edits->size()),
      [original, edits, cost](std::size_t index) -> rc::Maybe<Case> {
        const Edit& edit = (*edits)[index];
        if (RepeatsEntryId(edit, *original)) {
          return rc::Nothing;
        }
        Case smaller = Applied(edit, *original);
        if (CostOf(smaller) >= cost ||
            (MayLeaveTheDomain(edit) &&
             !ParseCase(std::string_view(ToJson(smaller)), "shrink").has_value()) ||
            !StaysComparable(smaller)) {
          return rc::Nothing;
        }
        return smaller;
      });
}

// Whether an edit leaves the rest as it was.
bool LeavesAPart(const Edit& edit) {
  return edit.action == Action::kDropSteps || edit.action == Action::kDropSeries ||
         edit.action == Action::kDropElements;
}

// Whether an edit leaves something out, and does not only say it more simply.
bool Removes(const Edit& edit) { return LeavesAPart(edit) || edit.action == Action::kDropMember; }

rc::Seq<Case> SmallerBy(bool (*wanted)(const Edit&), const Case& test_case) {
  std::vector<Edit> edits = EditsOf(test_case);
  std::erase_if(edits, [&](const Edit& edit) { return !wanted(edit); });
  return Smaller(test_case, std::move(edits));
}

}  // namespace

std::uint64_t CostOf(const Case& test_case) {
  std::uint64_t cost = kSeriesCost * test_case.series.size();
  for (const Step& step : test_case.steps) {
    cost += kStepCost + CostOfJson(step.body, "");
  }
  return cost;
}

rc::Seq<Case> ShrinksOf(const Case& test_case) { return Smaller(test_case, EditsOf(test_case)); }

rc::Seq<Case> RemovalsOf(const Case& test_case) { return SmallerBy(Removes, test_case); }

rc::Seq<Case> PartsOf(const Case& test_case) { return SmallerBy(LeavesAPart, test_case); }

}  // namespace swc::generators
