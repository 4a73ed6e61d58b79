#include "spec/input_error.h"

#include <expected>
#include <string>

#include "spec/text/error.h"

namespace swc::spec {

std::string ToString(const InputError& error) {
  std::string text;
  for (const std::string* part : {&error.origin, &error.field, &error.what}) {
    if (!text.empty() && !part->empty()) {
      text += ": ";
    }
    text += *part;
  }
  return text;
}

std::unexpected<Error> BadInput(const InputError& error) {
  return std::unexpected(Error{.kind = ErrorKind::kInput, .message = ToString(error)});
}

}  // namespace swc::spec
