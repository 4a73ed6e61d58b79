// Builders of put requests for tests, and what a reading holds against them.
//
// Law: a text with nothing set is a request that breaks no rule, so a test says only what its own
// request does differently.
//
// Example: ClausesOf(ParsePut(PutText{.id = R"("entryId":"a b")"}.Request()))
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::reference {

// A put of one entry with one value. Each part is the text of the members that it is called after;
// an empty one is left out.
struct PutText {
  std::optional<std::string> flag;
  std::optional<std::string> id;
  std::optional<std::string> identity;
  std::optional<std::string> variant;
  std::optional<std::string> time;
  std::optional<std::string> quality;
  std::optional<std::string> value;    // Without braces; set, the three parts above do not count.
  std::optional<std::string> values;   // The member propertyValues, in the same way.
  std::optional<std::string> entry;    // Without braces.
  std::optional<std::string> entries;  // The member entries.
  std::optional<std::string> body;
  std::optional<std::string> only_header;  // "Name: value", in the place of the content type.

  // Returns "a,b,c" without the parts that are empty.
  [[nodiscard]] static std::string Joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
      text += (text.empty() || part.empty() ? "" : ",") + part;
    }
    return text;
  }

  [[nodiscard]] std::string Value() const {
    return value.value_or(Joined({variant.value_or(R"("value":{"doubleValue":1.5})"),
                                  time.value_or(R"("timestamp":{"timeInSeconds":1760000000})"),
                                  quality.value_or(R"("quality":"GOOD")")}));
  }

  [[nodiscard]] std::string Entry() const {
    return entry.value_or(
        Joined({id.value_or(R"("entryId":"a")"), identity.value_or(R"("propertyAlias":"/a")"),
                values.value_or(R"("propertyValues":[{)" + Value() + "}]")}));
  }

  [[nodiscard]] std::string Body() const {
    return body.value_or(
        "{" + Joined({flag.value_or(""), entries.value_or(R"("entries":[{)" + Entry() + "}]")}) +
        "}");
  }

  [[nodiscard]] spec::HttpRequest Request() const {
    spec::HttpRequest request{.headers = {{"Content-Type", "application/json"}}, .body = Body()};
    if (only_header) {
      const std::size_t colon = only_header->find(": ");
      request.headers.clear();
      request.headers.emplace_back(only_header->substr(0, colon), only_header->substr(colon + 2));
    }
    return request;
  }
};

// Returns the violated clauses; one that demands nothing ends in '?'.
[[nodiscard]] inline std::vector<std::string> ClausesOf(const std::vector<Violation>& violations) {
  std::vector<std::string> clauses;
  for (const Violation& violation : violations) {
    const bool demands = violation.obligation == Obligation::kMustReject;
    clauses.push_back(violation.clause->id + (demands ? "" : "?"));
  }
  return clauses;
}

}  // namespace swc::reference
