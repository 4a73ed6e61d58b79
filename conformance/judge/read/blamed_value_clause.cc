#include "conformance/judge/read/blamed_value_clause.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "conformance/judge/belief.h"
#include "conformance/judge/read_answer.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

// Returns `text` without what Unicode normalisation changes: everything that is not ASCII, and a
// letter before a combining mark (lead bytes 0xCC and 0xCD), which may have become one with it.
std::string WithoutMarks(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    constexpr unsigned char kAsciiEnd = 0x80;
    if (byte < kAsciiEnd && next != 0xCC && next != 0xCD) {
      plain += text[i];
    }
  }
  return plain;
}

// Whether two texts may be one in two normal forms, and the written one is not composed (F138).
bool DifferInNormalForm(const spec::Value& seen, const spec::Value& written) {
  const auto* seen_text = std::get_if<std::string>(&seen);
  const auto* written_text = std::get_if<std::string>(&written);
  if (seen_text == nullptr || written_text == nullptr || *seen_text == *written_text) {
    return false;
  }
  const bool has_marks = written_text->find_first_of("\xCC\xCD") != std::string::npos;
  return has_marks && seen_text->size() <= written_text->size() &&
         WithoutMarks(*seen_text) == WithoutMarks(*written_text);
}

}  // namespace

bool ExplainsChanges(const Belief& belief) {
  return belief.because().Is("duplicate.other-quality.first-kept") ||
         belief.because().Is("identity.alias.exact");
}

spec::ClauseId NameWrongValue(const Belief& belief, const SeenValue& seen) {
  if (belief.Certain() == nullptr || ExplainsChanges(belief)) {
    return belief.because();
  }
  const spec::Value& written = *belief.Certain();
  const auto* seen_number = std::get_if<double>(&seen.value);
  const auto* written_number = std::get_if<double>(&written);
  if (seen_number != nullptr && written_number != nullptr && *seen_number == *written_number) {
    return "value.double.small";  // They differ in the sign of zero.
  }
  if (DifferInNormalForm(seen.value, written)) {
    return "value.string.normal-form";  // F138: reported, whatever the case is about.
  }
  if (belief.WasReplaced(seen)) {
    return belief.because();  // The older value is still there.
  }
  if (const auto* number = std::get_if<double>(&written)) {
    if (std::isnan(*number)) {
      return "value.double.nan";
    }
    return *number == 0 || std::fpclassify(*number) == FP_SUBNORMAL
               ? spec::ClauseId("value.double.small")
               : spec::ClauseId("value.double.exact");
  }
  if (const auto* text = std::get_if<std::string>(&written)) {
    if (text->empty()) {
      return "value.string.empty";
    }
    const bool about_form = belief.because().Is("value.string.normal-form");
    return about_form ? spec::ClauseId("value.string.normal-form")
                      : spec::ClauseId("value.string.exact");
  }
  if (std::holds_alternative<spec::NullValue>(written)) {
    return "value.null.allowed";
  }
  return std::holds_alternative<bool>(written) ? spec::ClauseId("value.boolean")
                                               : spec::ClauseId("store.acknowledged");
}

spec::ClauseId NameChange(const Belief& belief, spec::ClauseId unseen) {
  return belief.was_seen() && !ExplainsChanges(belief) ? spec::ClauseId("store.stays") : unseen;
}

}  // namespace swc::conformance
