#include "reference/model/answers.h"

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/reading/reading.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/quoted.h"

namespace swc::reference {
namespace {

std::string ErrorJson(const EntryError& error, const Policies& policies) {
  std::string json = R"({"errorCode":)" + spec::Quoted(error.code) + R"(,"errorMessage":)" +
                     spec::Quoted(error.message) + R"(,"timestamps":[)";
  for (std::size_t i = 0; i < error.timestamps.size(); ++i) {
    json += (i == 0 ? "" : ",") + TimeJson(error.timestamps[i], policies);
  }
  return json + "]}";
}

}  // namespace

std::string TimeJson(const SentTime& time, const Policies& policies) {
  if (time.nanos == 0 && policies.Is("read.offset-zero", "absent")) {
    return fmt::format(R"({{"timeInSeconds":{}}})", time.seconds);
  }
  return fmt::format(R"({{"timeInSeconds":{},"offsetInNanos":{}}})", time.seconds, time.nanos);
}

spec::HttpResponse AnswerOf(const PutPlan& plan, const Policies& policies) {
  if (plan.error) {
    return AnswerOf(*plan.error, policies);
  }
  const bool one_entry_each = policies.Is("response.errors.grouping", "one-entry-each");
  std::string body = R"({"errorEntries":[)";
  bool first = true;
  const auto add_entry = [&](const std::string& id, const std::string& errors) {
    body += (first ? "" : ",") + (R"({"entryId":)" + spec::Quoted(id)) + R"(,"errors":[)" + errors +
            "]}";
    first = false;
  };
  for (const EntryPlan& entry : plan.entries) {
    std::string errors;
    for (const EntryError& error : entry.errors) {
      if (one_entry_each) {
        add_entry(entry.id, ErrorJson(error, policies));
      } else {
        errors += (errors.empty() ? "" : ",") + ErrorJson(error, policies);
      }
    }
    if (!errors.empty()) {
      add_entry(entry.id, errors);
    }
  }
  return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body + "]}"};
}

spec::HttpResponse AnswerOf(const RequestError& error, const Policies& policies) {
  spec::HttpResponse response{.status = error.status,
                              .headers = {{"Content-Type", "application/json"}}};
  // response.error.name-place
  std::string members;
  if (policies.Is("response.error.name-place", "header")) {
    response.headers.emplace_back("X-Amzn-Errortype", error.name);
  } else if (policies.Is("response.error.name-place", "type-member")) {
    members = R"("__type":)" + spec::Quoted(error.name) + ",";
  } else {
    members = R"("code":)" + spec::Quoted(error.name) + ",";
  }
  // response.error.message
  if (spec::Contract::Get().HasToHave(error.name, "resourceId")) {
    members += R"("resourceId":"unknown","resourceArn":"arn:aws:iotsitewise:::asset/unknown",)";
  }
  response.body = "{" + members + R"("message":)" + spec::Quoted(error.message) + "}";
  return response;
}

}  // namespace swc::reference
