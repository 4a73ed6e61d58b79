// The command `spec`: the catalogue of clauses and the numbered statements behind them.
#include <algorithm>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/cli/commands.h"
#include "conformance/explain/clause_page.h"
#include "conformance/explain/clause_text.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/embedded.h"
#include "spec/fact.h"
#include "spec/outcome.h"
#include "spec/service_model.h"
#include "spec/text/error.h"
#include "spec/text/print.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using spec::Catalogue;
using spec::Clause;

struct SpecArguments {
  std::string id;
  std::string prefix;
  std::string service_model;
};

std::unexpected<spec::Error> NoSuchClause(std::string_view id) {
  return std::unexpected(spec::Error{
      .kind = spec::ErrorKind::kUsage,
      .message = fmt::format("spec: there is no clause '{}'; `spec list` shows them", id)});
}

CommandResult List(const SpecArguments& arguments) {
  const std::string list = ClausesUnder(arguments.prefix);
  if (list.empty()) {
    return NoSuchClause(arguments.prefix);
  }
  spec::Print(fmt::format("{}{} clauses\n", list, std::ranges::count(list, '\n')));
  return spec::Outcome::kConforms;
}

std::unexpected<spec::Error> NoSuchFact(std::string_view id) {
  std::string last_fact;
  std::string last_open_point;
  for (const spec::Fact& fact : spec::FactList::Get().facts()) {
    (fact.evidence == spec::Evidence::kOpen ? last_open_point : last_fact) = fact.id;
  }
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kUsage,
                  .message = fmt::format("spec: no statement has the number '{}'; they go up to {} "
                                         "and {}, and some numbers were never given out",
                                         id, last_fact, last_open_point)});
}

CommandResult ShowFact(std::string_view id) {
  const spec::Fact* fact = spec::FactList::Get().Find(id);
  if (fact == nullptr) {
    return NoSuchFact(id);
  }
  std::vector<std::string_view> clauses;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    if (std::ranges::find(clause.facts, id) != clause.facts.end()) {
      clauses.push_back(clause.id);
    }
  }
  spec::Print(fmt::format("{}\n", InOneLine(*fact)));
  if (clauses.empty()) {
    spec::Print("  clauses: none; docs/not-tested.md has the reason\n");
  } else {
    spec::Print(fmt::format("  clauses: {}\n", fmt::join(clauses, ", ")));
  }
  return spec::Outcome::kConforms;
}

CommandResult Show(const SpecArguments& arguments) {
  if (spec::LooksLikeFact(arguments.id)) {
    return ShowFact(arguments.id);
  }
  const Clause* clause = Catalogue::Get().Find(arguments.id);
  if (clause == nullptr) {
    return NoSuchClause(arguments.id);
  }
  spec::Print(ClauseText(*clause));
  return spec::Outcome::kConforms;
}

CommandResult Page() {
  spec::Print(ClausePage());
  return spec::Outcome::kConforms;
}

CommandResult Check(const SpecArguments& arguments) {
  const auto text = spec::ReadFile(arguments.service_model);
  if (!text) {
    return std::unexpected(text.error());
  }
  const auto comparison = spec::CompareWithServiceModel(spec::EmbeddedContract(), *text);
  if (!comparison) {
    return std::unexpected(comparison.error().WithContext(arguments.service_model));
  }
  for (const spec::ModelDifference& difference : comparison->differences) {
    spec::Print(fmt::format("{}: ours {}, theirs {}\n", reports::ForTerminal(difference.where),
                            reports::ForTerminal(difference.ours),
                            reports::ForTerminal(difference.theirs)));
  }
  if (comparison->minified) {
    spec::Print("The model is minified: constraints, enums and errors were not compared.\n");
  }
  const std::size_t count = comparison->differences.size();
  spec::Print(fmt::format("{} difference{}\n", count, count == 1 ? "" : "s"));
  return spec::Weigh({.found = count > 0});
}

}  // namespace

Command AddSpecCommand(CLI::App& app) {
  auto arguments = std::make_shared<SpecArguments>();
  CLI::App* command = app.add_subcommand("spec", "The catalogue of clauses");
  CLI::App* list = command->add_subcommand("list", "One line for each clause");
  list->add_option("prefix", arguments->prefix, "Only clauses under this prefix");
  CLI::App* show = command->add_subcommand(
      "show", "One clause with its facts and sources, or one fact with its clauses");
  show->add_option("id", arguments->id, "Clause, e.g. time.window.past, or fact, e.g. F216")
      ->required();
  CLI::App* page = command->add_subcommand("page", "The whole catalogue as docs/clauses.md has it");
  CLI::App* check = command->add_subcommand(
      "check", "Compare the contract with the service model that AWS publishes; 1 on drift");
  check
      ->add_option("--service-model", arguments->service_model,
                   "service-2.json of botocore, or the model of aws-sdk")
      ->required();
  command->require_subcommand(1);
  return {.app = command, .run = [arguments, list, page, check] {
            return list->parsed()    ? List(*arguments)
                   : page->parsed()  ? Page()
                   : check->parsed() ? Check(*arguments)
                                     : Show(*arguments);
          }};
}

}  // namespace swc::conformance
