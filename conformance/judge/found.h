// A deviation with the exchange that showed it.
#pragma once

#include "conformance/judge/observations.h"
#include "conformance/net/transport.h"

namespace swc::conformance {

struct Found {
  Deviation deviation;
  Exchange exchange;
};

}  // namespace swc::conformance
