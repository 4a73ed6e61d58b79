#include "conformance/explain/clause_page.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reference/mutants/mutants.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using spec::Catalogue;
using spec::Clause;

constexpr std::string_view kHead = R"(# The clauses

This page is generated: `sitewise-conformance spec page >docs/clauses.md` renews it.

Levels: a broken `must` fails, a broken `should` warns, and a `free` clause lists what the documents leave open; see
[verdicts.md](verdicts.md). Numbers in brackets are the [documents](#documents) behind a rule, with the place in them.
F and U numbers count the collected statements: [spec/facts.json](../spec/facts.json) has them all, and
`sitewise-conformance spec show F216` prints one. Those that no clause tests stand in [not-tested.md](not-tested.md). "Broken by" names the seeded bugs (`sitewise-conformance mock --list`) with which the suite
proves that it notices.
)";

// The documents in the order in which clauses first name them, numbered from 1.
class Documents {
 public:
  explicit Documents(const Catalogue& catalogue) {
    for (const Clause& clause : catalogue.clauses()) {
      for (const spec::Source& source : clause.sources) {
        if (std::ranges::find(names_, source.document) == names_.end()) {
          names_.push_back(source.document);
        }
      }
    }
  }

  // Returns "[1] Request Syntax; [3] Variant.doubleValue" for the sources of `clause`.
  [[nodiscard]] std::string PlacesOf(const Clause& clause) const {
    std::string places;
    for (const spec::Source& source : clause.sources) {
      const auto number = std::ranges::find(names_, source.document) - names_.begin() + 1;
      places += fmt::format("{}[{}]{}{}", places.empty() ? "" : "; ", number,
                            source.place.empty() ? "" : " ", source.place);
    }
    return places;
  }

  // Returns the list of all documents.
  [[nodiscard]] std::string List() const {
    std::string list;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const bool link = names_[i].starts_with("https://") && !names_[i].contains(' ');
      list += fmt::format("{}. {}{}{}\n", i + 1, link ? "<" : "", names_[i], link ? ">" : "");
    }
    return list;
  }

 private:
  std::vector<std::string> names_;
};

std::string_view AreaOf(const Clause& clause) {
  const std::string_view id = clause.id;
  return id.substr(0, id.find('.'));
}

std::string Joined(const std::vector<std::string>& words, std::string_view quote) {
  std::string text;
  for (const std::string& word : words) {
    text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", quote, word, quote);
  }
  return text;
}

std::vector<std::string> MutantsOf(const Clause& clause) {
  std::vector<std::string> names;
  for (const reference::Mutant* mutant : reference::MutantsThatBreak(clause)) {
    names.emplace_back(mutant->name);
  }
  return names;
}

std::string EntryOf(const Clause& clause, const Documents& documents) {
  std::string entry = fmt::format("\n### {} ({})\n\n{}\n\n- sources: {}\n- facts: {}\n", clause.id,
                                  ToString(clause.level), clause.statement,
                                  documents.PlacesOf(clause), Joined(clause.facts, ""));
  if (!clause.reason.empty()) {
    entry += fmt::format("- reason: {}\n", clause.reason);
  }
  if (!clause.needs.empty()) {
    entry += fmt::format("- needs: {}\n", Joined(clause.needs, "`"));
  }
  for (const spec::Alternative& alternative : clause.alternatives) {
    entry += fmt::format("- alternative `{}`: {}\n", alternative.name, alternative.statement);
  }
  if (clause.may_vary) {
    entry += "- the choice may vary from request to request\n";
  }
  if (const auto mutants = MutantsOf(clause); !mutants.empty()) {
    entry += fmt::format("- broken by: {}\n", Joined(mutants, "`"));
  }
  return entry;
}

// Returns "135 clauses: 70 must, 30 should, 35 free."
std::string CountsOf(const Catalogue& catalogue) {
  std::map<spec::Level, int> counts;
  for (const Clause& clause : catalogue.clauses()) {
    ++counts[clause.level];
  }
  return fmt::format("{} clauses: {} must, {} should, {} free.", catalogue.clauses().size(),
                     counts[spec::Level::kMust], counts[spec::Level::kShould],
                     counts[spec::Level::kFree]);
}

}  // namespace

std::string ClausePage() {
  const Catalogue& catalogue = Catalogue::Get();
  const Documents documents(catalogue);
  std::string page = fmt::format("{}\n{}\n", kHead, CountsOf(catalogue));
  std::string_view area;
  for (const Clause& clause : catalogue.clauses()) {
    if (AreaOf(clause) != area) {
      area = AreaOf(clause);
      page += fmt::format("\n## {}\n", area);
    }
    page += EntryOf(clause, documents);
  }
  return page + "\n## Documents\n\n" + documents.List();
}

}  // namespace swc::conformance
