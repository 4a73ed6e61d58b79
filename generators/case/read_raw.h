// A read step that is sent as it is written, right or wrong, as a typed value.
//
// Law: method and path are those of a read, so that what has to come back can be derived from the
// request; all the rest may be wrong.
//
// Example: {"read_raw": {"path": "/properties/history?propertyAlias=${s1.alias}&maxResults=0"}}
#pragma once

#include <expected>
#include <string>

#include "generators/case/json.h"
#include "spec/http_message.h"
#include "spec/text/error.h"

namespace swc::generators {

struct RawRead {
  std::string method;
  std::string path;  // With its query and symbols.
  spec::Headers headers;
  Json body;  // A string: text with symbols. An object: JSON with abbreviations, as in a put.
};

// Reads the body of a step. Errors begin with the field at fault.
[[nodiscard]] std::expected<RawRead, spec::Error> ParseRawRead(const Json& json);

}  // namespace swc::generators
