#include "conformance/preflight/preflight_answers.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "conformance/judge/put_answer.h"
#include "conformance/net/transport.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr int kOk = 200;

std::string WhyNoAnswer(const Exchange& exchange) {
  const std::string what(ToString(*exchange.failure));
  switch (*exchange.failure) {
    case TransportFailure::kCannotConnect:
      return what + ": is a server listening there? " + exchange.failure_detail;
    default:
      return what + ": " + exchange.failure_detail;
  }
}

std::string Put() {
  return fmt::format("{} {}", spec::MethodOf(spec::Operation::kPut),
                     spec::PathOf(spec::Operation::kPut));
}

bool IsRedirect(int status) { return status >= 300 && status < 400; }

// Whether the body is a page for people. The content type alone says nothing: it may be the one
// thing that is wrong.
bool IsHtml(const spec::HttpResponse& response) {
  const std::size_t begin = response.body.find_first_not_of(" \t\r\n");
  return begin != std::string::npos && response.body[begin] == '<';
}

// Statuses of a server that does not know the path, the method or the operation.
bool IsUnknownPath(int status) {
  return status == kStatusNotFound || status == 405 || status == 501;
}

// Whether a 404 speaks of what the read names, not of the operation.
bool SpeaksOfAResource(const spec::HttpResponse& response) {
  return ErrorNameOf(response) == spec::Contract::Get().NameOfStatus(kStatusNotFound);
}

}  // namespace

std::string DescribeAnswer(const Exchange& exchange) {
  if (exchange.failure) {
    return fmt::format("{} ({})", ToString(*exchange.failure), exchange.failure_detail);
  }
  const std::string name = ErrorNameOf(*exchange.response).value_or("");
  return fmt::format("status {}{}{}", exchange.response->status, name.empty() ? "" : " ", name);
}

std::optional<std::string> WhyNotSiteWise(const Exchange& exchange, bool transient) {
  if (exchange.failure) {
    return WhyNoAnswer(exchange);
  }
  const spec::HttpResponse& response = *exchange.response;
  const int status = response.status;
  if (transient) {
    return fmt::format("{} keeps failing with status {}", Put(), status);
  }
  if (IsRedirect(status)) {
    const auto location = spec::FindHeader(response.headers, "location");
    return fmt::format("it redirects {} to {} (status {}); give that as the endpoint", Put(),
                       location.value_or("nowhere"), status);
  }
  if (status == 401 || status == 403) {
    return fmt::format(
        "the target refuses the caller ({}); for signed requests write \"auth\": \"sigv4\" in the "
        "target file and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        DescribeAnswer(exchange));
  }
  // An error of an AWS service names itself.
  const bool speaks_aws = ErrorNameOf(response).has_value();
  if ((IsUnknownPath(status) && !speaks_aws) || IsHtml(response)) {
    return fmt::format(
        "it answers HTTP, but not as IoT SiteWise: {} gave status {}{}; is the endpoint's "
        "path right?",
        Put(), status, IsHtml(response) ? " and an HTML page" : "");
  }
  return std::nullopt;
}

ReadVerdict VerdictOf(const Exchange& exchange, std::optional<spec::Instant> at) {
  ReadVerdict verdict{.shows = ReadShows::kRefusal, .answer = DescribeAnswer(exchange)};
  if (exchange.failure) {
    return verdict;
  }
  const spec::HttpResponse& response = *exchange.response;
  if (response.status == kOk) {
    const std::string sought = at ? std::to_string(at->seconds) : "timeInSeconds";
    verdict.shows = response.body.contains(sought) ? ReadShows::kValue : ReadShows::kNothingYet;
  } else if (response.status == kStatusNotFound && SpeaksOfAResource(response)) {
    verdict.shows = ReadShows::kNothingYet;
  } else if (IsUnknownPath(response.status)) {
    verdict.shows = ReadShows::kNoOperation;
  }
  return verdict;
}

}  // namespace swc::conformance
