#include "conformance/command_line.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <expected>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "conformance/credentials.h"
#include "conformance/http_transport.h"

namespace swc::conformance {
namespace {

std::expected<Target, spec::Error> LoadTarget(const TargetOptions& options) {
  if (!options.endpoint.empty()) {
    Target target;
    target.endpoint = options.endpoint;
    while (target.endpoint.ends_with('/')) {
      target.endpoint.pop_back();
    }
    return target;
  }
  const auto text = ReadFile(options.target_file);
  if (!text) {
    return std::unexpected(text.error());
  }
  return ParseTarget(*text, options.target_file);
}

std::optional<std::string> FromEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): before threads.
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// Shorter than the transport's own default: a target that says nothing is told within 20 seconds,
// retry included.
constexpr std::chrono::milliseconds kRequestTimeout{8'000};

std::atomic<bool> interrupted = false;

}  // namespace

std::unexpected<spec::Error> UsageError(std::string message) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kUsage, .message = std::move(message)});
}

void TargetOptions::AddTo(CLI::App& app) {
  auto* file = app.add_option("--target", target_file, "Target description (docs/target.md)");
  app.add_option("--endpoint", endpoint, "URL of a target about which nothing else is known")
      ->excludes(file);
  app.add_flag("--allow-live", allow_live, "Permit a host of AWS itself as the target");
}

std::string TargetOptions::AsWords() const {
  const std::string live = allow_live ? " --allow-live" : "";
  if (!target_file.empty()) {
    return "--target " + target_file + live;
  }
  return endpoint.empty() ? "" : "--endpoint " + endpoint + live;
}

std::expected<OpenTarget, spec::Error> Open(const TargetOptions& options) {
  OpenTarget open;
  if (options.target_file.empty() && options.endpoint.empty()) {
    auto embedded = StartEmbeddedTarget(WallClock(), options.connections);
    if (!embedded) {
      return std::unexpected(embedded.error());
    }
    open.target = embedded->target;
    open.transport = std::move(embedded->transport);
    open.clock = ServerClock::Shared();
    open.embedded = std::move(*embedded);
    return open;
  }
  auto target = LoadTarget(options);
  if (!target) {
    return std::unexpected(target.error());
  }
  if (IsAwsEndpoint(target->endpoint) && !options.allow_live) {
    return UsageError(target->endpoint +
                      " belongs to AWS: a run writes data there and costs money; add --allow-live");
  }
  HttpTransportOptions http{.endpoint = target->endpoint,
                            .total_timeout = kRequestTimeout,
                            .connections_max = static_cast<std::size_t>(options.connections)};
  if (target->sigv4) {
    auto credentials = FindCredentials(FromEnvironment);
    if (!credentials) {
      return std::unexpected(credentials.error());
    }
    http.signer = Signer{.credentials = *std::move(credentials), .region = target->region};
  }
  auto transport = HttpTransport::Create(std::move(http));
  if (!transport) {
    return std::unexpected(transport.error());
  }
  open.transport = *std::move(transport);
  if (target->frozen_clock) {
    open.transport =
        std::make_unique<FrozenWallTransport>(std::move(open.transport), *target->frozen_clock);
    open.clock = ServerClock::Shared();
  }
  open.target = *std::move(target);
  return open;
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

std::expected<std::string, spec::Error> ReadFile(const std::string& path) {
  errno = 0;
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file) {
    content << file.rdbuf();
  }
  // An empty file is a failed insertion too, but no error of the system.
  if (!file || (!content && errno != 0)) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kInput,
                    .message = fmt::format("{}: cannot be read: {}", path, std::strerror(errno))});
  }
  return content.str();
}

std::expected<void, spec::Error> WriteFile(const std::string& path, std::string_view content) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) {
    std::error_code ignored;  // Opening the file says what is wrong.
    std::filesystem::create_directories(folder, ignored);
  }
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) {
    return std::unexpected(spec::Error{
        .kind = spec::ErrorKind::kInput,
        .message = fmt::format("{}: cannot be written: {}", path, std::strerror(errno))});
  }
  return {};
}

spec::Instant WallClock() {
  const auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  return {.seconds = now / spec::kNanosPerSecond,
          .nanos = static_cast<std::int32_t>(now % spec::kNanosPerSecond)};
}

std::string NewRunId() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

void CatchInterrupts() {
  std::signal(SIGINT, [](int) { interrupted = true; });
  std::signal(SIGTERM, [](int) { interrupted = true; });
}

bool Interrupted() { return interrupted; }

}  // namespace swc::conformance
