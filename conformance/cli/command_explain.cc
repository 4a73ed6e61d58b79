// The command `explain`: a clause with examples of both sides, usual mistakes and its cases.
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/cli/commands.h"
#include "conformance/explain/clause_text.h"
#include "conformance/explain/explanation.h"
#include "conformance/program/command_line.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/outcome.h"
#include "spec/text/print.h"

namespace swc::conformance {
namespace {

CommandResult Explain(const std::string& id, const std::string& program) {
  if (const spec::Clause* clause = spec::Catalogue::Get().Find(id); clause != nullptr) {
    spec::Print(Explanation(*clause, program));
    return spec::Outcome::kConforms;
  }
  if (const std::string list = ClausesUnder(id); !list.empty() && !id.empty()) {
    spec::Print(list);
    return spec::Outcome::kConforms;
  }
  const std::vector<std::string> nearest = NearestNames(id);
  return UsageError(fmt::format(
      "explain: there is no clause '{}'{}; `spec list` shows them",
      reports::ForTerminal(reports::Shortened(id, 100)),
      nearest.empty() ? "" : fmt::format("; did you mean {}?", fmt::join(nearest, ", "))));
}

}  // namespace

Command AddExplainCommand(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "explain", "A clause with examples of both sides, usual mistakes and its cases");
  command->add_option("clause", *id, "A clause, e.g. time.window.past, or a prefix of some")
      ->required();
  return {.app = command, .run = [id, &app] { return Explain(*id, app.get_name()); }};
}

}  // namespace swc::conformance
