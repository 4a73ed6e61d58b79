#include "fuzz/oracles/answer_check.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/transient_answer.h"
#include "fuzz/input/answer_input.h"
#include "fuzz/oracles/plain_answer.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/contract.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::fuzz {
namespace {

// An entry of a situation, and its value's distance from now.
struct Sent {
  std::string id;
  std::vector<std::int64_t> offsets;
};

// The puts that an answer may be about.
const std::vector<std::vector<Sent>>& Situations() {
  static const std::int64_t past = -spec::Contract::Get().window_past_s;
  static const std::vector<std::vector<Sent>> situations = {
      {{.id = "e1", .offsets = {-60}}},
      {{.id = "e1", .offsets = {-60}}, {.id = "e2", .offsets = {past - 100}}},
      {{.id = "e1", .offsets = {-60, past - 100, -50}}, {.id = "e2", .offsets = {-40}}},
      {{.id = "e1", .offsets = {past - 7, past - 8}}}};
  return situations;
}

std::string BodyOf(const std::vector<Sent>& entries, PlainPut& plain) {
  std::string body;
  for (const Sent& entry : entries) {
    std::string values;
    for (const std::int64_t offset : entry.offsets) {
      const std::int64_t seconds = spec::kFixedNow.seconds + offset;
      values += fmt::format(
          R"({}{{"value":{{"doubleValue":1.5}},"timestamp":{{"timeInSeconds":{}}},"quality":"GOOD"}})",
          values.empty() ? "" : ",", seconds);
      plain.sent[entry.id].insert(seconds);
      if (-offset > spec::Contract::Get().window_past_s) {
        plain.out_of_window.insert(entry.id);
      }
    }
    body += fmt::format(R"({}{{"entryId":"{}","propertyAlias":"/{}","propertyValues":[{}]}})",
                        body.empty() ? "" : ",", entry.id, entry.id, values);
  }
  return R"({"enablePartialEntryProcessing":true,"entries":[)" + body + "]}";
}

std::string PutObjection(const std::vector<Sent>& situation, const spec::HttpResponse& response) {
  PlainPut plain;
  spec::HttpRequest request;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = BodyOf(situation, plain);
  reference::Directory directory;
  directory.streams = reference::Setting::kOn;
  conformance::Beliefs beliefs;
  const reference::Reading reading = reference::ParsePut(request, {.directory = directory,
                                                                   .series = beliefs,
                                                                   .now_earliest = spec::kFixedNow,
                                                                   .now_latest = spec::kFixedNow});
  const conformance::Observations observations = conformance::JudgePut(
      {.reading = reading, .response = response, .directory = directory, .now = spec::kFixedNow},
      beliefs);
  if (!observations.deviations.empty()) {
    return "";
  }
  if (response.status != 200) {
    return fmt::format("a put that only 200 can answer passed with another status: {}",
                       response.status);
  }
  const auto why = WhyNoAnswer(plain, response.body);
  return !why || why->empty() ? "" : "passed though it has " + *why;
}

std::string HistoryObjection(const spec::HttpResponse& response) {
  // These have no oracle of their own here: they must not crash.
  conformance::Observations ignored;
  (void)conformance::ParseLatestAnswer(response, ignored);
  (void)conformance::ParseBatchAnswer(response, std::nullopt, ignored);
  conformance::Observations of_history;
  const auto page = conformance::ParseHistoryPage(response, std::nullopt, of_history);
  if (!page.usable || !of_history.deviations.empty()) {
    return "";
  }
  return MayShow(response.body, page.values.size())
             ? ""
             : fmt::format("a history was read with values that it does not show: {}",
                           page.values.size());
}

}  // namespace

std::string AnswerObjection(std::string_view input) {
  constexpr std::size_t kHead = 2;
  if (input.size() < kHead || input.size() > kAnswerBytesMax) {
    return "";
  }
  const auto situation = static_cast<unsigned char>(input[0]) % (Situations().size() + 1);
  const int status = kAnswerStatuses[static_cast<unsigned char>(input[1]) % kAnswerStatuses.size()];
  const std::string_view rest = input.substr(kHead);
  const std::size_t line = std::min(rest.find('\n'), rest.size());
  const std::string_view header = rest.substr(0, line);
  const std::size_t colon = std::min(header.find(':'), header.size());
  spec::HttpResponse response{.status = status};
  constexpr std::string_view kColon = ": ";
  response.headers.emplace_back(header.substr(0, colon),
                                header.substr(std::min(colon + kColon.size(), header.size())));
  response.body = rest.substr(std::min(line + 1, rest.size()));
  (void)conformance::TryAgainOf(response);
  return situation == Situations().size() ? HistoryObjection(response)
                                          : PutObjection(Situations()[situation], response);
}

}  // namespace swc::fuzz
