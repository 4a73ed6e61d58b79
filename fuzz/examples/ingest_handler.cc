// Example of an implementation under test: the three functions of sitewise_plugin.h.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/examples/ingest_store.h"
#include "fuzz/sitewise_plugin.h"

namespace ingest_example {
namespace {

Service the_service;

struct Answer {
  int status = 200;
  std::string error;  // The name of an error.
  std::string body;
};

Answer Error(int status, const std::string& name, const std::string& message) {
  return {status, name, json{{"message", message}}.dump()};
}

Answer AnswerOf(std::string_view method, std::string_view target, std::string_view body) {
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(path.size() + 1, target.size()));
  if (method == "POST" && path == "/properties") {
    return {.body = Put(the_service, body).dump()};
  }
  if (method == "POST" && path == "/properties/batch/latest") {
    return {.body = BatchLatest(the_service, body).dump()};
  }
  if (method == "POST" && path == "/properties/batch/history") {
    return {.body = BatchHistory(the_service, body).dump()};
  }
  if (method == "GET" && (path == "/properties/latest" || path == "/properties/history")) {
    const auto shown =
        path == "/properties/latest" ? Latest(the_service, query) : History(the_service, query);
    return shown ? Answer{.body = shown->dump()}
                 : Error(404, "ResourceNotFoundException", "no such data stream");
  }
  return Error(404, "UnknownOperationException", "no such operation");
}

std::string_view ViewOf(sitewise_text text) { return {text.data, text.size}; }

sitewise_text TextOf(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace
}  // namespace ingest_example

extern "C" const char* sitewise_plugin_target(void) {
  return R"({"endpoint": "http://in-process", "unassociatedAliases": "accepted",
             "nullAndNaN": "allowed"})";
}

extern "C" void sitewise_plugin_reset(int64_t now_seconds, int32_t now_nanos) {
  ingest_example::the_service = {.now = {now_seconds, now_nanos}, .streams = {}};
}

extern "C" void sitewise_plugin_handle(const sitewise_request* request,
                                       sitewise_response* response) {
  using ingest_example::Answer;
  using ingest_example::AnswerOf;
  using ingest_example::Error;
  using ingest_example::TextOf;
  using ingest_example::ViewOf;
  static Answer answer;  // Lives until the next call.
  static sitewise_header headers[2];
  try {
    answer = AnswerOf(ViewOf(request->method), ViewOf(request->path), ViewOf(request->body));
  } catch (const ingest_example::Refusal& refusal) {
    answer = Error(400, "InvalidRequestException", refusal.message);
  } catch (const ingest_example::json::exception&) {
    answer = Error(400, "InvalidRequestException", "a member is of the wrong type");
  }
  headers[0] = {TextOf("Content-Type"), TextOf("application/json")};
  headers[1] = {TextOf("X-Amzn-Errortype"), TextOf(answer.error)};
  *response = {answer.status, headers, answer.error.empty() ? 1U : 2U, TextOf(answer.body)};
}
