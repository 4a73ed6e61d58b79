#include "conformance/diagnosis/fixed_cases.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/wire_case.h"

namespace swc::conformance {

using generators::Case;

namespace {

// By id.
const std::map<std::string, const Case*, std::less<>>& FixedCases() {
  static const std::map<std::string, const Case*, std::less<>> cases = [] {
    std::map<std::string, const Case*, std::less<>> all;
    for (const Case& directed : generators::DirectedCases()) {
      all.emplace(directed.id, &directed);
    }
    for (const Case& wire : generators::AllWireCases()) {
      all.emplace(wire.id, &wire);
    }
    return all;
  }();
  return cases;
}

}  // namespace

bool IsFixed(std::string_view phase) { return phase == "directed" || phase == "wire"; }

std::size_t FixedCasesAbout(const std::string& clause) {
  static const std::map<std::string, std::size_t, std::less<>> counts = [] {
    std::map<std::string, std::size_t, std::less<>> all;
    for (const auto& [id, fixed] : FixedCases()) {
      ++all[id.substr(0, id.rfind('/'))];
    }
    return all;
  }();
  const auto found = counts.find(clause);
  return found == counts.end() ? 0 : found->second;
}

const Case* FindFixedCase(const std::string& id) {
  const auto found = FixedCases().find(id);
  return found == FixedCases().end() ? nullptr : found->second;
}

}  // namespace swc::conformance
