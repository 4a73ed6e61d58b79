#include "conformance/target/opening.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "conformance/net/aws_endpoint.h"
#include "conformance/net/credentials.h"
#include "conformance/net/endpoint_url.h"
#include "conformance/net/http_transport.h"
#include "conformance/net/sigv4.h"
#include "conformance/target/embedded_target.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "spec/rfc3339.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"
#include "spec/tqv.h"

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
  const auto text = spec::ReadFile(options.target_file);
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

}  // namespace

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
  // Before any message repeats the URL: it may hold a password.
  if (const auto endpoint = ParseEndpoint(target->endpoint); !endpoint) {
    return std::unexpected(endpoint.error().WithContext(
        options.target_file.empty() ? "--endpoint" : options.target_file + ": /endpoint"));
  }
  if (IsAwsEndpoint(target->endpoint) && !options.allow_live) {
    return std::unexpected(spec::Error{
        .kind = spec::ErrorKind::kUsage,
        .message = target->endpoint +
                   " belongs to AWS: a run writes data there and costs money; add --allow-live"});
  }
  if (const auto proxy = AwsProxyVariable(FromEnvironment); proxy && !options.allow_live) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kUsage,
                    .message = *proxy + " names a host of AWS: unset it, or add --allow-live"});
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

std::expected<void, spec::Error> KeepCredentials(const Target& target) {
  if (target.sigv4) {
    if (auto credentials = FindCredentials(FromEnvironment); !credentials) {
      return std::unexpected(std::move(credentials.error()));
    }
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

std::string Today() { return spec::FormatRfc3339({.seconds = WallClock().seconds}); }

std::string NewRunId() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace swc::conformance
