#include "conformance/program/standard_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>

#include "spec/text/print.h"

namespace swc::conformance {

namespace {

std::optional<std::size_t> ColumnsOfEnvironment() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  const char* text = std::getenv("COLUMNS");
  if (text == nullptr) {
    return std::nullopt;
  }
  const std::string_view digits = text;
  std::size_t columns = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), columns);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && columns > 0 ? std::optional(columns) : std::nullopt;
}

}  // namespace

StandardOutput OpenStandardOutput() {
  StandardOutput out;
  out.write = spec::Print;
  out.terminal = isatty(STDOUT_FILENO) == 1;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts.
  out.color = out.terminal && std::getenv("NO_COLOR") == nullptr;
  out.columns = ColumnsOfEnvironment();
  winsize size{};
  if (out.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    out.columns = size.ws_col;
  }
  return out;
}

}  // namespace swc::conformance
