// Which findings hang together, so that one bug is the likely reason for all of them.
//
// Law: what is wrong with a refusal hangs together with what is wrong with every refusal that says
// the same, unless the read had to be answered: then all is about its being refused. What was taken
// and had to be refused hangs together by area, or with the error of its case that names an entry
// nobody sent; what such a value leads to in the same fixed case, and a wrong code for it, follows
// from its being taken. All else hangs together by case and clause, and where no more is known by
// what was observed ("missing") as well; all forms of refusing what is valid are observed in the
// same way. A server's failures hang together with nothing else, and with each other if they have
// the same text or case, or the same name and texts that begin alike.
//
// Example: for (const std::set<Sighting>& group : HangingTogether(rest, Ties::kKindToo)) { ... }
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "conformance/diagnosis/evidence.h"

namespace swc::conformance {

// What a finding is about, in which it can be alike to others.
enum class Face : std::uint8_t {
  kFailure,  // The server failed.
  kForm,     // How something was refused that may be refused.
  kUnread,   // A read was refused that has to be answered.
  kTaken,    // Something was not refused, or not reported.
  kState,    // All else: what is stored, what is read, what was refused wrongly.
};
[[nodiscard]] Face FaceOf(const Sighting& sighting);

// Returns what a bug that shows a sighting claims to be the reason of: all with the same. It is the
// signature; but a failure says nothing but its status, so it is what the case is about as well.
[[nodiscard]] std::string ClaimOf(const Sighting& sighting);

// Returns the area in which one missing check takes what has to be refused: "identity.alias" of
// "identity.alias.length". Of the wire each clause is an area, and the JSON type of the flag is one
// of a member.
[[nodiscard]] std::string AreaOf(const std::string& clause);

enum class Ties : std::uint8_t { kCaseAndClause, kKindToo };

// Returns the groups, the largest first.
[[nodiscard]] std::vector<std::set<Sighting>> HangingTogether(const std::set<Sighting>& shown,
                                                              Ties by);

}  // namespace swc::conformance
