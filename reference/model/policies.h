// Which legal server the reference server is: one alternative for each free clause.
//
// Law: a policy has the name of its clause and its alternatives are those of the clause, so every
// alternative in spec/clauses.json is a policy at once. Where a target may choose anew each time
// (spec::MayCoexist), `varying` does so with every request that asks, and `a+b` among these alone:
// as often as there are alternatives it takes each of them once, in changing order. Contested
// points (should clauses on which documents differ or used to be silent) are policies too: the last
// alternative earns the warning of its clause. A preset (reference/model/preset.h) chooses for many
// policies at once.
//
// Example: Policies policies; auto error = policies.Set("partial.omitted", "as-false");
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/clause_id.h"
#include "spec/text/error.h"

namespace swc::reference {

// The alternative that stands for all that may vary.
inline constexpr std::string_view kVarying = "varying";

struct PolicyRow {
  std::string name;
  std::vector<std::string> alternatives;  // The first one is the default.
  std::vector<std::string> varying;       // What `varying` draws from; empty if nothing may vary.
  bool contested = false;                 // The last alternative earns exactly one warning.
};

// Returns every policy there is, in the catalogue's order.
[[nodiscard]] const std::vector<PolicyRow>& AllPolicies();

// Returns the policy called `name`, or null.
[[nodiscard]] const PolicyRow* FindPolicy(std::string_view name);

// Returns what "a+b" names: alternatives of `row` that may vary, in its order. Nothing, if `set` is
// no such set.
[[nodiscard]] std::vector<std::string> SetOf(const PolicyRow& row, std::string_view set);

// Returns whether a server with this choice earns the warning of the clause `name`.
[[nodiscard]] bool EarnsWarning(std::string_view name, std::string_view alternative);

class Policies {
 public:
  // Chooses an alternative, or a set of them ("a+b"). Errors list what exists.
  [[nodiscard]] std::expected<void, spec::Error> Set(std::string_view name,
                                                     std::string_view alternative);

  // Reads "NAME=ALTERNATIVE".
  [[nodiscard]] std::expected<void, spec::Error> Set(std::string_view assignment);

  // Returns the alternative chosen for `name`. REQUIRES: the policy exists.
  [[nodiscard]] std::string_view Chosen(std::string_view name) const;

  // Draws anew for the policies that vary and whose choice was asked for since it was drawn. What
  // is drawn depends on how often that happened, and on nothing else.
  void Vary();

  // Begins again with what would be drawn first.
  void Rewind();

  [[nodiscard]] bool Is(spec::ClauseId name, std::string_view alternative) const {
    return Chosen(name) == alternative;
  }

 private:
  std::map<std::string, std::string, std::less<>> chosen_;

  struct Lots {
    std::vector<std::string> from;
    std::uint64_t turn = 0;      // How often something was drawn and asked for.
    mutable bool asked = false;  // For what is drawn now.
  };
  void Draw(const std::string& name, const Lots& lots);
  std::map<std::string, Lots, std::less<>> varying_;
};

// Names of policies with the alternative that each follows.
using Assignments = std::vector<std::pair<std::string, std::string>>;

// Returns the policies that follow `assignments`. REQUIRES: names and alternatives exist.
[[nodiscard]] Policies PoliciesFrom(const Assignments& assignments);

}  // namespace swc::reference
