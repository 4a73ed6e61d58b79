#include "fuzz/input/stop.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "reports/text.h"

namespace swc::fuzz {

void StopIf(std::string_view reason) {
  if (reason.empty()) {
    return;
  }
  std::fprintf(stderr, "sitewise-conformance: the oracle objects: %s\n",
               reports::ForTerminal(reason).c_str());
  std::abort();
}

}  // namespace swc::fuzz
