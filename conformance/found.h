// A deviation with the exchange that showed it.
#pragma once

#include "conformance/observations.h"
#include "conformance/transport.h"

namespace swc::conformance {

struct Found {
  Deviation deviation;
  Exchange exchange;
};

}  // namespace swc::conformance
