#include "conformance/run/canary.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/read/judge_stored.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/contract.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kAlias = "/canary";

// Judges one value at `seconds` that got `answer`, then a read that shows nothing.
Observations Judge(std::int64_t seconds, const std::string& answer, bool value_is_read) {
  spec::HttpRequest request;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = R"({"entries":[{"entryId":"e1","propertyAlias":"/canary","propertyValues":[)"
                 R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":)" +
                 std::to_string(seconds) + "}}]}]}";
  reference::Directory directory;
  directory.streams = reference::Setting::kOn;
  Beliefs beliefs;
  const reference::Reading reading = reference::ParsePut(request, {.directory = directory,
                                                                   .series = beliefs,
                                                                   .now_earliest = spec::kFixedNow,
                                                                   .now_latest = spec::kFixedNow});
  const spec::HttpResponse response{
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = answer};
  Observations observations = JudgePut(
      {.reading = reading, .response = response, .directory = directory, .now = spec::kFixedNow},
      beliefs);
  std::vector<SeenValue> seen;
  if (value_is_read) {
    seen.push_back({.time = {.seconds = seconds, .nanos = 0}, .value = 1.5});
  }
  observations.Add(JudgeStored({.series = reference::SeriesOfStream(kAlias),
                                .first = {.seconds = 1},
                                .last = {.seconds = spec::kFixedNow.seconds * 2},
                                .seen = seen},
                               true, beliefs)
                       .observations);
  return observations;
}

bool Flags(const Observations& observations, std::string_view clause) {
  return std::ranges::any_of(observations.deviations, [&](const Deviation& deviation) {
    return deviation.clause->id == clause;
  });
}

}  // namespace

bool CanaryIsNoticed() {
  const spec::Contract& contract = spec::Contract::Get();
  const std::int64_t inside = spec::kFixedNow.seconds - 60;
  const std::int64_t outside = spec::kFixedNow.seconds - contract.window_past_s - 86'400;
  const std::string wrong_code =
      fmt::format(R"({{"errorEntries":[{{"entryId":"e1","errors":[{{"errorCode":"{}",)"
                  R"("errorMessage":"m","timestamps":[]}}]}}]}})",
                  contract.NameOfStatus(400));
  return Judge(inside, R"({"errorEntries":[]})", true).deviations.empty() &&
         Flags(Judge(inside, R"({"errorEntries":null})", true), "response.error-entries.present") &&
         Flags(Judge(inside, R"({"errorEntries":[]})", false), "store.acknowledged") &&
         Flags(Judge(outside, R"({"errorEntries":[]})", true), "time.window.past") &&
         Flags(Judge(outside, wrong_code, false), "time.window.code");
}

}  // namespace swc::conformance
