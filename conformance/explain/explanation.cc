#include "conformance/explain/explanation.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/explain/clause_text.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reference/mutants/mutants.h"
#include "reports/text.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/embedded.h"

namespace swc::conformance {
namespace {

using spec::Catalogue;
using spec::Clause;
using Json = nlohmann::ordered_json;

constexpr std::size_t kBodyBytesMax = 300;
constexpr std::size_t kExchangesMax = 4;  // Of one example: the put, and what was read.
constexpr std::size_t kCasesMax = 12;
constexpr std::size_t kNearestMax = 3;

std::string_view LevelText(spec::Level level) {
  switch (level) {
    case spec::Level::kMust:
      return "who breaks it fails";
    case spec::Level::kShould:
      return "who breaks it is warned, and fails with --strict";
    case spec::Level::kFree:
      return "the documents leave a choice; an answer that is none of the alternatives fails";
  }
  return "";
}

std::string BodyText(const Json& message) {
  const auto body = message.find("body");
  if (body == message.end()) {
    return "";
  }
  const bool as_it_stands = body->is_string();
  const std::string text = as_it_stands ? body->get<std::string>() : body->dump();
  return " " + reports::ForTerminal(reports::Shortened(text, kBodyBytesMax));
}

std::string AnswerText(const Json& response) {
  if (const auto failure = response.find("failure"); failure != response.end()) {
    return fmt::format("no answer: {}", failure->get<std::string>());
  }
  std::string name;
  if (const auto headers = response.find("headers"); headers != response.end()) {
    name = headers->value("x-amzn-errortype", "");
  }
  return reports::ForTerminal(fmt::format("{}{}{}", response.at("status").get<int>(),
                                          name.empty() ? "" : " ", name)) +
         BodyText(response);
}

std::string ExchangesText(const Json& exchanges) {
  std::string text;
  // What an example is about shows itself at its end.
  const std::size_t first = exchanges.size() - std::min(exchanges.size(), kExchangesMax - 1);
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    if (first > 1 && i > 0 && i < first) {
      text += i == 1 ? fmt::format("      ... {} more exchanges\n", first - 1) : "";
      continue;
    }
    const Json& request = exchanges[i].at("request");
    text += fmt::format("      > {} {}{}\n      < {}\n", request.at("method").get<std::string>(),
                        reports::ForTerminal(reports::Shortened(
                            request.at("path").get<std::string>(), kBodyBytesMax)),
                        BodyText(request), AnswerText(exchanges[i].at("response")));
  }
  return text;
}

// Returns what the name of an example says behind the clause: "is reported as a limit".
std::string TitleOf(const Json& example) {
  const auto name = example.at("name").get<std::string>();
  std::string title = name.substr(name.find('/') + 1);
  std::ranges::replace(title, '-', ' ');
  return title;
}

std::string ExamplesText(const Clause& clause, bool conforming, std::string_view headline) {
  static const Json all = Json::parse(spec::EmbeddedExamples());
  std::string text;
  for (const Json& example : all) {
    const bool conforms = example.at("verdict").is_string();
    if (example.at("clause") == clause.id && conforms == conforming) {
      text +=
          fmt::format("    {}\n      {}\n{}", TitleOf(example),
                      example.at("why").get<std::string>(), ExchangesText(example.at("exchanges")));
    }
  }
  return text.empty() ? text : fmt::format("\n  {}\n{}", headline, text);
}

std::string MistakesText(const Clause& clause) {
  std::string text;
  for (const reference::Mutant* mutant : reference::MutantsThatBreak(clause)) {
    text += fmt::format("    {} (mock --mutant {})\n", mutant->description, mutant->name);
  }
  return text.empty() ? text : "\n  usual mistakes\n" + text;
}

std::string CasesText(const Clause& clause, std::string_view program) {
  std::vector<const generators::Case*> cases;
  for (const generators::Case& test_case : generators::DirectedCases()) {
    const bool about =
        std::ranges::any_of(test_case.clauses, [&](spec::ClauseId id) { return clause.Is(id); });
    if (about) {
      cases.push_back(&test_case);
    }
  }
  if (cases.empty()) {
    return "";
  }
  std::string text =
      fmt::format("\n  directed cases ({}): {} run --only {}\n", cases.size(), program, clause.id);
  for (std::size_t i = 0; i < std::min(cases.size(), kCasesMax); ++i) {
    text += fmt::format("    {}\n", cases[i]->id);
  }
  return cases.size() <= kCasesMax
             ? text
             : text + fmt::format("    and {} more: {} run --list --only {}\n",
                                  cases.size() - kCasesMax, program, clause.id);
}

// Returns how many letters have to be put in, left out or changed to turn one text into the other.
std::size_t Distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string Explanation(const Clause& clause, std::string_view program) {
  std::string text = ClauseText(clause);
  text += fmt::format("  level:   {}: {}\n", ToString(clause.level), LevelText(clause.level));
  text += ExamplesText(clause, true, "right");
  text += ExamplesText(clause, false, "wrong");
  text += MistakesText(clause);
  return text + CasesText(clause, program);
}

std::vector<std::string> NearestNames(std::string_view text) {
  std::set<std::string_view> names;
  for (const Clause& clause : Catalogue::Get().clauses()) {
    const std::string_view id = clause.id;
    for (std::size_t end = id.find('.'); end != std::string_view::npos;
         end = id.find('.', end + 1)) {
      names.insert(id.substr(0, end));
    }
    names.insert(id);
  }
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string_view name : names) {
    // A part of a name is meant as well as a misspelled one.
    const bool part = text.size() > 2 && name.contains(text);
    const std::size_t distance = part ? 1 : Distance(text.substr(0, 2 * name.size()), name);
    if (distance <= name.size() / 3) {
      near.emplace_back(distance, name);
    }
  }
  std::ranges::sort(near);
  std::vector<std::string> nearest;
  for (std::size_t i = 0; i < std::min(near.size(), kNearestMax); ++i) {
    nearest.push_back(near[i].second);
  }
  return nearest;
}

}  // namespace swc::conformance
