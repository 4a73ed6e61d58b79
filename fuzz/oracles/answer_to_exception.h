// What stands for the answer of a handler that threw instead: a status of 500.
//
// Law: the answer tells everything that the exception tells. The type stands where the name of an
// error does, so that each is a cause of its own. Failures with the same `message` are taken for
// one (KindOfServerError), so what that says of the input, quoted, is left out of it.
//
// Example: AnswerToException("St12out_of_range", "key 'a' not found").body ==
//     R"({"__type":"std.out_of_range","message":"key not found","thrown":"key 'a' not found"})"
#pragma once

#include <string_view>

#include "spec/http_message.h"

namespace swc::fuzz {

// `type` is the name of the exception's type as the compiler writes it; empty: not known.
[[nodiscard]] spec::HttpResponse AnswerToException(const char* type, std::string_view what);

}  // namespace swc::fuzz
