#include "conformance/target/opening.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/net/added_headers.h"
#include "conformance/net/aws_endpoint.h"
#include "conformance/net/credentials.h"
#include "conformance/net/endpoint_url.h"
#include "conformance/net/http_transport.h"
#include "conformance/net/sigv4.h"
#include "conformance/target/embedded_target.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "spec/http_message.h"
#include "spec/rfc3339.h"
#include "spec/text/error.h"
#include "spec/text/letter_case.h"
#include "spec/text/secrets.h"
#include "spec/text/text_file.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

std::unexpected<spec::Error> WrongUsage(std::string message) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kUsage, .message = std::move(message)});
}

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

// Returns the value of a header that the command line gave, or that its variable holds. Every
// value comes by here.
std::expected<std::string, spec::Error> ValueOfHeader(const TargetHeader& header,
                                                      const TargetOptions& options) {
  std::string origin = "--header " + header.name;
  std::optional<std::string> value;
  for (const std::string& text : options.headers) {
    const auto given = ParseHeader(text);
    if (given && given->first == header.name) {
      value = given->second;
    }
  }
  if (!value) {
    origin = fmt::format("{}: /headers/{}: the environment variable {}", options.target_file,
                         header.name, header.variable);
    value = FromEnvironment(header.variable);
    if (!value) {
      return WrongUsage(origin + " is not set");
    }
  }
  if (const std::string why = WhyNoHeaderValue(*value); !why.empty()) {
    return WrongUsage(origin + ": " + why);
  }
  spec::KeepSecret(*value);
  return *value;
}

// Returns the file of certificates that is to be trusted, and who named it; nothing: the system's.
std::optional<std::pair<std::string, std::string>> CertificatesOf(const Target& target) {
  if (!target.ca_file.empty()) {
    return std::pair(std::string("--ca-file"), target.ca_file);
  }
  for (const std::string variable : {"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
    if (const auto file = FromEnvironment(variable); file && !file->empty()) {
      return std::pair(variable, *file);
    }
  }
  return std::nullopt;
}

std::expected<void, spec::Error> AddCertificates(const Target& target, HttpTransportOptions& http) {
  const auto file = CertificatesOf(target);
  if (!file || (target.ca_file.empty() && !target.endpoint.starts_with("https"))) {
    return {};
  }
  const auto text = spec::ReadFile(file->second);
  if (!text) {
    return WrongUsage(file->first + ": " + text.error().message);
  }
  if (text->find("-----BEGIN ") == std::string::npos) {
    return WrongUsage(
        fmt::format("{}: {}: it holds no certificate in PEM form", file->first, file->second));
  }
  http.ca_file = file->second;
  return {};
}

// Shorter than the transport's own default: a target that says nothing is told within 20 seconds,
// retry included.
constexpr std::chrono::milliseconds kRequestTimeout{8'000};

// Returns how a target is reached: signed, with the headers of its gateway, and whom it trusts.
std::expected<HttpTransportOptions, spec::Error> HttpOptionsFor(const Target& target,
                                                                const TargetOptions& options) {
  HttpTransportOptions http{.endpoint = target.endpoint,
                            .total_timeout = kRequestTimeout,
                            .connections_max = static_cast<std::size_t>(options.connections)};
  if (target.sigv4) {
    auto credentials = FindCredentials(FromEnvironment);
    if (!credentials) {
      return std::unexpected(credentials.error());
    }
    http.signer = Signer{.credentials = *std::move(credentials), .region = target.region};
  }
  auto headers = AddedHeadersOf(target, options);
  if (!headers) {
    return std::unexpected(headers.error());
  }
  http.headers = *std::move(headers);
  if (auto added = AddCertificates(target, http); !added) {
    return std::unexpected(added.error());
  }
  return http;
}

}  // namespace

std::string TargetOptions::AsWords() const {
  std::string more = allow_live ? " --allow-live" : "";
  if (!ca_file.empty()) {
    more += " --ca-file " + ca_file;
  }
  for (const std::string& text : headers) {
    if (const auto header = ParseHeader(text)) {
      more += fmt::format(" --header \"{}: ${}\"", header->first, HeaderVariable(header->first));
    }
  }
  if (!target_file.empty()) {
    return "--target " + target_file + more;
  }
  return endpoint.empty() ? "" : "--endpoint " + endpoint + more;
}

std::expected<Target, spec::Error> DescribedTarget(const TargetOptions& options) {
  auto target = LoadTarget(options);
  if (!target) {
    return target;
  }
  target->ca_file = options.ca_file.empty() ? target->ca_file : options.ca_file;
  for (const std::string& text : options.headers) {
    const auto header = ParseHeader(text);
    if (!header) {
      return WrongUsage("--header: " + header.error());
    }
    std::string why = WhyNoHeaderName(header->first, target->sigv4);
    why = why.empty() ? WhyNoHeaderValue(header->second) : why;
    if (why.empty() && std::ranges::any_of(target->headers, [&](const TargetHeader& other) {
          return spec::EqualsIgnoringCase(other.name, header->first);
        })) {
      why = "it is given twice";
    }
    if (!why.empty()) {
      // A name that is none may be the value of somebody who forgot the name.
      return WrongUsage(fmt::format(
          "--header{}: {}",
          WhyNoHeaderName(header->first, false).empty() ? " " + header->first : "", why));
    }
    target->headers.push_back({.name = header->first, .variable = HeaderVariable(header->first)});
  }
  return target;
}

std::expected<spec::Headers, spec::Error> AddedHeadersOf(const Target& target,
                                                         const TargetOptions& options) {
  spec::Headers headers;
  for (const TargetHeader& header : target.headers) {
    auto value = ValueOfHeader(header, options);
    if (!value) {
      return std::unexpected(value.error());
    }
    headers.emplace_back(header.name, *std::move(value));
  }
  return headers;
}

std::expected<OpenTarget, spec::Error> Open(const TargetOptions& options) {
  OpenTarget open;
  if (options.target_file.empty() && options.endpoint.empty()) {
    if (!options.headers.empty() || !options.ca_file.empty()) {
      return WrongUsage("--header and --ca-file need a target: add --target or --endpoint");
    }
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
  auto target = DescribedTarget(options);
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
  auto http = HttpOptionsFor(*target, options);
  if (!http) {
    return std::unexpected(http.error());
  }
  auto transport = HttpTransport::Create(*std::move(http));
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

std::string WallClockText() { return spec::FormatRfc3339({.seconds = WallClock().seconds}); }

std::string NewRunId() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace swc::conformance
