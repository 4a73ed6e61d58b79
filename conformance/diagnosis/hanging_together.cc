#include "conformance/diagnosis/hanging_together.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/fixed_cases.h"
#include "spec/clause_id.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

// Sets that are joined until all that hangs together is in one.
class Joined {
 public:
  std::size_t IndexOf(const std::string& name) {
    const auto [place, added] = indices_.try_emplace(name, parents_.size());
    if (added) {
      parents_.push_back(place->second);
    }
    return place->second;
  }

  std::size_t RootOf(std::size_t index) {
    while (parents_[index] != index) {
      parents_[index] = parents_[parents_[index]];
      index = parents_[index];
    }
    return index;
  }

  void Join(const std::string& one, const std::string& other) {
    const std::size_t root = RootOf(IndexOf(one));
    parents_[RootOf(IndexOf(other))] = root;
  }

 private:
  std::map<std::string, std::size_t> indices_;
  std::vector<std::size_t> parents_;
};

// Returns "422 " of "POST /properties 422 ": the same mistake in all operations.
std::string StatusAndName(const std::string& refusal) {
  const std::size_t path = refusal.find(' ');
  return refusal.substr(refusal.find(' ', path + 1) + 1);
}

bool IsAboutStoredValues(const std::string& kind) {
  constexpr std::array<std::string_view, 6> kKinds = {"missing", "phantom", "other-value",
                                                      "stored",  "older",   "no-latest"};
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

std::string ClauseTie(const std::string& clause) { return "clause " + clause; }
std::string CaseTie(const Sighting& sighting) { return "case " + sighting.case_id; }

// Returns the cases in which an error names no entry that was sent: the one that is missed there
// may be this one.
std::set<std::string> CasesOfMisnamedErrors(const std::set<Sighting>& shown) {
  constexpr spec::ClauseId kKnownEntry = "response.error-entries.known-entry";
  std::set<std::string> cases;
  for (const Sighting& each : shown) {
    if (ClauseOf(each.signature) == kKnownEntry.text()) {
      cases.insert(each.case_id);
    }
  }
  return cases;
}

// Returns the refusals of reads that had to be answered, each with its case.
std::set<std::pair<std::string, std::string>> UnreadIn(const std::set<Sighting>& shown) {
  std::set<std::pair<std::string, std::string>> unread;
  for (const Sighting& each : shown) {
    if (FaceOf(each) == Face::kUnread) {
      unread.emplace(each.case_id, each.refusal);
    }
  }
  return unread;
}

std::string UnreadTie(const std::string& refusal) { return "unread " + refusal; }

// What a missing check leads to.
struct Unchecked {
  std::set<std::string> clauses;               // Of which something was taken.
  std::map<std::string, std::string> by_case;  // A clause of which it was, in each fixed case.
};

// `misnamed`: cases in which what was taken follows from something else.
Unchecked UncheckedIn(const std::set<Sighting>& shown, const std::set<std::string>& misnamed) {
  Unchecked unchecked;
  for (const Sighting& each : shown) {
    if (FaceOf(each) == Face::kTaken) {
      const std::string clause = ClauseOf(each.signature);
      unchecked.clauses.insert(clause);
      if (FindFixedCase(each.case_id) != nullptr && !misnamed.contains(each.case_id)) {
        unchecked.by_case.emplace(each.case_id, clause);
      }
    }
  }
  return unchecked;
}

// Returns the clause of the missing check that a finding follows from; empty if it follows from
// none: what was taken shows in the same case when it is read, and where something else refuses it
// the code is wrong. How an answer is written down follows from nothing that was sent.
std::string CheckMissedBy(const Sighting& sighting, const Unchecked& unchecked) {
  std::string clause = ClauseOf(sighting.signature);
  const std::string kind = KindOf(sighting.signature);
  if (FaceOf(sighting) != Face::kState || IsWrongRefusal(kind)) {
    return "";
  }
  if (kind.starts_with("wrong-") && unchecked.clauses.contains(clause)) {
    return clause;
  }
  const auto found = unchecked.by_case.find(sighting.case_id);
  return found == unchecked.by_case.end() || clause.starts_with("response.") ? "" : found->second;
}

// What a failure says of itself, empty where it says nothing: "std.out_of_range", "stoi" and
// "stoi-argument" of "status-500-std.out_of_range-stoi-argument".
struct SaidOfFailure {
  std::string name;
  std::string word;
  std::string text;
};

SaidOfFailure SaidIn(const std::string& kind) {
  const auto next = [&](std::size_t dash) {
    return std::min(kind.find('-', dash + 1), kind.size());
  };
  const std::size_t name = next(kind.find('-'));
  const std::size_t text = next(name);
  return {.name = kind.substr(name, text - name),
          .word = kind.substr(text, next(text) - text),
          .text = kind.substr(text)};
}

constexpr std::size_t kWordsMax = 5;  // Beginnings of a name's texts that may be bugs.

// Returns the names whose texts begin in so many ways that these tell what was sent, not the bug.
std::set<std::string> NamesOfManyTexts(const std::set<Sighting>& shown) {
  std::map<std::string, std::set<std::string>> words;
  for (const Sighting& each : shown) {
    if (FaceOf(each) == Face::kFailure) {
      SaidOfFailure said = SaidIn(KindOf(each.signature));
      words[said.name].insert(std::move(said.word));
    }
  }
  std::erase_if(words, [](const auto& item) { return item.second.size() <= kWordsMax; });
  const auto names = std::views::keys(words);
  return {names.begin(), names.end()};
}

// Returns what a failure hangs together with: others of the same name whose text begins alike, that
// say the same, or that the same case shows. One bug may throw two types with one text (what
// std::stoi does), and one type with texts that differ in the end; but many functions of a library
// throw one type.
std::vector<std::string> TiesOfFailure(const Sighting& sighting,
                                       const std::set<std::string>& many_texts) {
  constexpr spec::ClauseId kServerError = "robust.server-error";
  const std::string clause = ClauseOf(sighting.signature);
  if (clause != kServerError.text()) {
    return {ClauseTie(clause)};
  }
  const SaidOfFailure said = SaidIn(KindOf(sighting.signature));
  std::vector ties = {
      "failure " + said.name + (many_texts.contains(said.name) ? "" : " " + said.word),
      "failing " + CaseTie(sighting)};
  if (!said.text.empty()) {
    ties.push_back("failure says " + said.text);
  }
  return ties;
}

// Returns what a finding hangs together with.
std::vector<std::string> TiesOf(const Sighting& sighting, Ties by,
                                const std::set<std::string>& many_texts) {
  const std::string clause = ClauseOf(sighting.signature);
  switch (FaceOf(sighting)) {
    case Face::kFailure:
      return TiesOfFailure(sighting, many_texts);
    case Face::kForm:
      return {"refusal " + StatusAndName(sighting.refusal)};
    case Face::kUnread:
      return {UnreadTie(sighting.refusal)};
    case Face::kTaken:
      return {ClauseTie(clause), "taken " + AreaOf(clause)};
    case Face::kState:
      break;
  }
  // A batch read breaks the rule that the single read would.
  const std::string behind = RuleBehind(sighting.signature);
  const std::string kind = KindOf(sighting.signature);
  std::vector ties = {ClauseTie(behind.empty() ? clause : behind)};
  // Lost and strange values are blamed on what the case is about, and so is what is refused
  // wrongly; what happens to them is the same. Who refuses what has to be taken refuses it in
  // another form too where it may be refused.
  if (by == Ties::kKindToo && IsAboutStoredValues(kind)) {
    ties = {"kind " + kind};
  } else if (by == Ties::kKindToo && (IsWrongRefusal(kind) || kind.starts_with("wrong-"))) {
    ties = {"kind refused"};
  }
  // A case of a seed is about many things at once.
  if (FindFixedCase(sighting.case_id) != nullptr) {
    ties.push_back(CaseTie(sighting));
  }
  return ties;
}

}  // namespace

