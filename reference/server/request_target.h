// The forms in which a request line names what is asked for (RFC 9112, 3.2).
//
// Law: whoever is asked as a proxy (absolute form) answers as the server that is named.
//
// Example: spec::HttpRequest request{.method = "GET", .target = "http://data.sitewise.test/a?b"};
//          ToOriginForm(request);  // target "/a?b", header Host "data.sitewise.test"
#pragma once

#include "spec/http_message.h"

namespace swc::reference {

// Rewrites a target in absolute form (http or https) to the origin form, and the Host header to
// the host that it names (RFC 9112, 3.2.2). Leaves every other target as it is.
void ToOriginForm(spec::HttpRequest& request);

}  // namespace swc::reference
