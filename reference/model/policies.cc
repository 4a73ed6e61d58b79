#include "reference/model/policies.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <random>
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
  chosen_[row->name] = drawn.empty() ? alternative : drawn.front();
  if (drawn.empty()) {
    varying_.erase(row->name);
  } else {
    varying_[row->name] = std::move(drawn);
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

void Policies::Vary(std::uint64_t request_number) {
  if (varying_.empty()) {
    return;
  }
  std::mt19937_64 random(request_number);
  for (const auto& [name, drawn] : varying_) {
    chosen_[name] = drawn[random() % drawn.size()];
  }
}

std::string_view Policies::Chosen(std::string_view name) const {
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