std::string AreaOf(const std::string& clause) {
  constexpr spec::ClauseId kFlagType = "partial.flag.type";
  constexpr spec::ClauseId kMemberType = "wire.json.member-type";
  if (clause == kFlagType.text()) {
    return std::string(kMemberType.text());
  }
  return clause.starts_with("wire.") ? clause : clause.substr(0, clause.rfind('.'));
}

Face FaceOf(const Sighting& sighting) {
  const std::string kind = KindOf(sighting.signature);
  const std::string clause = ClauseOf(sighting.signature);
  if (clause.starts_with("robust.")) {
    return Face::kFailure;
  }
  const bool refused_wrongly = IsWrongRefusal(kind);
  const bool of_put = sighting.refusal.starts_with(spec::LineOf(spec::Operation::kPut) + " ");
  constexpr spec::ClauseId kReadError = "read.error.status";
  const bool about_form = clause.starts_with("response.") || clause == kReadError.text();
  if (!sighting.refusal.empty() && !of_put && !about_form &&
      (refused_wrongly || kind == "missing")) {
    return Face::kUnread;
  }
  if (!sighting.refusal.empty() && !refused_wrongly) {
    return Face::kForm;
  }
  const bool taken = kind == "accepted" || kind == "not-refused" || kind == "not-reported";
  return taken ? Face::kTaken : Face::kState;
}

std::string ClaimOf(const Sighting& sighting) {
  return FaceOf(sighting) == Face::kFailure
             ? sighting.signature + " " + ClauseOfCase(sighting.case_id)
             : sighting.signature;
}

std::vector<std::set<Sighting>> HangingTogether(const std::set<Sighting>& shown, Ties by) {
  Joined joined;
  // A sighting of its own name, for one signature may be seen in several ways.
  const auto name_of = [](const Sighting& sighting) {
    return "seen " + sighting.case_id + " " + sighting.signature;
  };
  const std::set<std::string> misnamed = CasesOfMisnamedErrors(shown);
  const Unchecked unchecked = UncheckedIn(shown, misnamed);
  const auto unread = UnreadIn(shown);
  const std::set<std::string> many_texts = NamesOfManyTexts(shown);
  for (const Sighting& each : shown) {
    if (FaceOf(each) == Face::kTaken && misnamed.contains(each.case_id)) {
      joined.Join(name_of(each), CaseTie(each));
      continue;
    }
    if (FaceOf(each) == Face::kForm && unread.contains({each.case_id, each.refusal})) {
      joined.Join(name_of(each), UnreadTie(each.refusal));
      continue;
    }
    if (const std::string check = CheckMissedBy(each, unchecked); !check.empty()) {
      joined.Join(name_of(each), ClauseTie(check));
      continue;
    }
    for (const std::string& tie : TiesOf(each, by, many_texts)) {
      joined.Join(name_of(each), tie);
    }
  }
  std::map<std::size_t, std::set<Sighting>> groups;
  for (const Sighting& each : shown) {
    groups[joined.RootOf(joined.IndexOf(name_of(each)))].insert(each);
  }
  std::vector<std::set<Sighting>> ordered;
  for (auto& [root, group] : groups) {
    ordered.push_back(std::move(group));
  }
  std::ranges::sort(ordered, [](const std::set<Sighting>& one, const std::set<Sighting>& other) {
    return std::tuple(other.size(), one) < std::tuple(one.size(), other);
  });
  return ordered;
}

}  // namespace swc::conformance
