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
  CollectWords(json::parse(spec::EmbeddedContract()), words);
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
