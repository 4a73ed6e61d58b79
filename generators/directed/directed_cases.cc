#include "generators/directed/directed_cases.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/directed/boundary_cases.h"
#include "generators/directed/embedded_cases.h"
#include "spec/check.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::generators {
namespace {

struct CaseFile {
  std::string_view name;
  std::string_view (*text)();
};

// In the order of CMakeLists.txt.
constexpr std::array<CaseFile, 13> kFiles = {{
    {"cases/wire.json", WireCases},
    {"cases/entries.json", EntryCases},
    {"cases/identity.json", IdentityCases},
    {"cases/aliases.json", AliasCases},
    {"cases/time.json", TimeCases},
    {"cases/values.json", ValueCases},
    {"cases/strings.json", StringCases},
    {"cases/quality.json", QualityCases},
    {"cases/partial.json", PartialCases},
    {"cases/duplicates.json", DuplicateCases},
    {"cases/reads.json", ReadCases},
    {"cases/read_requests.json", ReadRequestCases},
    {"cases/mixed.json", MixedCases},
}};

// How a case is called in an error: by its id, else by its place in the file.
std::string NameOf(const nlohmann::ordered_json& node, std::size_t index) {
  return node.is_object() && node.contains("id") && node.at("id").is_string()
             ? node.at("id").get<std::string>()
             : "case " + std::to_string(index);
}

}  // namespace

std::expected<std::vector<Case>, spec::Error> ParseCases(std::string_view json,
                                                         std::string_view origin) {
  const auto list = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!list.is_array()) {
    return spec::BadInput(
        {.origin = std::string(origin),
         .what = list.is_discarded() ? "it is not JSON" : "it is not a JSON list"});
  }
  std::vector<Case> cases;
  for (const auto& node : list) {
    auto parsed = ParseCase(node, std::string(origin) + ": " + NameOf(node, cases.size()));
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    cases.push_back(*std::move(parsed));
  }
  return cases;
}

const std::vector<Case>& DirectedCases() {
  static const std::vector<Case> cases = [] {
    std::vector<Case> all;
    for (const CaseFile& file : kFiles) {
      std::expected<std::vector<Case>, spec::Error> read = ParseCases(file.text(), file.name);
      SWC_CHECK(read.has_value(), read.error().message.c_str());
      std::ranges::move(*read, std::back_inserter(all));
    }
    std::ranges::move(BoundaryCases(), std::back_inserter(all));
    return all;
  }();
  return cases;
}

}  // namespace swc::generators
