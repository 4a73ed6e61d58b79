// What several commands share: how they name a target, durations and rates.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "conformance/target/opening.h"
#include "spec/text/error.h"

namespace swc::conformance {

// Says that the command line is wrong (exit 2).
[[nodiscard]] std::unexpected<spec::Error> UsageError(std::string message);

// Checks of options, for `CLI::Option::check`: a whole number that is not negative; percent; a text
// that is not empty, as an unset variable of a shell is.
[[nodiscard]] CLI::Validator WholeNumber();
[[nodiscard]] CLI::Validator Percent();
[[nodiscard]] CLI::Validator NotEmpty(std::string hint);

// Adds --target, --endpoint, --allow-live, --ca-file and --header. `options` has to outlive `app`.
void AddTargetOptions(CLI::App& app, TargetOptions& options);

// Reads "500ms", "30s", "5m", "6h" or a plain number of seconds.
[[nodiscard]] std::expected<std::chrono::milliseconds, spec::Error> ParseDuration(
    std::string_view text, std::string_view option);

// Reads "50/s" or "50": a number above 0, of requests per second.
[[nodiscard]] std::expected<double, spec::Error> ParseRate(std::string_view text,
                                                           std::string_view option);

}  // namespace swc::conformance
