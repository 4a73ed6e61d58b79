// What an error says to whoever sent the request: where, and what is the matter there.
//
// Law: free text, for people. It speaks of the request ("the stream is INTEGER, the value DOUBLE"),
// not of the documents, and is never empty.
//
// Example: RefusalMessage(violation, reading)
//          // "/entries/0/propertyValues/3: the stream is INTEGER, the value DOUBLE"
#pragma once

#include <string>

#include "reference/reading/reading.h"

namespace swc::reference {

// Returns what is the matter, for an error that tells by itself what it is about.
[[nodiscard]] std::string FaultMessage(const Violation& violation, const Reading& reading);

// Return the same with its place in the request, for an error of the request as a whole.
[[nodiscard]] std::string RefusalMessage(const Violation& violation, const Reading& reading);
[[nodiscard]] std::string RefusalMessage(const Violation& violation_of_read);

}  // namespace swc::reference
