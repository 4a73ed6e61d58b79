// Ways of writing a query string of which no document says what a server makes of them, though
// every server makes something of them.
//
// Law: what is plain is read alike by whatever reads query strings: each parameter has a name and a
// sign of equality, and there is nothing that forms read otherwise than URIs ('+', ';').
//
// Example: IsPlainQuery("propertyAlias=%2Fa&maxResults=5"), not IsPlainQuery("maxResults=+5")
#pragma once

#include <string_view>

#include "spec/tqv.h"

namespace swc::reference {

[[nodiscard]] bool IsPlainQuery(std::string_view query);

// Whether some read a text as a whole number and others do not: "+5", " 5", "05", "5.0", "5e0",
// "0x5". What is left are digits without a zero in front, with a '-' or without, and what is none
// for all.
[[nodiscard]] bool IsContestedNumber(std::string_view text);

// Whether every calendar, and every clock that counts nanoseconds in 64 bits, has this date.
[[nodiscard]] bool IsCommonDate(spec::Instant date);

}  // namespace swc::reference
