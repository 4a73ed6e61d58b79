// What single parts of a read's answer have to be: a nextToken, an error, an entry of a batch that
// is no success.
#pragma once

#include <optional>
#include <string_view>

#include "conformance/judge/observations.h"
#include "spec/http_message.h"
#include "spec/text/json_tree.h"

namespace swc::conformance {

// read.token.length, read.token.pattern, read.token.letters
void CheckToken(std::string_view token, Observations& observations);

// read.batch.error.code; nothing: there is none, or it is no string.
void CheckBatchErrorCode(std::optional<std::string_view> code, Observations& observations);

// read.batch.error.shape
void CheckBatchErrorEntry(const spec::JsonTree& tree, const spec::JsonNode& entry,
                          Observations& observations);

// read.batch.skipped
void CheckSkippedEntry(const spec::JsonTree& tree, const spec::JsonNode& entry,
                       Observations& observations);

// read.error.status, and what holds for the errors of puts too: name, message and their status.
void CheckReadError(const spec::HttpResponse& response, Observations& observations);

}  // namespace swc::conformance
