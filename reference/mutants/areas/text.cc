// Mutants of strings: their length, their characters, their bytes.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

std::size_t LengthMax() { return spec::Contract::Get().string_length_max; }

// Composed and decomposed forms of some letters, as Unicode's normal forms C and D write them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kForms = {{
    {"\xC3\xA9", "e\xCC\x81"},  // é
    {"\xC3\x89", "E\xCC\x81"},  // É
    {"\xC3\xA1", "a\xCC\x81"},  // á
    {"\xC3\xA8", "e\xCC\x80"},  // è
    {"\xC3\xA0", "a\xCC\x80"},  // à
    {"\xC3\xA4", "a\xCC\x88"},  // ä
    {"\xC3\xB6", "o\xCC\x88"},  // ö
    {"\xC3\xBC", "u\xCC\x88"},  // ü
    {"\xC3\x84", "A\xCC\x88"},  // Ä
    {"\xC3\xA5", "a\xCC\x8A"},  // å
    {"\xC3\x85", "A\xCC\x8A"},  // Å
    {"\xC3\xB1", "n\xCC\x83"},  // ñ
}};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Lets `edit` change each string on its way into the store.
template <typename Edit>
bool EditText(StoreOp& op, Edit edit) {
  if (auto* text = std::get_if<std::string>(&op.value)) {
    edit(*text);
  }
  return true;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// Cuts `text` to `bytes` bytes without breaking a character.
void Cut(std::string& text, std::size_t bytes) {
  while (bytes < text.size() && bytes > 0 && IsContinuation(text[bytes])) {
    --bytes;
  }
  text.resize(std::min(text.size(), bytes));
}

// Replaces each character whose first byte is at least `lead` by `substitute`.
void Substitute(std::string& text, unsigned char lead, std::string_view substitute) {
  std::string result;
  bool replaced = false;
  for (const char c : text) {
    if (!IsContinuation(c)) {
      replaced = static_cast<unsigned char>(c) >= lead;
      result += replaced ? std::string(substitute) : std::string(1, c);
    } else if (!replaced) {
      result += c;
    }
  }
  text = result;
}

constexpr unsigned char kTwoByteLead = 0xC2;
constexpr unsigned char kFourByteLead = 0xF0;

bool HasC1Control(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) == kTwoByteLead &&
        static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

template <typename Choose>
void RejectText(Reading& reading, spec::ClauseId clause, Choose choose) {
  RejectValues(reading, clause, [&](const SentValue& value) {
    return TextOf(value) != nullptr && choose(*TextOf(value));
  });
}
template <typename Choose>
void AcceptText(Reading& reading, spec::ClauseId clause, Choose choose) {
  AcceptValues(reading, clause, [&](const SentValue& value) {
    return TextOf(value) != nullptr && choose(*TextOf(value));
  });
}

const std::vector<Mutant> kTextMutants = {
    {.name = "string-limit-1023",
     .description = "A string of 1024 characters is refused.",
     .clauses = {"value.string.length", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectText(reading, "value.string.length",
                      [](const std::string& text) { return text.size() == LengthMax(); });
         }},
    {.name = "string-limit-1025",
     .description = "A string of 1025 characters is taken.",
     .clauses = {"value.string.length"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptText(reading, "value.string.length", [](const std::string& text) {
             return spec::CountCodePoints(text) == LengthMax() + 1;
           });
         }},
    {.name = "string-unbounded",
     .description = "A string may be as long as it likes.",
     .clauses = {"value.string.length"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "value.string.length"); }},
    {.name = "long-string-cut",
     .description = "A string that is too long is cut without a word.",
     .clauses = {"value.string.length"},
     .on_reading = [](Reading& reading, MutantScope&) { Drop(reading, "value.string.length"); },
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) { Cut(text, LengthMax()); });
         }},
    {.name = "string-cut-at-255",
     .description = "Strings are kept in a column of 255 bytes.",
     .clauses = {"value.string.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) { Cut(text, 255); });
         }},
    {.name = "string-tab-accepted",
     .description = "TAB, LF and CR count as blanks, not as control characters.",
     .clauses = {"value.string.pattern"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptText(reading, "value.string.pattern",
                      [](const std::string& text) { return !HasOtherControl(text, "\t\n\r"); });
         }},
    {.name = "string-delete-accepted",
     .description = "U+007F is not taken for a control character.",
     .clauses = {"value.string.pattern"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptText(reading, "value.string.pattern",
                      [](const std::string& text) { return !HasOtherControl(text, "\x7f"); });
         }},
    {.name = "string-nul-ends-text",
     .description = "A string is taken up to its first U+0000.",
     .clauses = {"value.string.pattern"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptValues(reading, "value.string.pattern", [](SentValue& value) {
             const std::size_t nul = TextOf(value)->find('\0');
             if (nul == std::string::npos ||
                 spec::HasControlCharacter(TextOf(value)->substr(0, nul))) {
               return false;
             }
             value.value = TextOf(value)->substr(0, nul);
             return true;
           });
         }},
    {.name = "string-pattern-of-first-character",
     .description = "Only the first character is checked: the pattern is not anchored.",
     .clauses = {"value.string.pattern"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           AcceptText(reading, "value.string.pattern", [](const std::string& text) {
             return !spec::HasControlCharacter(text.substr(0, 1));
           });
         }},
    {.name = "string-c1-refused",
     .description = "U+0080 to U+009F are refused as control characters.",
     .clauses = {"value.string.pattern", "entry.valid.accepted"},
     .on_reading = [](Reading& reading,
                      MutantScope&) { RejectText(reading, "value.string.pattern", HasC1Control); }},
    {.name = "string-emoji-refused",
     .description = "Characters beyond U+FFFF are refused as unsupported.",
     .clauses = {"value.string.pattern", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectText(reading, "value.string.pattern", [](const std::string& text) {
             return std::ranges::any_of(
                 text, [](char c) { return static_cast<unsigned char>(c) >= kFourByteLead; });
           });
         }},
    {.name = "empty-string-refused",
     .description = "The empty string is refused as a missing value.",
     .clauses = {"value.string.empty", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           RejectText(reading, "value.required",
                      [](const std::string& text) { return text.empty(); });
         }},
    {.name = "empty-string-is-null",
     .description = "The empty string comes back as a null.",
     .clauses = {"value.string.empty", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           if (op.value == spec::Value(std::string())) {
             op.value = spec::NullValue{.letter = 'S'};
           }
           return true;
         }},
    {.name = "string-trimmed",
     .description = "Blanks at both ends of a string are lost.",
     .clauses = {"value.string.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) {
             text.erase(text.find_last_not_of(' ') + 1);
             text.erase(0, text.find_first_not_of(' '));
           });
         }},
    {.name = "string-composed",
     .description = "Strings are normalised to form C.",
     .clauses = {"value.string.normal-form", "value.string.exact"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) {
             for (const auto& [composed, decomposed] : kForms) {
               ReplaceAll(text, decomposed, composed);
             }
           });
         }},
    {.name = "string-decomposed",
     .description = "Strings are normalised to form D.",
     .clauses = {"value.string.normal-form", "value.string.exact"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) {
             for (const auto& [composed, decomposed] : kForms) {
               ReplaceAll(text, composed, decomposed);
             }
           });
         }},
    {.name = "surrogate-pair-broken",
     .description = "A character beyond U+FFFF comes back as two replacement characters.",
     .clauses = {"value.string.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) {
             Substitute(text, kFourByteLead, "\xEF\xBF\xBD\xEF\xBF\xBD");
           });
         }},
    {.name = "string-stored-as-ascii",
     .description = "Characters beyond ASCII come back as question marks.",
     .clauses = {"value.string.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) { Substitute(text, kTwoByteLead, "?"); });
         }},
    {.name = "string-escaped-twice",
     .description = "A quotation mark or backslash comes back with a backslash before it.",
     .clauses = {"value.string.exact", "store.acknowledged", "store.no-phantom"},
     .on_store =
         [](StoreOp& op, MutantScope&) {
           return EditText(op, [](std::string& text) {
             ReplaceAll(text, "\\", "\\\\");
             ReplaceAll(text, "\"", "\\\"");
           });
         }},
};

}  // namespace

std::span<const Mutant> TextMutants() { return kTextMutants; }

}  // namespace swc::reference
