// The answer to a put as data: errors by entry and code, or the name of a whole-request error.
//
// Law: nothing that a server sends is trusted. What is missing or misshapen becomes a deviation on
// its response.* clause; what can still be read is read.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::conformance {

// All errors of one code for one entryId, flattened: grouping and order are free (U3).
struct CodeErrors {
  std::set<reference::SentTime> timestamps;
  bool some_without_timestamps = false;
  std::size_t error_objects = 0;  // How many errors carried the code.
  std::size_t entry_objects = 0;  // In how many error entries they stood.
};

struct PutAnswer {
  bool usable = false;  // errorEntries is a list: entries that are not in it were accepted.
  std::map<std::string, std::map<std::string, CodeErrors>> errors;  // By entryId and code.
  // By code: those of error entries without a readable entryId, as one that was sent may be.
  std::map<std::string, CodeErrors> unnamed;
  bool some_unnamed = false;
};

// Parses the body of a 200.
[[nodiscard]] PutAnswer ParsePutAnswer(const spec::HttpResponse& response,
                                       Observations& observations);

// Returns the normalised name of a whole-request error (F9), or nothing.
[[nodiscard]] std::optional<std::string> ErrorNameOf(const spec::HttpResponse& response);

// Checks that the status of a whole-request error is the one of its name (F12).
void CheckErrorStatus(const spec::HttpResponse& response, Observations& observations);

// Checks that a whole-request error has a name and a message (F9, F10).
void CheckErrorShape(const spec::HttpResponse& response, Observations& observations);

}  // namespace swc::conformance
