#include "conformance/read_answer_checks.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/transient_answer.h"
#include "reference/json_tree.h"
#include "spec/contract.h"

namespace swc::conformance {
namespace {

bool IsTokenLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '=';
}

}  // namespace

void CheckToken(std::string_view token, Observations& observations) {
  const std::size_t length = reference::CountCodePoints(token);
  const std::size_t length_max = spec::Contract::Get().token_length_max;
  if (length == 0 || length > length_max) {
    observations.Deviate("read.token.length", length == 0 ? "empty" : "too-long", "/nextToken",
                         fmt::format("1 to {} characters, or no nextToken", length_max),
                         fmt::format("{} characters", length));
    return;
  }
  observations.Mark("read.token.length", Side::kObserve);
  if (std::ranges::all_of(token, IsTokenLetter)) {
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

}  // namespace swc::conformance
