// A case for the tests of what collects findings.
#pragma once

#include <string>
#include <string_view>

#include "generators/case/case.h"

namespace swc::fuzz {

// Returns a case that puts two values into a new series.
inline generators::Case TwoValues(const std::string& id) {
  const auto parsed = generators::ParseCase(
      std::string_view(R"({"id": ")" + id + R"(", "clauses": ["store.acknowledged"], "title": "t",
        "series": {"s1": {}}, "steps": [{"put": {"entries": [{"entryId": "e1", "series": "s1",
          "propertyValues": [
            {"value": {"doubleValue": 0.1}, "at": "t0+1s", "quality": "GOOD"},
            {"value": {"doubleValue": 2}, "at": "t0+2s", "quality": "GOOD"}]}]}}]})"),
      "test");
  return parsed.value();
}

}  // namespace swc::fuzz
