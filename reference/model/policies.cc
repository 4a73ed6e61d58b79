#include "reference/model/policies.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "spec/check.h"
#include "spec/clause.h"
#include "spec/hash.h"
#include "spec/text/error.h"

namespace swc::reference {
namespace {

constexpr char kAnd = '+';  // Between the alternatives of a set.

std::unexpected<spec::Error> Usage(std::string message) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kUsage, .message = std::move(message)});
}

// Returns the alternatives that one target may show in turn; nothing if it has to choose once.
std::vector<std::string> VaryingOf(const spec::Clause& clause) {
  std::vector<std::string> names;
  for (const spec::Alternative& alternative : clause.alternatives) {
    if (clause.may_vary || alternative.form != spec::Form::kAccepted) {
      names.push_back(alternative.name);
    }
  }
  return names.size() > 1 ? names : std::vector<std::string>();
}

// Returns the lot of an alternative: in each round of draws they follow each other by their lots.
std::uint64_t LotOf(std::string_view policy, std::string_view alternative, std::uint64_t round) {
  // The finalizer of MurmurHash3: FNV alone leaves the high bits alike.
  std::uint64_t lot = spec::HashOf(alternative, spec::HashOf(policy, round ^ spec::kHashStart));
  lot = (lot ^ (lot >> 33U)) * 0xff51afd7ed558ccd;
  lot = (lot ^ (lot >> 33U)) * 0xc4ceb9fe1a85ec53;
  return lot ^ (lot >> 33U);
}

std::string HintOfSets(const PolicyRow& row) {
  return row.varying.empty() ? "" : fmt::format(", or a set of {}", fmt::join(row.varying, "+"));
}

}  // namespace

const PolicyRow* FindPolicy(std::string_view name) {
  const auto& rows = AllPolicies();
  const auto found = std::ranges::find(rows, name, &PolicyRow::name);
  return found == rows.end() ? nullptr : &*found;
}

std::vector<std::string> SetOf(const PolicyRow& row, std::string_view set) {
  std::set<std::string_view> named;
  for (const auto part : std::views::split(set, kAnd)) {
    const std::string_view name(part.begin(), part.end());
    if (std::ranges::find(row.varying, name) == row.varying.end() || !named.insert(name).second) {
      return {};
    }
  }
  std::vector<std::string> drawn;
  std::ranges::copy_if(row.varying, std::back_inserter(drawn),
                       [&](const std::string& each) { return named.contains(each); });
  return drawn.size() > 1 ? drawn : std::vector<std::string>();
}

bool EarnsWarning(std::string_view name, std::string_view alternative) {
  const PolicyRow* row = FindPolicy(name);
  return row != nullptr && row->contested && row->alternatives.back() == alternative;
}

const std::vector<PolicyRow>& AllPolicies() {
  static const std::vector<PolicyRow> rows = [] {
    std::vector<PolicyRow> all;
    for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
      if (!clause.contested.empty()) {
        all.push_back({.name = clause.id, .alternatives = clause.contested, .contested = true});
      } else if (clause.level == spec::Level::kFree) {
        PolicyRow& row = all.emplace_back();
        row.name = clause.id;
        for (const spec::Alternative& alternative : clause.alternatives) {
          row.alternatives.push_back(alternative.name);
        }
        row.varying = VaryingOf(clause);
        if (!row.varying.empty()) {
          row.alternatives.emplace_back(kVarying);
        }
      }
    }
    return all;
  }();
  return rows;
}

std::expected<void, spec::Error> Policies::Set(std::string_view name,
                                               std::string_view alternative) {
  const PolicyRow* row = FindPolicy(name);
  if (row == nullptr) {
    return Usage(fmt::format("--policy: there is no policy '{}'; `mock --list` shows them", name));
  }
  std::vector<std::string> drawn =
      alternative == kVarying ? row->varying : SetOf(*row, alternative);
  if (drawn.empty() &&
      std::ranges::find(row->alternatives, alternative) == row->alternatives.end()) {
    return Usage(fmt::format("--policy: '{}' has no alternative '{}', only {}{}", name, alternative,
                             fmt::join(row->alternatives, ", "), HintOfSets(*row)));
  }
  if (drawn.empty()) {
    varying_.erase(row->name);
    chosen_[row->name] = alternative;
  } else {
    Lots& lots = varying_[row->name] = Lots{.from = std::move(drawn)};
    Draw(row->name, lots);
  }
  return {};
}

std::expected<void, spec::Error> Policies::Set(std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) {
    return Usage(fmt::format("--policy: '{}' is not NAME=ALTERNATIVE", assignment));
  }
  return Set(assignment.substr(0, equals), assignment.substr(equals + 1));
}

void Policies::Draw(const std::string& name, const Lots& lots) {
  std::vector<std::string> order = lots.from;
  std::ranges::sort(order, {}, [&](const std::string& alternative) {
    return LotOf(name, alternative, lots.turn / order.size());
  });
  chosen_[name] = order[lots.turn % order.size()];
}

void Policies::Vary() {
  for (auto& [name, lots] : varying_) {
    if (lots.asked) {
      ++lots.turn;
      lots.asked = false;
      Draw(name, lots);
    }
  }
}

void Policies::Rewind() {
  for (auto& [name, lots] : varying_) {
    lots.turn = 0;
    lots.asked = false;
    Draw(name, lots);
  }
}

std::string_view Policies::Chosen(std::string_view name) const {
  if (const auto lots = varying_.find(name); lots != varying_.end()) {
    lots->second.asked = true;
  }
  const auto found = chosen_.find(name);
  if (found != chosen_.end()) {
    return found->second;
  }
  const PolicyRow* row = FindPolicy(name);
  SWC_CHECK(row != nullptr, std::string(name).c_str());
  return row->alternatives.front();
}

Policies PoliciesFrom(const Assignments& assignments) {
  Policies policies;
  for (const auto& [name, alternative] : assignments) {
    const auto set = policies.Set(name, alternative);
    SWC_CHECK(set.has_value(), name.c_str());
  }
  return policies;
}

}  // namespace swc::reference
