#include "conformance/net/transport.h"

#include <string_view>

namespace swc::conformance {

std::string_view ToString(TransportFailure failure) {
  switch (failure) {
    case TransportFailure::kCannotConnect:
      return "cannot connect";
    case TransportFailure::kNoTls:
      return "no TLS connection";
    case TransportFailure::kTimeout:
      return "timeout";
    case TransportFailure::kDropped:
      return "connection dropped";
    case TransportFailure::kNotHttp:
      return "not HTTP";
    case TransportFailure::kTooLarge:
      return "answer too large";
    case TransportFailure::kAbandoned:
      return "abandoned";
  }
  return "unknown";
}

}  // namespace swc::conformance
