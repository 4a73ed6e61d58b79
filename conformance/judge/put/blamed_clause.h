// Which clause a finding is named after, when several could be.
//
// Law: a finding names one clause, the one that says most about its cause. What the request shows
// comes first (another entry at fault, a null member, a rule that it breaks), then what the case is
// about, where that demands what was denied, then what the answer says; entry.valid.accepted and
// its like are left for what nothing else explains.
//
// Example: a case about nothing that fits sends one entry with a time of yesterday. Refused with a
// code of the window, it is named after time.window.past.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/judge/put/judge.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {

// Returns the edge of the window that lies elsewhere for a server that says of `entry` that a
// timestamp is outside, where no timestamp of the request is: what else the entry, or another one,
// breaks is no reason to say so. Null if all values of the entry lie near now, for then the code is
// wrong, and in a case about a clause.
[[nodiscard]] const spec::Clause* FalseEdge(const PutToJudge& put, std::size_t entry,
                                            std::string_view code);

// Names the rejection of something that breaks no clause: the entry `entry`, or the whole request.
[[nodiscard]] const spec::Clause& NameFalseRejection(const PutToJudge& put,
                                                     std::optional<std::size_t> entry,
                                                     std::string_view code);

// Returns whether `code` says that a timestamp lies outside the window (time.window.code).
[[nodiscard]] bool IsWindowCode(std::string_view code);

// Returns what to add where a time of `entry`, or of any entry, lies where the documents differ
// about the future edge of the window; "" if none does.
[[nodiscard]] std::string WindowNote(const PutToJudge& put, std::optional<std::size_t> entry);

// Names a whole-request error that no violation of the request entitles to.
// REQUIRES: it has a violation.
[[nodiscard]] const spec::Clause& NameWrongForm(const reference::Reading& reading);

// Names an error code that no violation of `entry` permits. REQUIRES: it has a violation.
[[nodiscard]] const spec::Clause& NameWrongCode(const PutToJudge& put, std::size_t entry,
                                                std::string_view code);

// Returns whether a wrong effect in a case about `clause` may be named after it.
[[nodiscard]] bool MayNameWrongEffect(const spec::Clause* clause);

}  // namespace swc::conformance
