// What the headers of a request say of its body and of the answer that is wanted.
//
// Example: if (!IsJsonContentType(request.headers)) { ... }
#pragma once

#include "spec/http_message.h"

namespace swc::reference {

// Whether the content type is JSON, whatever its parameters; one that is left out is not.
[[nodiscard]] bool IsJsonContentType(const spec::Headers& headers);

// Whether the headers leave room for an answer in JSON.
[[nodiscard]] bool AcceptsJson(const spec::Headers& headers);

// Whether the body comes in chunks, or is announced by Expect.
[[nodiscard]] bool IsTransferredOddly(const spec::Headers& headers);

}  // namespace swc::reference
