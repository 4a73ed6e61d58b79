// A deviation with the exchange that showed it.
#pragma once

#include <memory>

#include "conformance/judge/observations.h"
#include "conformance/net/transport.h"

namespace swc::conformance {

// A deviation, the exchange that showed it, and the put before it, if the exchange is a read.
struct ShownDeviation {
  Deviation deviation;
  Exchange exchange;
  std::shared_ptr<const Exchange> put = nullptr;
};

}  // namespace swc::conformance
