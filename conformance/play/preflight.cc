#include "conformance/play/preflight.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/put/attribution.h"
#include "conformance/judge/put_answer.h"
#include "conformance/play/case_state.h"
#include "conformance/play/preflight_answers.h"
#include "conformance/play/read_requests.h"
#include "reference/reading/directory.h"
#include "spec/contract.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;
using reference::Property;
using reference::Setting;

constexpr std::chrono::milliseconds kReadsMax{1500};
constexpr std::chrono::milliseconds kFirstPause{20};
constexpr std::chrono::milliseconds kPauseMax{200};

// Away from the slices of time that cases use, and from the window's edges.
constexpr std::int64_t kStreamAge = 60;
constexpr std::int64_t kPropertyAge = 1800;

constexpr std::array kReads = {spec::Operation::kLatest, spec::Operation::kHistory,
                               spec::Operation::kBatchLatest, spec::Operation::kBatchHistory};

std::string ProbeAlias(std::string_view run_id) {
  return fmt::format("/sitewise-conformance/{}/probe", run_id);
}

spec::HttpRequest PutOf(Json entries) {
  const Json body = {{"entries", std::move(entries)}};
  return {.method = spec::MethodOf(spec::Operation::kPut),
          .target = spec::PathOf(spec::Operation::kPut),
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump()};
}

Json ValuesAt(const Json& value, std::int64_t seconds) {
  return Json::array(
      {{{"value", value}, {"timestamp", {{"timeInSeconds", seconds}}}, {"quality", "GOOD"}}});
}

// Returns a value that a property of such a type takes; nothing for types without one.
std::optional<Json> ValueOf(spec::DataType type) {
  switch (type) {
    case spec::DataType::kDouble:
      return Json{{"doubleValue", 1.5}};
    case spec::DataType::kInteger:
      return Json{{"integerValue", 1}};
    case spec::DataType::kString:
      return Json{{"stringValue", "a"}};
    case spec::DataType::kBoolean:
      return Json{{"booleanValue", true}};
    default:
      return std::nullopt;
  }
}

std::chrono::nanoseconds Between(spec::Instant from, spec::Instant to) {
  return std::chrono::seconds(to.seconds - from.seconds) +
         std::chrono::nanoseconds(to.nanos - from.nanos);
}

// The series that the reads are tried on.
struct Sample {
  generators::SeriesBinding names;
  By by = By::kAlias;
  std::int64_t seconds = 0;  // When its value is.
  bool shared = false;       // Others may have written to it.
};

// A name of a property of the description, as one entry of a put.
struct NamedProperty {
  const Property* property = nullptr;
  By by = By::kIds;
};

std::vector<NamedProperty> NamesToCheck(const Target& target) {
  std::vector<NamedProperty> names;
  for (const Property& property : target.directory.properties) {
    const bool writable = property.access == reference::Access::kGranted &&
                          (property.kind == reference::PropertyKind::kMeasurement ||
                           property.kind == reference::PropertyKind::kAttribute);
    if (!writable || !ValueOf(property.type)) {
      continue;
    }
    if (!property.asset_id.empty()) {
      names.push_back({.property = &property, .by = By::kIds});
    }
    if (!property.alias.empty()) {
      names.push_back({.property = &property, .by = By::kAlias});
    }
  }
  return names;
}

Json EntryFor(const NamedProperty& name, std::size_t number, std::int64_t seconds) {
  Json entry = {{"entryId", fmt::format("p{}", number)}};
  if (name.by == By::kIds) {
    entry["assetId"] = name.property->asset_id;
    entry["propertyId"] = name.property->property_id;
  } else {
    entry["propertyAlias"] = name.property->alias;
  }
  entry["propertyValues"] = ValuesAt(*ValueOf(name.property->type), seconds);
  return entry;
}

generators::SeriesBinding BindingOf(const Property& property) {
  generators::SeriesBinding names;
  if (!property.alias.empty()) {
    names.alias = property.alias;
  }
  if (!property.asset_id.empty()) {
    names.asset_id = property.asset_id;
    names.property_id = property.property_id;
  }
  return names;
}

class PreflightInProgress {
 public:
  PreflightInProgress(Client& client, Target& target, ReadAccess& access, const PreflightPlan& plan)
      : client_(client), target_(target), access_(access), plan_(plan) {}

  Task<Preflight> Run() {
    // Any answer has the date; what it says is looked at later.
    spec::HttpRequest first = HarmlessRequest(plan_.run_id);
    (void)co_await client_.Send(std::move(first));
    co_await TryPut();
    if (found_.could_not_test.empty()) {
      co_await TryNames();
    }
    if (found_.could_not_test.empty() && found_.wrong_target.empty()) {
      co_await TryReads();
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
    const PutAnswer answer = ReadPutAnswer(*sent.exchange.response, ignored);
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
      found_.could_not_test =
          "a timestamp of a minute ago, by the target's Date header, is out of its range: its "
          "clock and the header, or without a header its clock and ours, are far apart";
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
      const PutAnswer answer = ReadPutAnswer(*sent.exchange.response, ignored);
      for (std::size_t i = begin; answer.usable && i < std::min(names.size(), begin + most); ++i) {
        NoteName(names[i], answer.errors.find(fmt::format("p{}", i)), answer, seconds);
      }
    }
  }

