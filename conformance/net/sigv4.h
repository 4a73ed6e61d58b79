// AWS Signature Version 4 for requests to an AWS service: the headers that prove who sends.
//
// Law: signs Host, Content-Type and X-Amz-* and nothing else, so that whatever a case does to the
// other headers keeps the signature valid. Pure: the time comes from the caller.
//
// libcurl has a signer of its own, but 7.88 signs headers that it then leaves out ("Expect:",
// "Content-Type:"), and neither sorts the query nor encodes the path as the service does.
//
// Example: SignatureHeaders(signer, {.request = request, .host = "h:9000", .target = "/p"}, now)
#pragma once

#include <string>
#include <string_view>

#include "conformance/net/credentials.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Who signs, and for what. Holds a secret: never printed.
struct Signer {
  Credentials credentials;
  std::string region;
  std::string service = "iotsitewise";
};

// What goes over the wire: `target` is that of the request behind the path of the endpoint.
struct RequestToSign {
  const spec::HttpRequest& request;
  std::string_view host;
  std::string_view target;
};

// Returns X-Amz-Date, Authorization and, with a session token, X-Amz-Security-Token.
[[nodiscard]] spec::Headers SignatureHeaders(const Signer& signer, const RequestToSign& to_sign,
                                             spec::Instant now);

}  // namespace swc::conformance
