#include "conformance/diagnosis/fixed_cases.h"

#include <map>
#include <string>
#include <string_view>

#include "generators/directed/directed_cases.h"
#include "generators/random/wire_case.h"

namespace swc::conformance {

using generators::Case;

bool IsFixed(std::string_view phase) { return phase == "directed" || phase == "wire"; }

const Case* FindFixedCase(const std::string& id) {
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
  const auto found = cases.find(id);
  return found == cases.end() ? nullptr : found->second;
}

}  // namespace swc::conformance
