// The oracle of any bytes as the body of a put: server and judge agree, and reading is stable.
//
// Law: whatever the bytes are, the server answers, the judge finds the answer admissible, and a
// body that is written anew from its own JSON says the same.
//
// Example: RequestCheck check; StopIf(check.Objection(body));
#pragma once

#include <string>
#include <string_view>

#include "reference/reading/reading.h"
#include "reference/server/reference_server.h"
#include "spec/http_message.h"

namespace swc::fuzz {

class RequestCheck {
 public:
  RequestCheck();

  // Returns what is wrong, as one line, or an empty string. Every call meets an empty server.
  [[nodiscard]] std::string Objection(std::string_view body);

 private:
  [[nodiscard]] std::string JudgeAnswer(const spec::HttpRequest& request);
  [[nodiscard]] std::string CompareRewritten(const spec::HttpRequest& request);

  reference::ReferenceServer server_;
  reference::Reading reading_;
};

// Returns the first difference in what two requests say, or an empty string. What CompleteInContext
// adds is left out.
[[nodiscard]] std::string DifferenceOf(const reference::Reading& a, const reference::Reading& b);

}  // namespace swc::fuzz
