#include "fuzz/oracles/request_check.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "fuzz/input/huge_number.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

using reference::Reading;
using reference::SentEntry;
using reference::SentValue;
using reference::Violation;

bool SameParts(const SentValue& a, const SentValue& b) {
  const bool both = a.value.has_value() == b.value.has_value();
  return both && (!a.value || spec::SameValue(*a.value, *b.value)) && a.time == b.time &&
         a.sent_time == b.sent_time && a.quality == b.quality &&
         a.quality_given == b.quality_given && a.nanos_given == b.nanos_given;
}

bool SameEntry(const SentEntry& a, const SentEntry& b) {
  return a.id == b.id && a.asset_id == b.asset_id && a.property_id == b.property_id &&
         a.alias == b.alias && a.ambiguous == b.ambiguous &&
         std::ranges::equal(a.values, b.values, SameParts);
}

bool SameViolation(const Violation& a, const Violation& b) {
  const auto parts = [](const Violation& violation) {
    return std::tie(violation.clause, violation.scope, violation.entry, violation.value,
                    violation.obligation);
  };
  return parts(a) == parts(b);
}

// Writing a body anew costs as much as all the rest: one body in so many is, by its bytes.
constexpr std::size_t kRewrittenOneIn = 4;

bool IsRewritten(std::string_view body) {
  std::size_t sum = body.size();
  for (const char c : body) {
    sum += static_cast<unsigned char>(c);
  }
  return sum % kRewrittenOneIn == 0;
}

// Forms that JSON written anew does not keep: repeated members, forms of numbers, half surrogates.
bool HasFormOfItsOwn(const Reading& reading) {
  return std::ranges::any_of(reading.violations, [](const Violation& violation) {
    return violation.clause->IsUnder("wire");
  });
}

}  // namespace

std::string DifferenceOf(const Reading& a, const Reading& b) {
  if (a.decodable != b.decodable || a.partial != b.partial) {
    return "the request as a whole is read in two ways";
  }
  if (a.entries.size() != b.entries.size()) {
    return fmt::format("{} entries became {}", a.entries.size(), b.entries.size());
  }
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (!SameEntry(a.entries[i], b.entries[i])) {
      return fmt::format("entry {} is read in two ways", i);
    }
  }
  if (!std::ranges::equal(a.violations, b.violations, SameViolation)) {
    return fmt::format("{} violations became {} others", a.violations.size(), b.violations.size());
  }
  return "";
}

RequestCheck::RequestCheck() : server_({.now = [] { return spec::kFixedNow; }}) {}

std::string RequestCheck::Objection(std::string_view body) {
  spec::HttpRequest request;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body;
  std::string objection = JudgeAnswer(request);
  return objection.empty() && IsRewritten(body) ? CompareRewritten(request) : objection;
}

std::string RequestCheck::JudgeAnswer(const spec::HttpRequest& request) {
  server_.Forget();
  const spec::HttpResponse response = server_.Handle(request);
  reading_ = reference::ParsePut(request);
  conformance::Beliefs beliefs;
  reference::Reading in_context = reading_;
  reference::CompleteInContext({.directory = server_.directory(),
                                .series = beliefs,
                                .now_earliest = spec::kFixedNow,
                                .now_latest = spec::kFixedNow},
                               in_context);
  const conformance::Observations observations =
      conformance::JudgePut({.reading = in_context,
                             .response = response,
                             .directory = server_.directory(),
                             .now = spec::kFixedNow},
                            beliefs);
  if (observations.deviations.empty()) {
    return "";
  }
  const conformance::Deviation& first = observations.deviations.front();
  return fmt::format("the judge flags the reference server under {}: expected {}; observed {}",
                     first.clause->id, first.expected, first.observed);
}

std::string RequestCheck::CompareRewritten(const spec::HttpRequest& request) {
  if (!reading_.decodable || HasFormOfItsOwn(reading_)) {
    return "";
  }
  const auto parsed = nlohmann::ordered_json::parse(request.body, nullptr, false);
  if (parsed.is_discarded()) {
    // The library's tree refuses numbers that no double holds; ours reads them as what they are.
    return HasHugeNumber(request.body) ? "" : "a body that is not JSON was read as JSON";
  }
  spec::HttpRequest rewritten = request;
  rewritten.body = parsed.dump(1);
  const std::string difference = DifferenceOf(reading_, reference::ParsePut(rewritten));
  return difference.empty() ? "" : "written anew, the body says something else: " + difference;
}

}  // namespace swc::fuzz
