// How a report shows an HTTP message: cut to a limit, secrets masked, bytes made printable.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "conformance/judge/observations.h"
#include "reports/run_record.h"
#include "spec/http_message.h"

namespace swc::conformance {

[[nodiscard]] reports::MessageExcerpt ExcerptOf(const spec::HttpRequest& request);
// The body came with `body_bytes`, of which only the first may be left.
[[nodiscard]] reports::MessageExcerpt ExcerptOf(const spec::HttpResponse& response,
                                                std::size_t body_bytes);

// Returns one line for the shell that sends `request` with curl. `options` are those that the
// target asks for (CurlOptionsOfLine in shell_script.h).
[[nodiscard]] std::string CurlLine(const spec::HttpRequest& request, std::string_view endpoint,
                                   std::string_view options);

// Returns the name of the file in which a case is kept: its id with '/' and the like as '_'.
[[nodiscard]] std::string CaseFileName(std::string_view case_id);

// Returns what was observed, and how many more of the kind the same answer shows.
[[nodiscard]] std::string ObservedIn(const Deviation& deviation);

}  // namespace swc::conformance
