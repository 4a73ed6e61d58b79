#include "spec/fact.h"

#include <algorithm>
#include <array>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "spec/check.h"
#include "spec/embedded.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::spec {
namespace {

using nlohmann::json;

constexpr std::array kEvidence = {Evidence::kDocumented, Evidence::kObserved, Evidence::kInferred,
                                  Evidence::kUnspecified, Evidence::kOpen};

std::unexpected<Error> BadList(const std::string& what) {
  return BadInput({.origin = "facts.json", .what = what});
}

std::expected<Fact, Error> ParseFact(const json& node) {
  Fact fact;
  node.at("id").get_to(fact.id);
  const auto level = node.at("level").get<std::string>();
  const auto* const evidence =
      std::ranges::find_if(kEvidence, [&](Evidence each) { return ToString(each) == level; });
  if (!LooksLikeFact(fact.id)) {
    return BadList(fmt::format("'{}' is no number such as F1 or U1", fact.id));
  }
  if (evidence == kEvidence.end()) {
    return BadList(
        fmt::format("{}: level '{}' is none of documented, observed, inferred, unspecified, open",
                    fact.id, level));
  }
  fact.evidence = *evidence;
  node.at("source").get_to(fact.source);
  node.at("says").get_to(fact.statement);
  if (fact.source.empty() || fact.statement.empty()) {
    return BadList(fact.id + ": `source` and `says` must not be empty");
  }
  return fact;
}

// As `ParseFact`; a missing or misshapen field is reported under the fact's number.
std::expected<Fact, Error> ParseNumberedFact(const json& node) {
  try {
    return ParseFact(node);
  } catch (const json::exception& error) {
    const json* const id = node.is_object() && node.contains("id") ? &node.at("id") : nullptr;
    return BadList((id != nullptr && id->is_string() ? id->get<std::string>() + ": " : "") +
                   error.what());
  }
}

}  // namespace

std::string_view ToString(Evidence evidence) {
  switch (evidence) {
    case Evidence::kDocumented:
      return "documented";
    case Evidence::kObserved:
      return "observed";
    case Evidence::kInferred:
      return "inferred";
    case Evidence::kUnspecified:
      return "unspecified";
    case Evidence::kOpen:
      return "open";
  }
  return "";
}

const FactList& FactList::Get() {
  static const FactList list = [] {
    std::expected<FactList, Error> parsed = Parse(EmbeddedFacts());
    SWC_CHECK(parsed.has_value(), parsed.error().message.c_str());
    return *std::move(parsed);
  }();
  return list;
}

std::expected<FactList, Error> FactList::Parse(std::string_view text) {
  FactList list;
  std::set<std::string> ids;
  try {
    const json root = json::parse(text);
    for (const json& node : root.at("facts")) {
      auto fact = ParseNumberedFact(node);
      if (!fact) {
        return std::unexpected(fact.error());
      }
      if (!ids.insert(fact->id).second) {
        return BadList(fact->id + " stands twice");
      }
      list.facts_.push_back(*std::move(fact));
    }
  } catch (const json::exception& error) {
    return BadList(error.what());
  }
  if (list.facts_.empty()) {
    return BadList("it has no fact");
  }
  return list;
}

const Fact* FactList::Find(std::string_view id) const {
  const auto found = std::ranges::find(facts_, id, &Fact::id);
  return found == facts_.end() ? nullptr : &*found;
}

bool LooksLikeFact(std::string_view text) {
  return text.size() >= 2 && (text[0] == 'F' || text[0] == 'U') &&
         std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

std::string InOneLine(const Fact& fact) {
  return fmt::format("{} ({}; {}): {}", fact.id, ToString(fact.evidence), fact.source,
                     fact.statement);
}

}  // namespace swc::spec
