// What is decided about a request, as the HTTP answer that says it.
//
// Law: nothing is decided here but what policies leave to the form of an answer.
//
// Example: const spec::HttpResponse answer = AnswerOf(PlanPut(reading, policies), policies);
#pragma once

#include <string>

#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::reference {

// Return the answers as HTTP.
[[nodiscard]] spec::HttpResponse AnswerOf(const PutPlan& plan, const Policies& policies);
[[nodiscard]] spec::HttpResponse AnswerOf(const RequestError& error, const Policies& policies);

// Returns `time` as the JSON of a TimeInNanos; offset 0 by the policy `read.offset-zero`.
[[nodiscard]] std::string TimeJson(const SentTime& time, const Policies& policies);

}  // namespace swc::reference
