#include "conformance/cli/standard_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace swc::conformance {

StandardOutput OpenStandardOutput() {
  StandardOutput out;
  out.write = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  };
  out.terminal = isatty(STDOUT_FILENO) == 1;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  out.color = out.terminal && std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  if (out.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    out.columns = size.ws_col;
  }
  return out;
}

}  // namespace swc::conformance
