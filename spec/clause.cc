#include "spec/clause.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "spec/check.h"
#include "spec/clause_id.h"
#include "spec/embedded.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::spec {
namespace {

using nlohmann::json;

constexpr std::string_view kClausesOrigin = "clauses.json";

std::unexpected<Error> Bad(const std::string& id, const std::string& what) {
  return BadInput(
      {.origin = std::string(kClausesOrigin), .field = "clause '" + id + "'", .what = what});
}

std::expected<Level, Error> ParseLevel(const std::string& id, const std::string& text) {
  if (text == "must") {
    return Level::kMust;
  }
  if (text == "should") {
    return Level::kShould;
  }
  if (text == "free") {
    return Level::kFree;
  }
  return Bad(id, "level '" + text + "' is none of must, should, free");
}

std::expected<RejectForms, Error> ParseReject(const std::string& id, const json& node) {
  RejectForms forms;
  const std::string scope = node.at("scope").get<std::string>();
  if (scope != "request" && scope != "entry" && scope != "value") {
    return Bad(id, "scope '" + scope + "' is none of request, entry, value");
  }
  forms.scope = scope == "request" ? Scope::kRequest
                : scope == "entry" ? Scope::kEntry
                                   : Scope::kValue;
  node.at("request").get_to(forms.request_statuses);
  node.at("entry").get_to(forms.entry_codes);
  forms.request_only_if_every_entry = node.contains("request_if");
  forms.code_policy = node.value("code_policy", std::string());
  return forms;
}

std::expected<Alternative, Error> ParseAlternative(const std::string& id, const json& node) {
  Alternative alternative;
  node.at("name").get_to(alternative.name);
  node.at("statement").get_to(alternative.statement);
  const std::string form = node.at("form").get<std::string>();
  if (form != "accepted" && form != "entry" && form != "request") {
    return Bad(id, "form '" + form + "' is none of accepted, entry, request");
  }
  alternative.form = form == "accepted" ? Form::kAccepted
                     : form == "entry"  ? Form::kEntry
                                        : Form::kRequest;
  return alternative;
}

std::expected<Sides, Error> ParseSides(const std::string& id, const json& node) {
  Sides sides;
  for (const json& side : node) {
    const auto name = side.get<std::string>();
    if (name != "accept" && name != "reject" && name != "observe") {
      return Bad(id, "side '" + name + "' is none of accept, reject, observe");
    }
    sides.accept |= name == "accept";
    sides.reject |= name == "reject";
    sides.observe |= name == "observe";
  }
  return sides;
}

std::expected<Source, Error> ParseSource(const std::string& id, const std::string& text,
                                         const json& documents) {
  const std::size_t hash = text.find('#');
  Source source{.key = text.substr(0, hash)};
  if (!documents.contains(source.key)) {
    return Bad(id, "source '" + source.key + "' is not one of the documents");
  }
  if (hash != std::string::npos) {
    source.place = text.substr(hash + 1);
    if (source.place.empty()) {
      return Bad(id, "source '" + text + "' names no place after the '#'");
    }
  }
  documents.at(source.key).get_to(source.document);
  return source;
}

std::expected<Clause, Error> ParseClause(const json& node, const json& documents) {
  Clause clause;
  node.at("id").get_to(clause.id);
  const auto level = ParseLevel(clause.id, node.at("level").get<std::string>());
  if (!level) {
    return std::unexpected(level.error());
  }
  clause.level = *level;
  node.at("statement").get_to(clause.statement);
  node.at("facts").get_to(clause.facts);
  clause.reason = node.value("reason", std::string());
  clause.contested = node.value("contested", std::vector<std::string>());
  clause.may_vary = node.value("may_vary", false);
  clause.needs = node.value("needs", std::vector<std::string>());
  for (const json& source : node.at("sources")) {
    auto parsed = ParseSource(clause.id, source.get<std::string>(), documents);
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    clause.sources.push_back(*std::move(parsed));
  }
  const auto sides = ParseSides(clause.id, node.at("sides"));
  if (!sides) {
    return std::unexpected(sides.error());
  }
  clause.sides = *sides;
  if (node.contains("reject")) {
    const auto reject = ParseReject(clause.id, node.at("reject"));
    if (!reject) {
      return std::unexpected(reject.error());
    }
    clause.reject = *reject;
    clause.can_be_violated = true;
  }
  for (const json& item : node.value("alternatives", json::array())) {
    auto alternative = ParseAlternative(clause.id, item);
    if (!alternative) {
      return std::unexpected(alternative.error());
    }
    clause.alternatives.push_back(*std::move(alternative));
  }
  if ((clause.level == Level::kFree) != (clause.alternatives.size() >= 2)) {
    return Bad(clause.id, "a free clause, and only a free clause, has two or more alternatives");
  }
  if (!clause.contested.empty() &&
      (clause.level != Level::kShould || clause.contested.size() < 2)) {
    return Bad(clause.id, "only a should clause is contested, by two or more sides");
  }
  if (clause.sources.empty() || clause.facts.empty()) {
    return Bad(clause.id, "a clause needs at least one source and one fact");
  }
  return clause;
}

// As `ParseClause`; a missing or misshapen field is reported under the clause's id.
std::expected<Clause, Error> ParseNamedClause(const json& node, const json& documents) {
  try {
    return ParseClause(node, documents);
  } catch (const json::exception& error) {
    return Bad(node.value("id", std::string("a clause without an id")), error.what());
  }
}

}  // namespace

