// What two parts of a read's answer have to be: a nextToken, and the code of an error entry.
#pragma once

#include <optional>
#include <string_view>

#include "conformance/observations.h"

namespace swc::conformance {

// read.token.length, read.token.letters
void CheckToken(std::string_view token, Observations& observations);

// read.batch.error.code; nothing: there is none, or it is no string.
void CheckBatchErrorCode(std::optional<std::string_view> code, Observations& observations);

}  // namespace swc::conformance
