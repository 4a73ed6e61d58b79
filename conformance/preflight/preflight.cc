#include "conformance/preflight/preflight.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/client/read_requests.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/blamed_clause.h"
#include "conformance/judge/put_answer.h"
#include "conformance/net/task.h"
#include "conformance/preflight/preflight_answers.h"
#include "conformance/preflight/preflight_names.h"
#include "conformance/preflight/preflight_reads.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "spec/contract.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;
using reference::Property;
using reference::Setting;

constexpr std::chrono::milliseconds kStillPause{2'100};  // More than ServerClock::kStillNanos.

// Away from the slices of time that cases use, and from the window's edges.
constexpr std::int64_t kStreamAge = 60;
constexpr std::int64_t kPropertyAge = 1800;

std::string ProbeAlias(std::string_view run_id) {
  return fmt::format("/sitewise-conformance/{}/probe", run_id);
}

std::chrono::nanoseconds Between(spec::Instant from, spec::Instant to) {
  return std::chrono::seconds(to.seconds - from.seconds) +
         std::chrono::nanoseconds(to.nanos - from.nanos);
}

// From here on a clock is worth a word.
constexpr std::int64_t kFarSeconds = 86'400;

// Returns e.g. "its Date header is 7,973 years ahead of our clock"; empty if it is not far off.
std::string WhyFar(std::int64_t ahead) {
  constexpr std::int64_t kYear = 365 * kFarSeconds + kFarSeconds / 4;
  const std::int64_t off = ahead < 0 ? -ahead : ahead;
  if (off < kFarSeconds) {
    return "";
  }
  const bool years = off >= kYear;
  const std::int64_t count = off / (years ? kYear : kFarSeconds);
  return fmt::format("its Date header is {} {}{} {} our clock", count, years ? "year" : "day",
                     count == 1 ? "" : "s", ahead < 0 ? "behind" : "ahead of");
}

class PreflightInProgress {
 public:
  PreflightInProgress(Client& client, Target& target, ReadAccess& access, const PreflightPlan& plan)
      : client_(client), target_(target), access_(access), plan_(plan) {}

  Task<Preflight> Run() {
    // Any answer has the date; what it says is looked at later.
    spec::HttpRequest first = HarmlessRequest(plan_.run_id);
    (void)co_await client_.Send(std::move(first));
    if (client_.clock().IsFar()) {
      // A header that is far from our clock, and stands still, is no clock.
      co_await Sleep(client_.transport(), kStillPause);
      spec::HttpRequest second = HarmlessRequest(plan_.run_id);
      (void)co_await client_.Send(std::move(second));
    }
    co_await TryPut();
    if (found_.could_not_test.empty()) {
      co_await TryNames();
    }
    if (found_.could_not_test.empty() && found_.wrong_target.empty()) {
      co_await TryAllReads();
      NoteClock();
    }
    co_return std::move(found_);
  }

 private:
  [[nodiscard]] std::int64_t Now() const {
    return client_.clock().At(client_.transport().WallNow()).seconds;
  }

  Task<void> TryPut() {
    spec::HttpRequest put = HarmlessPut(plan_.run_id, {.seconds = Now(), .nanos = 0});
    const std::int64_t seconds = Now() - kStreamAge;
    const Sent sent = co_await client_.Send(std::move(put));
    if (sent.over_budget) {
      found_.could_not_test = "--max-requests is spent before the first case";
      co_return;
    }
    found_.put_took = Between(sent.exchange.sent_at, sent.exchange.received_at);
    if (const auto why = WhyNotSiteWise(sent.exchange, sent.transient)) {
      found_.could_not_test = *why;
      co_return;
    }
    if (sent.exchange.response->status != 200) {
      co_return;
    }
    Observations ignored;
    const PutAnswer answer = ParsePutAnswer(*sent.exchange.response, ignored);
    const auto error = answer.errors.find("probe");
    if (!answer.usable) {
      co_return;
    }
    if (error == answer.errors.end()) {
      if (target_.directory.streams == Setting::kUnknown) {
        target_.directory.streams = Setting::kOn;
      }
      sample_ = Sample{.names = {.alias = ProbeAlias(plan_.run_id)}, .seconds = seconds};
      co_return;
    }
    if (IsOutOfRange(error->second)) {
      const std::string far = WhyFar(client_.clock().SecondsAhead());
      found_.could_not_test = fmt::format(
          "{}a timestamp of a minute ago, by the target's Date header, is out of its range: its "
          "clock and the header, or without a header its clock and ours, are far apart",
          far.empty() ? "" : far + ", and ");
      co_return;
    }
    if (target_.directory.streams == Setting::kUnknown) {
      target_.directory.streams = Setting::kOff;
    }
  }

  // Whether the only thing wrong with the probe is its time.
  [[nodiscard]] static bool IsOutOfRange(const std::map<std::string, CodeErrors>& errors) {
    return !errors.empty() &&
           std::ranges::all_of(errors, [](const auto& error) { return IsWindowCode(error.first); });
  }

  // Writes one value under every name of the description.
  Task<void> TryNames() {
    const std::vector<NamedProperty> names = NamesToCheck(target_);
    const std::size_t most = spec::Contract::Get().entries_max;
    const std::int64_t seconds = Now() - kPropertyAge;
    for (std::size_t begin = 0; begin < names.size(); begin += most) {
      Json entries = Json::array();
      for (std::size_t i = begin; i < std::min(names.size(), begin + most); ++i) {
        entries.push_back(EntryFor(names[i], i, seconds));
      }
      spec::HttpRequest put = PutOf(std::move(entries));
      const Sent sent = co_await client_.Send(std::move(put));
      if (!sent.exchange.response || sent.exchange.response->status != 200) {
        co_return;  // The cases find out what that is about.
      }
      Observations ignored;
      const PutAnswer answer = ParsePutAnswer(*sent.exchange.response, ignored);
      for (std::size_t i = begin; answer.usable && i < std::min(names.size(), begin + most); ++i) {
        NoteName(names[i], answer.errors.find(fmt::format("p{}", i)), answer, seconds);
      }
    }
  }

  template <typename ReportedError>
  void NoteName(const NamedProperty& name, const ReportedError& error, const PutAnswer& answer,
                std::int64_t seconds) {
    const Property& property = *name.property;
    if (error == answer.errors.end()) {
      if (!sample_) {
        sample_ =
            Sample{.names = BindingOf(property), .by = name.by, .seconds = seconds, .shared = true};
      }
      return;
    }
    const std::string& not_found = spec::Contract::Get().NameOfStatus(kStatusNotFound);
    const bool unknown = error->second.contains(not_found);
    // An alias that is not known while the ids are is a fault of the target.
    const bool only_name = name.by == By::kIds || property.asset_id.empty();
    if (unknown && only_name && found_.wrong_target.empty()) {
      found_.wrong_target = fmt::format(
          "property '{}': the target knows no {} ({}); is the target description up to date?",
          property.name.empty() ? property.alias : property.name,
          name.by == By::kIds ? fmt::format("assetId {} with propertyId {}", property.asset_id,
                                            property.property_id)
                              : fmt::format("propertyAlias {}", property.alias),
          not_found);
    }
  }

  Task<void> TryAllReads() {
    for (const spec::Operation read : target_.has_reads) {
      access_.Require(read);
    }
    for (const spec::Operation read : kReads) {
      if (target_.no_reads.contains(read)) {
        access_.Exclude(read);
      }
    }
    if (sample_) {
      found_.headline = co_await TryReads(client_, access_, *sample_, plan_.read_deadline);
    }
  }

  void NoteClock() {
    const std::string far = WhyFar(client_.clock().SecondsAhead());
    if (!far.empty()) {
      found_.headline = far + ": times are reckoned by the header" +
                        (found_.headline.empty() ? "" : "; " + found_.headline);
    }
  }

  Client& client_;
  Target& target_;
  ReadAccess& access_;
  const PreflightPlan& plan_;
  Preflight found_;
  std::optional<Sample> sample_;
};

}  // namespace

spec::HttpRequest HarmlessRequest(std::string_view run_id) {
  generators::SeriesBinding series;
  series.alias = ProbeAlias(run_id);
  return LatestRequestOf(series, By::kAlias);
}

spec::HttpRequest HarmlessPut(std::string_view run_id, spec::Instant now) {
  return PutOf(Json::array(
      {{{"entryId", "probe"},
        {"propertyAlias", ProbeAlias(run_id)},
        {"propertyValues", ValuesAt(spec::DataType::kDouble, now.seconds - kStreamAge)}}}));
}

Task<Preflight> RunPreflight(Client& client, Target& target, ReadAccess& access,
                             const PreflightPlan& plan) {
  PreflightInProgress preflight(client, target, access, plan);
  Preflight found = co_await preflight.Run();
  co_return found;
}

}  // namespace swc::conformance