std::string_view ToString(Level level) {
  switch (level) {
    case Level::kMust:
      return "must";
    case Level::kShould:
      return "should";
    case Level::kFree:
      return "free";
  }
  return "";
}

std::string ToString(const Source& source) {
  return source.place.empty() ? source.document : source.document + ", " + source.place;
}

bool MayCoexist(const Clause& clause, const std::set<std::string>& alternatives) {
  if (clause.may_vary) {
    return true;
  }
  std::set<std::string> decisions;
  for (const Alternative& alternative : clause.alternatives) {
    if (alternatives.contains(alternative.name)) {
      decisions.insert(alternative.form == Form::kAccepted ? alternative.name : "refused");
    }
  }
  return decisions.size() <= 1;
}

const Catalogue& Catalogue::Get() {
  static const Catalogue catalogue = [] {
    std::expected<Catalogue, Error> parsed = Parse(EmbeddedClauses());
    SWC_CHECK(parsed.has_value(), parsed.error().message.c_str());
    return *std::move(parsed);
  }();
  return catalogue;
}

std::expected<Catalogue, Error> Catalogue::Parse(std::string_view text) {
  Catalogue catalogue;
  try {
    const json root = json::parse(text);
    for (const json& node : root.at("clauses")) {
      auto clause = ParseNamedClause(node, root.at("documents"));
      if (!clause) {
        return std::unexpected(clause.error());
      }
      if (!catalogue.index_.emplace(clause->id, catalogue.clauses_.size()).second) {
        return Bad(clause->id, "the id stands twice");
      }
      catalogue.clauses_.push_back(*std::move(clause));
    }
  } catch (const json::exception& error) {
    return BadInput({.origin = std::string(kClausesOrigin), .what = error.what()});
  }
  for (const Clause& clause : catalogue.clauses_) {
    if (auto checked = catalogue.CheckCodePolicy(clause); !checked) {
      return std::unexpected(checked.error());
    }
  }
  if (catalogue.clauses_.empty()) {
    return BadInput({.origin = std::string(kClausesOrigin), .what = "it has no clause"});
  }
  return catalogue;
}

std::expected<void, Error> Catalogue::CheckCodePolicy(const Clause& clause) const {
  const std::string& policy = clause.reject.code_policy;
  const Clause* found = policy.empty() ? &clause : Find(policy);
  const bool decides = found != nullptr && found->level == Level::kFree;
  if (!policy.empty() && !decides) {
    return Bad(clause.id, "code_policy '" + policy + "' is no free clause");
  }
  if (clause.reject.request_only_if_every_entry && !decides) {
    return Bad(clause.id, "request_if asks for a free clause that decides: itself, or code_policy");
  }
  return {};
}

const Clause* Catalogue::Find(std::string_view id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &clauses_[found->second];
}

const Clause& Catalogue::At(ClauseId id) const {
  const Clause* clause = Find(id);
  SWC_CHECK(clause != nullptr, std::string(id.text()).c_str());
  return *clause;
}

bool Catalogue::AnyUnder(std::string_view prefix) const {
  return std::ranges::any_of(clauses_,
                             [&](const Clause& clause) { return HasPrefix(clause.id, prefix); });
}

}  // namespace swc::spec
