// An answer as the bytes that go over the connection, and the answers of the server's own.
//
// Law: knows no connection and no library. Headers of the handler win over the server's.
//
// Example: bool keep = RenderAnswer(CallHandler(handler, request), {.reason = "OK"}, bytes);
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "reference/server/handler.h"
#include "spec/http_message.h"

namespace swc::reference {

// The value of the `Date` header (RFC 9110, 5.6.7), rendered once a second.
class DateText {
 public:
  const std::string& Now();

 private:
  std::time_t second_ = -1;
  std::string text_;
};

// Returns an answer of the server's own, in the form of the service's errors.
[[nodiscard]] spec::HttpResponse MakeError(int status, std::string_view message);

// Returns the answer of `handler`, which may throw or give a status that no final answer has.
[[nodiscard]] spec::HttpResponse CallHandler(const Handler& handler,
                                             const spec::HttpRequest& request);

struct AnswerContext {
  std::uint64_t number = 0;  // Of the answer: its x-amzn-RequestId.
  std::string_view reason;   // The words behind the status.
  bool is_head = false;
  bool is_http11 = true;
  bool keep_alive = true;
  std::string_view date;
};

// Renders `response` into `out`. Returns whether another request can follow on the connection: a
// header that misstates where the body ends costs it.
bool RenderAnswer(const spec::HttpResponse& response, const AnswerContext& context,
                  std::string& out);

}  // namespace swc::reference
