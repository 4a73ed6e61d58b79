// Which clause a finding is named after, when several could be.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "conformance/judge/put/judge.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {

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
[[nodiscard]] const spec::Clause& NameWrongCode(const reference::Reading& reading,
                                                std::size_t entry);

// Returns whether a wrong effect in a case about `clause` may be named after it.
[[nodiscard]] bool NamesEffects(const spec::Clause* clause);

}  // namespace swc::conformance