  template <typename Found>
  void NoteName(const NamedProperty& name, const Found& error, const PutAnswer& answer,
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

  Task<void> TryReads() {
    for (const spec::Operation read : kReads) {
      if (target_.no_reads.contains(read)) {
        access_.Exclude(read);
      }
    }
    if (!sample_) {
      co_return;
    }
    std::vector<spec::Operation> open;
    std::ranges::copy_if(kReads, std::back_inserter(open),
                         [&](spec::Operation read) { return !access_.IsExcluded(read); });
    const auto started = client_.transport().Now();
    std::chrono::nanoseconds pause = kFirstPause;
    bool any_shown = open.empty();
    while (!open.empty()) {
      std::vector<spec::Operation> still_open;
      for (const spec::Operation read : open) {
        spec::HttpRequest request = RequestOf(read);
        const Sent sent = co_await client_.Send(std::move(request));
        if (sent.over_budget) {
          co_return;
        }
        const ReadVerdict verdict = VerdictOf(sent.exchange, TimeToShow(read));
        if (verdict.shows == ReadShows::kNothingYet) {
          still_open.push_back(read);
        } else if (verdict.shows == ReadShows::kValue) {
          any_shown = true;
        } else {
          Bury(read, verdict);
        }
      }
      open = std::move(still_open);
      const auto waited = client_.transport().Now() - started;
      const bool late = any_shown ? waited >= kReadsMax : waited >= plan_.read_deadline;
      if (open.empty() || late) {
        break;
      }
      co_await Sleep(client_.transport(), pause);
      pause = std::min<std::chrono::nanoseconds>(pause * 2, kPauseMax);
    }
    if (!any_shown) {
      for (const spec::Operation read : open) {
        Bury(read, {.shows = ReadShows::kRefusal,
                    .answer = "it does not show a value that was acknowledged"});
      }
      found_.headline = "nothing that is stored can be read: " + found_.headline;
    }
  }

  void Bury(spec::Operation read, const ReadVerdict& verdict) {
    const bool absent = verdict.shows == ReadShows::kNoOperation;
    const std::string why = absent ? fmt::format("{}: the target has no such operation ({})",
                                                 DescribeOperation(read), verdict.answer)
                                   : fmt::format("{}: an ordinary read of a stored value: {}",
                                                 DescribeOperation(read), verdict.answer);
    access_.Bury(read, why, /*asked_for_evidence=*/!absent);
    found_.headline += found_.headline.empty() ? why : "; " + why;
  }

  // Of a shared property the current value may be any.
  [[nodiscard]] std::optional<spec::Instant> TimeToShow(spec::Operation read) const {
    const bool latest = read == spec::Operation::kLatest || read == spec::Operation::kBatchLatest;
    return sample_->shared && latest
               ? std::nullopt
               : std::optional(spec::Instant{.seconds = sample_->seconds, .nanos = 0});
  }

  [[nodiscard]] spec::HttpRequest RequestOf(spec::Operation read) const {
    const HistoryRequest history{
        .start = spec::Instant{.seconds = sample_->seconds - 1, .nanos = 0},
        .end = spec::Instant{.seconds = sample_->seconds + 1, .nanos = 0},
        .quality = spec::Quality::kGood};
    const BatchEntries entries = {{.id = "probe", .series = sample_->names, .by = sample_->by}};
    switch (read) {
      case spec::Operation::kLatest:
        return LatestRequestOf(sample_->names, sample_->by);
      case spec::Operation::kHistory:
        return HistoryRequestOf(sample_->names, sample_->by, history, std::nullopt);
      case spec::Operation::kBatchLatest:
        return BatchLatestRequestOf(entries, std::nullopt);
      default:
        return BatchHistoryRequestOf(entries, history, std::nullopt);
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
  return PutOf(Json::array({{{"entryId", "probe"},
                             {"propertyAlias", ProbeAlias(run_id)},
                             {"propertyValues", ValuesAt(*ValueOf(spec::DataType::kDouble),
                                                         now.seconds - kStreamAge)}}}));
}

Task<Preflight> RunPreflight(Client& client, Target& target, ReadAccess& access,
                             const PreflightPlan& plan) {
  PreflightInProgress preflight(client, target, access, plan);
  Preflight found = co_await preflight.Run();
  co_return found;
}

}  // namespace swc::conformance
