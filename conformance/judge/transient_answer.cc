#include "conformance/judge/transient_answer.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/observations.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

constexpr int kTooManyRequests = 429;
constexpr std::string_view kCodeMember = "errorCode";

const std::string& ThrottlingCode() { return spec::Contract::Get().NameOfStatus(kTooManyRequests); }

struct EntryCode {
  std::string entry;  // Its id.
  std::string code;
};

// The codes of a 200 that say "try again".
std::vector<EntryCode> TransientCodesOf(const spec::HttpResponse& response) {
  std::vector<EntryCode> codes;
  // Most answers hold no error: where no letter is escaped, the member would stand there by its
  // name.
  if (response.status != 200 || (response.body.find(kCodeMember) == std::string::npos &&
                                 response.body.find('\\') == std::string::npos)) {
    return codes;
  }
  Observations ignored;
  const PutAnswer answer = ParsePutAnswer(response, ignored);
  for (const auto& [id, errors] : answer.errors) {
    for (const auto& [code, error] : errors) {
      if (IsTransientCode(code)) {
        codes.push_back({.entry = id, .code = code});
      }
    }
  }
  return codes;
}

// Whether a quota that the request breaks may be answered by throttling of this status.
bool PermitsThrottling(const reference::Reading& reading, int status) {
  return std::ranges::any_of(reading.violations, [&](const reference::Violation& violation) {
    const auto& forms = violation.clause->reject;
    return std::ranges::find(forms.entry_codes, ThrottlingCode()) != forms.entry_codes.end() &&
           std::ranges::find(forms.request_statuses, status) != forms.request_statuses.end();
  });
}

// A refusal that is named as what no retry heals, under a status that asks for one (F12).
bool IsMisnamed(const spec::HttpResponse& response) {
  if (response.status < 400 || response.status >= 500) {
    return false;
  }
  const auto name = ErrorNameOf(response);
  const auto status = name ? spec::Contract::Get().StatusOf(*name) : std::nullopt;
  return status && !IsTransientStatus(*status);
}

}  // namespace

bool IsTransientCode(std::string_view code) {
  const auto status = spec::Contract::Get().StatusOf(code);
  return status && IsTransientStatus(*status);
}

bool IsTransientStatus(int status) {
  return status == 408 || status == kTooManyRequests || status == 500 || status == 502 ||
         status == 503 || status == 504;
}

TryAgain TryAgainOf(const spec::HttpResponse& response) {
  if (response.status >= 400) {
    const bool throttled =
        response.status == kTooManyRequests || ErrorNameOf(response) == ThrottlingCode();
    return {.asked = throttled || IsTransientStatus(response.status), .throttled = throttled};
  }
  const auto codes = TransientCodesOf(response);
  return {.asked = !codes.empty(),
          .throttled = !codes.empty() && std::ranges::all_of(codes, [](const EntryCode& code) {
            return code.code == ThrottlingCode();
          })};
}

bool IsThrottling(const spec::HttpResponse& response) { return TryAgainOf(response).throttled; }

bool IsQuotaAnswer(const reference::Reading& reading, const spec::HttpResponse& response) {
  if (response.status >= 400) {
    return IsThrottling(response) && PermitsThrottling(reading, response.status);
  }
  const auto permits = [&](const EntryCode& code) {
    return std::ranges::any_of(reading.violations, [&](const reference::Violation& violation) {
      const auto& codes = violation.clause->reject.entry_codes;
      return violation.scope != spec::Scope::kRequest &&
             reading.entries[violation.entry].id == code.entry &&
             std::ranges::find(codes, code.code) != codes.end();
    });
  };
  const auto codes = TransientCodesOf(response);
  return !codes.empty() && std::ranges::all_of(codes, permits);
}

bool CanBeJudged(const reference::Reading& reading, const spec::HttpResponse& response) {
  return IsMisnamed(response) || IsQuotaAnswer(reading, response);
}

std::string KindOfServerError(const spec::HttpResponse& response) {
  constexpr std::size_t kLettersMax = 40;
  std::string kind = fmt::format("status-{}", response.status);
  if (const auto name = ErrorNameOf(response)) {
    kind += "-" + *name;
  }
  const auto body = nlohmann::json::parse(response.body, nullptr, false);
  const bool has_message =
      body.is_object() && body.contains("message") && body["message"].is_string();
  std::string letters;
  for (const char c : has_message ? body["message"].get<std::string>() : std::string()) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && letters.size() < kLettersMax) {
      letters += c;
    } else if (!letter && !letters.empty() && letters.back() != '-') {
      letters += '-';
    }
  }
  return letters.empty() ? kind : kind + "-" + letters;
}

}  // namespace swc::conformance
