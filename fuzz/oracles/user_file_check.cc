#include "fuzz/oracles/user_file_check.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "conformance/cli/commands.h"
#include "conformance/target/target_file.h"
#include "generators/case/case.h"
#include "reports/formats/json_report.h"
#include "reports/text.h"

namespace swc::fuzz {
namespace {

constexpr std::string_view kOrigin = "f";

// More words are read no differently.
constexpr std::size_t kWordsMax = 64;

// A message is no page: names that somebody made up are cut where they stand in it.
constexpr std::size_t kMessageBytesMax = 3'000;

// What stands in the place of a field where the whole text is at fault.
constexpr std::array<std::string_view, 6> kNoField = {
    "line ",     "the text is not JSON",     "nested deeper than ",
    "a case is", "a target description is ", "the document has to be "};

// Returns whether a message says where: the file, and the field if there is one, "f: /members/x:
// what". What stands in it of the text is made harmless where it is printed.
bool SaysWhere(std::string_view message, std::string_view origin) {
  if (!message.starts_with(origin) || message.size() > kMessageBytesMax) {
    return false;
  }
  const std::string_view place = message.substr(origin.size());
  const bool no_field = std::ranges::any_of(
      kNoField, [&](std::string_view words) { return place.starts_with(words); });
  return (place.starts_with('/') || no_field) &&
         reports::ForTerminal(message).find('\n') == std::string::npos;
}

// Reads `text`, and what was read once more as it is written. Returns what is wrong with that.
// `origin` is what stands before the field in a message.
template <typename Read, typename Write>
std::string ObjectionTo(std::string_view what, std::string_view origin, std::string_view text,
                        Read read, Write write) {
  const auto first = read(text);
  if (!first) {
    return SaysWhere(first.error().message, origin)
               ? ""
               : fmt::format("{}-message: neither file nor field: {}", what,
                             reports::ForTerminal(first.error().message));
  }
  const std::string written = write(*first);
  const auto second = read(written);
  if (!second) {
    return fmt::format("{}-refused: what was read is refused as it is written: {}", what,
                       second.error().message);
  }
  return write(*second) == written
             ? ""
             : fmt::format("{}-changed: what was read is written in two ways", what);
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty() && words.size() < kWordsMax) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::ranges::reverse(words);  // As CLI11 wants them.
  return words;
}

std::string ObjectionToCommandLine(std::string_view text) {
  CLI::App app("fuzzed");
  app.require_subcommand(1);
  const std::vector<conformance::Command> commands = {
      conformance::AddRunCommand(app),      conformance::AddMockCommand(app),
      conformance::AddReplayCommand(app),   conformance::AddShrinkCommand(app),
      conformance::AddSelftestCommand(app), conformance::AddSpecCommand(app),
      conformance::AddExplainCommand(app)};
  try {
    app.parse(WordsOf(text));
  } catch (const CLI::Success&) {
    return "";  // --help
  } catch (const CLI::ParseError& error) {
    return *error.what() == '\0' ? "command-line-message: no word of what is wrong" : "";
  }
  return std::ranges::any_of(commands, [](const auto& each) { return each.app->parsed(); })
             ? ""
             : "command-line-nothing: taken, and no command is chosen";
}

}  // namespace

std::string UserFileObjection(std::string_view input) {
  std::string objection = ObjectionTo(
      "target", "f: ", input, [](auto text) { return conformance::ParseTarget(text, kOrigin); },
      [](const auto& target) { return conformance::ToJson(target); });
  if (objection.empty()) {
    objection = ObjectionTo(
        "case", "f: ", input,
        [](std::string_view text) { return generators::ParseCase(text, kOrigin); },
        [](const auto& test_case) { return generators::ToJson(test_case); });
  }
  if (objection.empty()) {
    objection = ObjectionTo(
        "report", "not a report.json: ", input,
        [](auto text) { return reports::ParseJsonReport(text); },
        [](const auto& record) { return reports::ToJsonReport(record); });
  }
  // Building the commands takes longer than reading a file, and none is called "{".
  return objection.empty() && !input.starts_with('{') ? ObjectionToCommandLine(input) : objection;
}

}  // namespace swc::fuzz
