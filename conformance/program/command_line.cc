#include "conformance/program/command_line.h"

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/target/opening.h"
#include "spec/text/error.h"

namespace swc::conformance {

std::unexpected<spec::Error> UsageError(std::string message) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kUsage, .message = std::move(message)});
}

CLI::Validator WholeNumber() {
  return {[](const std::string& text) {
            std::uint64_t number = 0;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            const bool whole = error == std::errc() && end == text.data() + text.size();
            return whole ? std::string()
                         : fmt::format("'{}' is no whole number from 0 to 2^64-1", text);
          },
          ""};
}

CLI::Validator Percent() {
  return {[](const std::string& text) {
            double number = -1;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            const bool percent = error == std::errc() && end == text.data() + text.size() &&
                                 number >= 0 && number <= 100;
            return percent ? std::string() : fmt::format("'{}' is no number from 0 to 100", text);
          },
          ""};
}

CLI::Validator NotEmpty(std::string hint) {
  return {[hint = std::move(hint)](const std::string& text) {
            return text.empty() ? "it is empty: " + hint : std::string();
          },
          ""};
}

void AddTargetOptions(CLI::App& app, TargetOptions& options) {
  constexpr const char* kHint =
      "is a variable of the shell not set? Without the option the embedded server is the target";
  auto* file =
      app.add_option("--target", options.target_file, "Target description (docs/target.md)")
          ->check(NotEmpty(kHint));
  app.add_option("--endpoint", options.endpoint,
                 "URL of a target about which nothing else is known")
      ->check(NotEmpty(kHint))
      ->excludes(file);
  app.add_flag("--allow-live", options.allow_live, "Permit a host of AWS itself as the target");
  app.add_option(
         "--ca-file", options.ca_file,
         "Certificates to trust, as PEM [$AWS_CA_BUNDLE, else $SSL_CERT_FILE, else those of "
         "the system]")
      ->check(NotEmpty("write the name of a file"))
      ->type_name("PEM");
  app.add_option("--header", options.headers,
                 "Add a header to every request, e.g. 'x-api-key: ...'; its value is a secret")
      ->allow_extra_args(false)
      ->type_name("'NAME: VALUE'");
}

std::expected<std::chrono::milliseconds, spec::Error> ParseDuration(std::string_view text,
                                                                    std::string_view option) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const double factor = unit.empty() || unit == "s" ? 1e3
                        : unit == "ms"              ? 1
                        : unit == "m"               ? 60e3
                        : unit == "h"               ? 3600e3
                                                    : 0;
  constexpr double kLongest = 1000.0 * 3600e3;
  if (error != std::errc() || factor == 0 || number < 0 || !(number * factor <= kLongest)) {
    return UsageError(
        fmt::format("{}: '{}' is no duration; write 500ms, 30s, 5m or 6h", option, text));
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(number * factor));
}

std::expected<double, spec::Error> ParseRate(std::string_view text, std::string_view option) {
  // Between them the pause from one request to the next is a sane number of nanoseconds.
  constexpr double kRateMin = 1e-3;
  constexpr double kRateMax = 1e9;
  double rate = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool in_range = rate >= kRateMin && rate <= kRateMax;
  if (error != std::errc() || !(unit.empty() || unit == "/s") || !in_range) {
    return UsageError(fmt::format("{}: '{}' is no rate; write 50/s or 50", option, text));
  }
  return rate;
}

}  // namespace swc::conformance
