#include "conformance/judge/observations.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reference/model/store.h"
#include "spec/check.h"
#include "spec/clause.h"
#include "spec/clause_id.h"

namespace swc::conformance {
namespace {

template <typename T>
void Append(std::vector<T>& to, std::vector<T>&& from) {
  std::ranges::move(from, std::back_inserter(to));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Returns a JSON pointer with '*' in the place of each number.
std::string WithoutIndices(std::string_view pointer) {
  std::string text;
  bool in_number = false;
  for (const char c : pointer) {
    const bool digit = IsDigit(c);
    if (digit && !in_number) {
      text += '*';
    } else if (!digit) {
      text += c;
    }
    in_number = digit;
  }
  return text;
}

std::string_view BehindDigits(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of("0123456789"), text.size()));
}

// The same as to compare them without indices, and without making texts of them: an answer may
// break a rule a hundred thousand times.
bool AreSameButForIndices(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (IsDigit(a.front()) && IsDigit(b.front())) {
      a = BehindDigits(a);
      b = BehindDigits(b);
    } else if (a.front() == b.front()) {
      a.remove_prefix(1);
      b.remove_prefix(1);
    } else {
      return false;
    }
  }
  return a.empty() && b.empty();
}

// So many of one signature are kept of an answer, each about a stored value of its own.
constexpr std::size_t kKeysMax = 20;

// What an answer says may be as long as it is.
constexpr std::size_t kSentenceBytesMax = 4'096;

void Shorten(std::string& sentence) {
  if (sentence.size() > kSentenceBytesMax) {
    sentence = fmt::format("{}... ({} bytes in all)", sentence.substr(0, kSentenceBytesMax),
                           sentence.size());
  }
}

}  // namespace

std::string Deviation::Signature() const {
  return clause->id + "|" + kind + "|" + WithoutIndices(pointer);
}

void Observations::Deviate(spec::ClauseId clause, std::string_view kind, std::string pointer,
                           std::string expected, std::string observed) {
  Keep({.clause = &spec::Catalogue::Get().At(clause),
        .kind = std::string(kind),
        .pointer = std::move(pointer),
        .expected = std::move(expected),
        .observed = std::move(observed),
        .key = std::nullopt});
}

void Observations::DeviateAt(const reference::PointKey& key, spec::ClauseId clause,
                             std::string_view kind, std::string expected, std::string observed) {
  Keep({.clause = &spec::Catalogue::Get().At(clause),
        .kind = std::string(kind),
        .pointer = "",
        .expected = std::move(expected),
        .observed = std::move(observed),
        .key = key});
}

void Observations::Keep(Deviation deviation) {
  if (without.Covers(*deviation.clause, deviation.kind)) {
    return;
  }
  Shorten(deviation.expected);
  Shorten(deviation.observed);
  std::size_t keys = 0;
  for (Deviation& kept : deviations) {
    if (kept.clause != deviation.clause || kept.kind != deviation.kind ||
        !AreSameButForIndices(kept.pointer, deviation.pointer)) {
      continue;
    }
    if (kept.key == deviation.key || ++keys == kKeysMax) {
      ++kept.more;
      return;
    }
  }
  deviations.push_back(std::move(deviation));
}

void Observations::Mark(spec::ClauseId clause, Side side) {
  Mark(spec::Catalogue::Get().At(clause), side);
}

void Observations::Choose(spec::ClauseId clause, std::string_view alternative) {
  const spec::Clause& found = spec::Catalogue::Get().At(clause);
  const auto choice = std::ranges::find(found.alternatives, alternative, &spec::Alternative::name);
  SWC_CHECK(choice != found.alternatives.end(), std::string(alternative).c_str());
  choices.push_back({.clause = &found, .alternative = choice->name});
}

void Observations::Add(Observations other) {
  std::erase_if(other.deviations, [&](const Deviation& deviation) {
    return without.Covers(*deviation.clause, deviation.kind);
  });
  Append(deviations, std::move(other.deviations));
  Append(exercises, std::move(other.exercises));
  Append(choices, std::move(other.choices));
}

}  // namespace swc::conformance
