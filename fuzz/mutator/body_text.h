// The JSON body of a put or of a batch read as text: what `put_raw` and `read_raw` send as it
// stands.
//
// Law: the text asks for what the object asks for. Abbreviations are written out, and symbols that
// stand for numbers and times lose their quotation marks.
//
// Example: TextOfBody({{"entries", {{{"entryId", "r1"}, {"series", "s1"}}}}}) ==
//          R"({"entries":[{"entryId":"r1","propertyAlias":"${s1.alias}"}]})"
#pragma once

#include <string>

#include "generators/case/json.h"

namespace swc::fuzz {

[[nodiscard]] std::string TextOfBody(const generators::Json& body);

}  // namespace swc::fuzz
