// A report under the name that its column has in a comparison.
#pragma once

#include <string>

#include "reports/run_record.h"

namespace swc::reports {

struct NamedReport {
  std::string name;
  std::string date;  // When its run began; empty: it does not say so.
  RunRecord record;
};

}  // namespace swc::reports
