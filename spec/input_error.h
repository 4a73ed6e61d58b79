// What is wrong in a file of a user: which file, where in it, and what.
//
// Law: every message reads "origin: field: what", each of them cut after 500 bytes. A reader says
// what it knows and leaves the rest empty; who knows the file, or the place of the part that was
// read, puts it in front by `Error::WithContext`.
//
// Example: return BadInput({"t.json", "/endpoint", "a URL is required"});
//          // "t.json: /endpoint: a URL is required"
#pragma once

#include <expected>
#include <string>

#include "spec/text/error.h"

namespace swc::spec {

struct InputError {
  std::string origin;  // A path, or the name of a file that is built in.
  std::string field;   // A JSON pointer, or the name of a part.
  std::string what;    // What is wrong there, and what to write instead.
};

// Returns the parts that are not empty, with ": " between them.
[[nodiscard]] std::string ToString(const InputError& error);

[[nodiscard]] std::unexpected<Error> BadInput(const InputError& error);

}  // namespace swc::spec
