#include "conformance/play/probe.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "conformance/judge/put_answer.h"
#include "conformance/play/read_requests.h"
#include "reference/reading/directory.h"
#include "spec/text/json_tree.h"

namespace swc::conformance {
namespace {

using reference::Setting;

// Writes into the target's own properties only what a case would: the probe uses an alias that
// nobody has.
spec::HttpRequest ProbeRequest(const std::string& run_id, spec::Instant now) {
  spec::HttpRequest request;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = fmt::format(
      R"({{"entries":[{{"entryId":"probe","propertyAlias":"/sitewise-conformance/{}/probe",)"
      R"("propertyValues":[{{"value":{{"doubleValue":1.5}},"timestamp":{{"timeInSeconds":{}}},)"
      R"("quality":"GOOD"}}]}}]}})",
      run_id, now.seconds - 60);
  return request;
}

std::string WhyNoAnswer(const Exchange& exchange) {
  const std::string what(ToString(*exchange.failure));
  switch (*exchange.failure) {
    case TransportFailure::kCannotConnect:
      return what + ": is a server listening there? " + exchange.failure_detail;
    case TransportFailure::kTimeout:
      return what + ": it accepts connections and does not answer";
    default:
      return what + ": " + exchange.failure_detail;
  }
}

// Whether an error looks like one of an AWS service: it names itself.
bool SpeaksAws(const spec::HttpResponse& response) { return ErrorNameOf(response).has_value(); }

void LearnAliases(const spec::HttpResponse& response, Target& target) {
  if (target.directory.streams != Setting::kUnknown || response.status != 200) {
    return;
  }
  Observations ignored;
  const PutAnswer answer = ReadPutAnswer(response, ignored);
  if (answer.usable) {
    target.directory.streams = answer.errors.contains("probe") ? Setting::kOff : Setting::kOn;
  }
}

}  // namespace

spec::HttpRequest HarmlessRequest(std::string_view run_id) {
  generators::SeriesBinding series;
  series.alias = fmt::format("/sitewise-conformance/{}/probe", run_id);
  return LatestRequestOf(series, By::kAlias);
}

Task<std::optional<std::string>> Probe(Client& client, Target& target, std::string run_id) {
  const spec::Instant now = client.clock().At(client.transport().WallNow());
  spec::HttpRequest request = ProbeRequest(run_id, now);
  Sent sent = co_await client.Send(std::move(request));
  std::optional<std::string> reason;
  if (sent.over_budget) {
    reason = "--max-requests is spent before the first case";
    co_return reason;
  }
  const Exchange& exchange = sent.exchange;
  if (exchange.failure) {
    reason = WhyNoAnswer(exchange);
    co_return reason;
  }
  const spec::HttpResponse& response = *exchange.response;
  const int status = response.status;
  if (sent.transient) {
    reason = fmt::format("POST /properties keeps failing with status {}", status);
  } else if ((status == 401 || status == 403)) {
    reason = fmt::format(
        "the target refuses the caller (status {} {}); for signed requests write \"auth\": "
        "\"sigv4\" in the target file and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        status, ErrorNameOf(response).value_or(""));
  } else if ((status == 404 || status == 405 || status == 501) && !SpeaksAws(response)) {
    reason = fmt::format(
        "it answers HTTP, but not as IoT SiteWise: POST /properties gave status {}; is the "
        "endpoint's path right?",
        status);
  }
  LearnAliases(response, target);
  co_return reason;
}

}  // namespace swc::conformance
