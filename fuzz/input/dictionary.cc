// The dictionary: names of members, enums, errors and limits, from the contract.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fuzz/input/seed_corpus.h"
#include "spec/contract.h"
#include "spec/embedded.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

using nlohmann::json;

// Collects what stands as a word in a put: names of members, and values of enums.
void CollectWords(const json& node, std::set<std::string>& words) {
  if (!node.is_object()) {
    return;
  }
  for (const auto& [name, item] : node.items()) {
    if (name == "members" && item.is_object()) {
      for (const auto& [member, shape] : item.items()) {
        words.insert("\"" + member + "\"");
      }
    }
    if (name == "enum" && item.is_array()) {
      for (const json& value : item) {
        words.insert(value.dump());
      }
    }
    CollectWords(item, words);
  }
}

// Adds what stands bare in a query string: parameters and words of the longest one, and signs that
// have to be escaped there.
void CollectQueryWords(const json& contract, std::set<std::string>& words) {
  const json& shapes = contract.at("shapes");
  const auto& input = contract.at("operations")
                          .at(std::string(spec::NameOf(spec::Operation::kHistory)))
                          .at("input")
                          .get_ref<const std::string&>();
  for (const auto& [parameter, shape] : shapes.at(input).at("members").items()) {
    words.insert("&" + parameter + "=");
    const json& of_parameter = shapes.at(shape.get<std::string>());
    const json& of_item = of_parameter.contains("member") && of_parameter["member"].is_string()
                              ? shapes.at(of_parameter["member"].get<std::string>())
                              : of_parameter;
    for (const json& word : of_item.value("enum", json::array())) {
      words.insert(word.get<std::string>());
    }
  }
  words.insert({"${token}", "${t0.date}", "${now.date}", "${t0.seconds}", "%00", "%0A", "%20",
                "%25", "%2B", "%C3%A9", "%FF", "1970-01-01T00:00:00Z", "2016-12-31T23:59:60Z"});
}

std::string Escaped(std::string_view word) {
  std::string text;
  for (const char c : word) {
    text += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return "\"" + text + "\"\n";
}

}  // namespace

std::string Dictionary() {
  const spec::Contract& contract = spec::Contract::Get();
  std::set<std::string> words = {"true", "false",         "null",           R"("NaN")",
                                 "-0.0", R"("Infinity")", R"("-Infinity")", R"(\\ud83d\\ude00)"};
  const json parsed = json::parse(spec::EmbeddedContract());
  CollectWords(parsed, words);
  CollectQueryWords(parsed, words);
  for (const std::int64_t number :
       {contract.integer_max, contract.integer_max + 1, contract.integer_min,
        contract.integer_min - 1, contract.nanos_max, contract.nanos_max + 1,
        contract.time_seconds_max, contract.time_seconds_max + 1}) {
    words.insert(fmt::format("{}", number));
  }
  for (const double number : {contract.double_max, contract.double_guide_max}) {
    words.insert(fmt::format("{}", number));
    words.insert(fmt::format("-{}", number));
  }
  std::string text = "# Made by make_fuzz_corpus from spec/contract.json.\n";
  for (const std::string& word : words) {
    text += Escaped(word);
  }
  return text;
}

}  // namespace swc::fuzz
