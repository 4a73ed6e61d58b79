#include "conformance/judge/observations.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

}  // namespace

std::string Deviation::Signature() const {
  std::string signature = clause->id + "|" + kind + "|";
  bool in_number = false;
  for (const char c : pointer) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !in_number) {
      signature += '*';
    } else if (!digit) {
      signature += c;
    }
    in_number = digit;
  }
  return signature;
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
  const auto alike = [&](const Deviation& kept) {
    return kept.clause == deviation.clause && kept.kind == deviation.kind &&
           kept.key == deviation.key && kept.Signature() == deviation.Signature();
  };
  const auto known = std::ranges::find_if(deviations, alike);
  if (known != deviations.end()) {
    ++known->more;
  } else {
    deviations.push_back(std::move(deviation));
  }
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
