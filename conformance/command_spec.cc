// The command `spec`: the catalogue of clauses.
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "conformance/commands.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using spec::Catalogue;
using spec::Clause;

struct SpecArguments {
  std::string id;
  std::string prefix;
};

std::unexpected<spec::Error> NoSuchClause(std::string_view id) {
  return std::unexpected(spec::Error{
      .kind = spec::ErrorKind::kUsage,
      .message = fmt::format("spec: there is no clause '{}'; `spec list` shows them", id)});
}

CommandResult List(const SpecArguments& arguments) {
  int count = 0;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    if (spec::HasPrefix(clause.id, arguments.prefix)) {
      fmt::print("{:<6} {:<38} {}\n", ToString(clause.level), clause.id, clause.statement);
      ++count;
    }
  }
  if (count == 0) {
    return NoSuchClause(arguments.prefix);
  }
  fmt::print("{} clauses\n", count);
  return 0;
}

std::string_view FormText(spec::Form form) {
  return form == spec::Form::kAccepted ? "accepted"
         : form == spec::Form::kEntry  ? "error of the entry"
                                       : "error of the request";
}

CommandResult Show(const SpecArguments& arguments) {
  const Clause* clause = Catalogue::Get().Find(arguments.id);
  if (clause == nullptr) {
    return NoSuchClause(arguments.id);
  }
  fmt::print("{}  ({})\n  {}\n  facts:   {}\n", clause->id, ToString(clause->level),
             clause->statement, fmt::join(clause->facts, ", "));
  for (const std::string& source : clause->sources) {
    fmt::print("  source:  {}\n", source);
  }
  if (clause->can_be_violated) {
    fmt::print("  a violation may be reported as:\n");
    if (!clause->reject.request_statuses.empty()) {
      fmt::print("    an error of the whole request, status {}{}\n",
                 fmt::join(clause->reject.request_statuses, ", "),
                 clause->reject.request_only_if_every_entry ? ", if every entry breaks it" : "");
    }
    if (!clause->reject.entry_codes.empty()) {
      fmt::print("    an error of the entry, code {}\n",
                 fmt::join(clause->reject.entry_codes, ", "));
    }
  }
  for (const spec::Alternative& alternative : clause->alternatives) {
    fmt::print("  alternative {} ({}): {}\n", alternative.name, FormText(alternative.form),
               alternative.statement);
  }
  if (!clause->needs.empty()) {
    fmt::print("  needs:   {}\n", fmt::join(clause->needs, ", "));
  }
  return 0;
}

}  // namespace

Command AddSpecCommand(CLI::App& app) {
  auto arguments = std::make_shared<SpecArguments>();
  CLI::App* command = app.add_subcommand("spec", "The catalogue of clauses");
  CLI::App* list = command->add_subcommand("list", "One line for each clause");
  list->add_option("prefix", arguments->prefix, "Only clauses under this prefix");
  CLI::App* show = command->add_subcommand("show", "One clause with its sources");
  show->add_option("id", arguments->id, "Clause id, e.g. time.window.past")->required();
  command->require_subcommand(1);
  return {.app = command, .run = [arguments, list] {
            return list->parsed() ? List(*arguments) : Show(*arguments);
          }};
}

}  // namespace swc::conformance
