#include "conformance/judge/read_answer_checks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put_answer.h"
#include "conformance/judge/transient_answer.h"
#include "reference/reading/identifiers.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/json_tree.h"

namespace swc::conformance {
namespace {

using spec::JsonKind;
using spec::JsonNode;
using spec::JsonTree;

bool IsText(const JsonTree& tree, const JsonNode& object, std::string_view member) {
  const JsonNode* node = tree.Member(object, member);
  return node != nullptr && node->kind == JsonKind::kString;
}

// Whether an errorInfo has all that its shape requires; null is absent.
bool IsErrorInfo(const JsonTree& tree, const JsonNode* info) {
  if (info == nullptr || info->kind == JsonKind::kNull) {
    return true;
  }
  const JsonNode* time = tree.Member(*info, "errorTimestamp");
  return IsText(tree, *info, "errorCode") &&
         spec::Contract::Get().batch_read_error_codes.contains(
             tree.Text(*tree.Member(*info, "errorCode"))) &&
         time != nullptr && (time->kind == JsonKind::kInteger || time->kind == JsonKind::kReal);
}

}  // namespace

void CheckToken(std::string_view token, Observations& observations) {
  const std::size_t length = spec::CountCodePoints(token);
  const std::size_t length_max = spec::Contract::Get().token_length_max;
  if (length == 0 || length > length_max) {
    observations.Deviate("read.token.length", length == 0 ? "empty" : "too-long", "/nextToken",
                         fmt::format("1 to {} characters, or no nextToken", length_max),
                         fmt::format("{} characters", length));
    return;
  }
  observations.Mark("read.token.length", Side::kObserve);
  // The pattern is not anchored: one letter of it is what the model demands.
  if (std::ranges::none_of(token, reference::IsTokenLetter)) {
    observations.Deviate("read.token.pattern", "none", "/nextToken",
                         "at least one ASCII letter, digit, '+', '/' or '='", std::string(token));
    return;
  }
  observations.Mark("read.token.pattern", Side::kObserve);
  if (std::ranges::all_of(token, reference::IsTokenLetter)) {
    observations.Mark("read.token.letters", Side::kObserve);
  } else {
    observations.Deviate("read.token.letters", "other", "/nextToken",
                         "ASCII letters, digits, '+', '/' and '='", std::string(token));
  }
}

void CheckBatchErrorCode(std::optional<std::string_view> code, Observations& observations) {
  const auto& codes = spec::Contract::Get().batch_read_error_codes;
  if (code && codes.contains(*code)) {
    observations.Mark("read.batch.error.code", Side::kObserve);
    // What passes by itself may be called by the name of an error of the whole request.
  } else if (!code || !IsTransientCode(*code)) {
    observations.Deviate("read.batch.error.code", code ? "other" : "none",
                         "/errorEntries/0/errorCode",
                         fmt::format("one of {}", fmt::join(codes, ", ")),
                         std::string(code.value_or("no errorCode")));
  }
}

void CheckBatchErrorEntry(const JsonTree& tree, const JsonNode& entry, Observations& observations) {
  for (const std::string_view member : {"entryId", "errorMessage"}) {
    if (!IsText(tree, entry, member)) {
      observations.Deviate("read.batch.error.shape", member,
                           fmt::format("/errorEntries/0/{}", member),
                           "an entryId, an errorCode and an errorMessage, each a string",
                           fmt::format("{} is missing or no string", member));
      return;
    }
  }
  observations.Mark("read.batch.error.shape", Side::kObserve);
}

void CheckSkippedEntry(const JsonTree& tree, const JsonNode& entry, Observations& observations) {
  const JsonNode* status = tree.Member(entry, "completionStatus");
  const std::string_view text = IsText(tree, entry, "completionStatus") ? tree.Text(*status) : "";
  const std::string_view wrong = !IsText(tree, entry, "entryId")        ? "entryId"
                                 : text != "SUCCESS" && text != "ERROR" ? "completionStatus"
                                 : !IsErrorInfo(tree, tree.Member(entry, "errorInfo")) ? "errorInfo"
                                                                                       : "";
  if (wrong.empty()) {
    observations.Mark("read.batch.skipped", Side::kObserve);
    return;
  }
  observations.Deviate("read.batch.skipped", wrong, fmt::format("/skippedEntries/0/{}", wrong),
                       "an entryId, the completionStatus SUCCESS or ERROR, and an errorInfo with "
                       "errorCode and errorTimestamp or none",
                       fmt::format("{} is missing or misshapen", wrong));
}

void CheckReadError(const spec::HttpResponse& response, Observations& observations) {
  constexpr std::array<int, 4> kModelled = {400, 401, 403, 404};
  // What is too slow or too large for a layer below has statuses of its own.
  constexpr std::array<int, 5> kBelow = {408, 413, 414, 415, 431};
  CheckErrorStatus(response, observations);
  if (std::ranges::find(kBelow, response.status) != kBelow.end()) {
    return;
  }
  if (std::ranges::find(kModelled, response.status) != kModelled.end()) {
    observations.Mark("read.error.status", Side::kObserve);
  } else {
    observations.Deviate("read.error.status", "other-status", "",
                         "status 400, 404 where something is not found, or 401 or 403",
                         fmt::format("status {}", response.status));
  }
  CheckErrorShape(response, observations);
}

}  // namespace swc::conformance
