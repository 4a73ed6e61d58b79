// In which form a put may be refused as a whole, by what its reading says.
//
// Law: a refusal is permitted by a violation, never by the request as such; a violation that asks
// the same of every entry permits one only if every entry breaks a rule of its kind.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {

// Returns whether some violation permits a refusal of the whole request with `status`.
[[nodiscard]] bool PermitsRequestForm(const reference::Reading& reading, int status);

// Returns whether `status` is one that a request of unknown names alone may get.
[[nodiscard]] bool WouldFitUnknownNames(const reference::Reading& reading, int status);

// Returns whether some entries name something that does not exist, and some do not.
[[nodiscard]] bool NamesUnknownBesideKnown(const reference::Reading& reading);

// Returns whether a layer below the operation may have refused it in its own way (U36): for a
// member that stands twice or the like, or with another status than the modelled 400 for what its
// reader finds.
[[nodiscard]] bool MayComeFromBelow(const reference::Reading& reading, int status);

// Returns the one clause that all violations are about, or null.
[[nodiscard]] const spec::Clause* SoleClause(const reference::Reading& reading);

// Returns whether `clause` is broken in a way that has to be refused.
[[nodiscard]] bool AnyMust(const reference::Reading& reading, const spec::Clause* clause);

// Returns what the right answer to something that breaks `clause` would have been: "400
// InvalidRequestException for the request, or InvalidRequestException for entry 'e1'".
[[nodiscard]] std::string RightRefusal(const spec::Clause& clause,
                                       const std::optional<std::string>& entry_id);

// wire.refusal.status: any layer may find what cannot be read as JSON of the right types, and 400
// is what is expected of it. REQUIRES: the request was refused, and `reading` permits that.
void CheckRefusalStatus(const reference::Reading& reading, int status, Observations& observations);

// Of a member that stands twice the first may count, or the last (U36): whether the values of an
// entry may then lie where nobody can say, and not only be either of two.
[[nodiscard]] bool MayLieElsewhere(const reference::Reading& reading, std::size_t entry);

}  // namespace swc::conformance
