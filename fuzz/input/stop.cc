#include "fuzz/input/stop.h"

#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "reports/text.h"
#include "spec/text/print.h"

namespace swc::fuzz {

void StopIf(std::string_view reason) {
  if (reason.empty()) {
    return;
  }
  spec::PrintError(reports::ErrorLine(fmt::format("the oracle objects: {}", reason)));
  std::abort();
}

}  // namespace swc::fuzz
