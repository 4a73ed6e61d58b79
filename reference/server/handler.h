// What a server does with one request, without any socket.
#pragma once

#include <functional>

#include "spec/http_message.h"

namespace swc::reference {

// Returns the answer to a request. Called from one thread at a time.
using Handler = std::function<spec::HttpResponse(const spec::HttpRequest&)>;

}  // namespace swc::reference
