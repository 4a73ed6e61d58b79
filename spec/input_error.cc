#include "spec/input_error.h"

#include <cstddef>
#include <expected>
#include <string>

#include "spec/text/error.h"

namespace swc::spec {

namespace {

// A name or a word that a file holds may be a megabyte long.
constexpr std::size_t kPartBytesMax = 500;

}  // namespace

std::string ToString(const InputError& error) {
  std::string text;
  for (const std::string* part : {&error.origin, &error.field, &error.what}) {
    if (!text.empty() && !part->empty()) {
      text += ": ";
    }
    text += part->substr(0, kPartBytesMax) + (part->size() > kPartBytesMax ? "..." : "");
  }
  return text;
}

std::unexpected<Error> BadInput(const InputError& error) {
  return std::unexpected(Error{.kind = ErrorKind::kInput, .message = ToString(error)});
}

}  // namespace swc::spec
