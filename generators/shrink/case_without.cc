#include "generators/shrink/case_without.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/shrink/case_shrinks.h"
#include "generators/shrink/simpler_values.h"
#include "spec/clause_id.h"

namespace swc::generators {
namespace {

constexpr spec::ClauseId kNullIsAbsent = "wire.member.null-is-absent";
constexpr spec::ClauseId kIntegralForm = "wire.number.integral-form";
constexpr spec::ClauseId kUnknownMember = "wire.member.unknown";

// Raw bodies that are longer stay as they are.
constexpr std::size_t kRawBytesMax = 4'096;

// Smaller cases that are looked at for one that keeps a clause.
constexpr std::size_t kSmallerMax = 200;

// Changes a body. Returns whether there was something to change.
using JsonEdit = bool (*)(Json& body);
using TextEdit = bool (*)(std::string& body);

bool LeavesNothing(Json& /*body*/) { return false; }
bool LeavesText(std::string& /*body*/) { return false; }

bool WithoutNulls(Json& node) {
  bool changed = false;
  if (node.is_object()) {
    std::vector<std::string> nulls;
    for (const auto& [name, value] : node.items()) {
      if (value.is_null()) {
        nulls.push_back(name);
      }
    }
    for (const std::string& name : nulls) {
      node.erase(name);
    }
    changed = !nulls.empty();
  }
  if (node.is_structured()) {
    for (Json& child : node) {
      changed = WithoutNulls(child) || changed;
    }
  }
  return changed;
}

bool Replaced(std::string& body, const std::regex& what, const char* by) {
  std::string text = std::regex_replace(body, what, by);
  std::swap(text, body);
  return text != body;
}

bool WithoutNullsInText(std::string& body) {
  static const std::regex kBehind(R"(,\s*"[^"\\]*"\s*:\s*null(?=\s*[,}]))");
  static const std::regex kBefore(R"("[^"\\]*"\s*:\s*null\s*,\s*)");
  const bool changed = Replaced(body, kBehind, "");
  return Replaced(body, kBefore, "") || changed;
}

bool WithPlainNumbers(std::string& body) {
  // A symbol may stand for the digits.
  static const std::regex kOdd(R"(([0-9}])(?:\.0+)?(?:[eE][+-]?0+)?(?=\s*[,}\]]))");
  return Replaced(body, kOdd, "$1");
}

bool WithoutFlag(Json& body) { return body.erase("enablePartialEntryProcessing") > 0; }

// Calls `edit` for each TQV of a put. Returns whether one was changed.
template <typename Edit>
bool ForEachValue(Json& body, Edit edit) {
  bool changed = false;
  const auto entries = body.find("entries");
  if (entries == body.end() || !entries->is_array()) {
    return false;
  }
  for (Json& entry : *entries) {
    const bool has_values = entry.is_object() && entry.contains("propertyValues") &&
                            entry.at("propertyValues").is_array();
    if (!has_values) {
      continue;
    }
    for (Json& value : entry.at("propertyValues")) {
      changed = (value.is_object() && edit(value)) || changed;
    }
  }
  return changed;
}

bool WithoutQualities(Json& body) {
  return ForEachValue(body, [](Json& value) {
    const bool needed = value.contains("value") && IsNothing(value.at("value"));
    return !needed && value.erase("quality") > 0;
  });
}

bool WithoutFractions(Json& body) {
  return ForEachValue(body, [](Json& value) {
    if (value.contains("timestamp") && value.at("timestamp").is_object()) {
      return value.at("timestamp").erase("offsetInNanos") > 0;
    }
    if (!value.contains("at") || !value.at("at").is_string()) {
      return false;
    }
    static const std::regex kFraction(R"([+-][0-9]+(?:ns|us|ms))");
    return Replaced(value.at("at").get_ref<std::string&>(), kFraction, "");
  });
}

bool WithFirstEntryAlone(Json& body) {
  const auto entries = body.find("entries");
  if (entries == body.end() || !entries->is_array() || entries->size() < 2) {
    return false;
  }
  entries->get_ref<Json::array_t&>().resize(1);
  return true;
}

struct Thing {
  std::string_view clause;
  std::string_view words;
  JsonEdit edit = LeavesNothing;
  TextEdit edit_text = LeavesText;
};
constexpr std::array kThings = {
    Thing{.clause = kNullIsAbsent.text(),
          .words = "the null members",
          .edit = WithoutNulls,
          .edit_text = WithoutNullsInText},
    Thing{.clause = kIntegralForm.text(),
          .words = "the odd form of a number",
          .edit_text = WithPlainNumbers},
    Thing{.clause = "", .words = "the flag", .edit = WithoutFlag},
    Thing{.clause = "", .words = "the qualities", .edit = WithoutQualities},
    Thing{.clause = "", .words = "the fractions of a second", .edit = WithoutFractions},
    Thing{.clause = "", .words = "the other entries", .edit = WithFirstEntryAlone},
};

// Carries a thing's edit out on all puts. Returns nothing if none of them has the thing.
std::optional<Case> Edited(Case result, const Thing& thing) {
  bool changed = false;
  for (Step& step : result.steps) {
    if (step.kind == StepKind::kPut && step.body.is_object()) {
      changed = thing.edit(step.body) || changed;
    } else if (step.kind == StepKind::kPutRaw && step.body.contains("body") &&
               step.body.at("body").is_string()) {
      auto& text = step.body.at("body").get_ref<std::string&>();
      changed = (text.size() <= kRawBytesMax && thing.edit_text(text)) || changed;
    }
  }
  const bool valid =
      changed && ParseCase(std::string_view(ToJson(result)), "case without").has_value();
  return valid ? std::optional(std::move(result)) : std::nullopt;
}

bool BreaksNothingNew(const std::set<std::string>& before, const std::set<std::string>& after) {
  return std::ranges::includes(before, after);
}

std::string WordsFor(const std::set<std::string>& lost) {
  return lost == std::set<std::string>{std::string(kUnknownMember.text())}
             ? "the unknown members"
             : fmt::format("what breaks {}", fmt::join(lost, " and "));
}

// A smaller case, and what its puts do not break any more.
struct Lacking {
  std::set<std::string> lost;
  Case test_case;
};

// Returns the smaller cases that break nothing new and lack something: those that lack least first,
// one of each kind.
std::vector<Lacking> CasesThatLack(const Case& test_case, const std::set<std::string>& broken) {
  std::vector<Lacking> found;
  auto shrinks = ShrinksOf(test_case);
  for (std::size_t i = 0; i < kSmallerMax; ++i) {
    auto candidate = shrinks.next();
    if (!candidate) {
      break;
    }
    const std::set<std::string> kept = BrokenClauses(*candidate);
    std::set<std::string> lost;
    std::ranges::set_difference(broken, kept, std::inserter(lost, lost.end()));
    if (!lost.empty() && BreaksNothingNew(broken, kept) &&
        std::ranges::find(found, lost, &Lacking::lost) == found.end()) {
      found.push_back({.lost = std::move(lost), .test_case = *std::move(candidate)});
    }
  }
  std::ranges::sort(found, {},
                    [](const Lacking& each) { return std::tuple(each.lost.size(), each.lost); });
  return found;
}

}  // namespace

std::vector<CaseWithout> CasesWithout(const Case& test_case) {
  std::vector<CaseWithout> others;
  const std::set<std::string> broken = BrokenClauses(test_case);
  std::set<std::string> open = broken;
  for (const Thing& thing : kThings) {
    std::optional<Case> edited = Edited(test_case, thing);
    if (edited && BreaksNothingNew(broken, BrokenClauses(*edited))) {
      open.erase(std::string(thing.clause));
      others.push_back({.clause = std::string(thing.clause),
                        .words = std::string(thing.words),
                        .test_case = *std::move(edited)});
    }
  }
  if (open.empty()) {
    return others;
  }
  for (Lacking& smaller : CasesThatLack(test_case, broken)) {
    const bool new_to_us = std::ranges::any_of(
        smaller.lost, [&](const std::string& clause) { return open.contains(clause); });
    if (!new_to_us) {
      continue;
    }
    for (const std::string& clause : smaller.lost) {
      open.erase(clause);
    }
    others.push_back({.clause = smaller.lost.size() == 1 ? *smaller.lost.begin() : "",
                      .words = WordsFor(smaller.lost),
                      .test_case = std::move(smaller.test_case)});
  }
  return others;
}

}  // namespace swc::generators
