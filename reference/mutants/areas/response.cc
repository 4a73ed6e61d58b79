// Mutants of the answer as a whole: its status, its shape, its names.
#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/model/model.h"
#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

constexpr const char* kEmptyAnswer = R"({"errorEntries":[]})";

// Replaces `member` of an error's body by what `edit` makes of it.
template <typename Edit>
void EditRefusal(spec::HttpResponse& response, Edit edit) {
  SortedJson body =
      response.status == 200 ? SortedJson() : SortedJson::parse(response.body, nullptr, false);
  if (body.is_object()) {
    edit(body);
    response.body = body.dump();
  }
}

// Lets `edit` see each error entry of a 200.
template <typename Edit>
void EditErrorEntries(spec::HttpResponse& response, Edit edit) {
  EditAnswer(response, [&](SortedJson& body) {
    EditItems(body, "errorEntries", [&](SortedJson& entry) {
      edit(entry);
      return true;
    });
  });
}

void RenameMember(SortedJson& node, const std::string& from, const std::string& to) {
  if (node.contains(from)) {
    node[to] = std::move(node[from]);
    node.erase(from);
  }
}

const std::vector<Mutant> kResponseMutants = {
    {.name = "success-is-201",
     .description = "A put is answered with 201 Created.",
     .clauses = {"response.status.success", "wire.operation"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           response.status = response.status == 200 ? 201 : response.status;
         }},
    {.name = "success-is-204",
     .description = "A put without errors is answered with 204 and no body.",
     .clauses = {"response.status.success", "wire.operation", "response.body.json"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           if (response.status == 200 && response.body == kEmptyAnswer) {
             response.status = 204;
             response.body.clear();
           }
         }},
    {.name = "partial-failure-is-207",
     .description = "A batch with failed entries is answered with 207 Multi-Status.",
     .clauses = {"response.status.success", "wire.operation"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           if (response.status == 200 && response.body != kEmptyAnswer) {
             response.status = 207;
           }
         }},
    {.name = "invalid-request-is-422",
     .description = "InvalidRequestException comes with status 422 instead of 400.",
     .clauses = {"response.error.status"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           if (plan.error && plan.error->status == 400) {
             plan.error->status = 422;
           }
         }},
    {.name = "unreadable-json-is-422",
     .description = "What cannot be read as JSON of the right types is refused with a bare 422.",
     .clauses = {"wire.refusal.status"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           const bool of_json = !reading.violations.empty() &&
                                std::ranges::all_of(reading.violations, [](const auto& violation) {
                                  return violation.clause->IsUnder("wire.json");
                                });
           if (plan.error && plan.error->status == 400 && of_json) {
             plan.error->status = 422;
             plan.error->name.clear();
           }
         }},
    {.name = "conflict-names-no-resource",
     .description = "Two values of one time are a conflict that does not name its resource.",
     .clauses = {"response.error.message"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (Has(reading, "duplicate.in-entry")) {
             Refuse(plan, 409, "ConflictingOperationException");
           }
         },
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           if (response.status == 409) {
             response.body = R"({"message":"a conflict"})";
           }
         }},
    {.name = "too-many-entries-is-409",
     .description = "Eleven entries are a LimitExceededException with 409; its status is 410.",
     .clauses = {"response.error.status", "entries.max"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (Has(reading, "entries.max")) {
             Refuse(plan, 409, "LimitExceededException");
           }
         }},
    {.name = "too-many-values-is-413",
     .description = "Eleven values are refused with status 413 as too large a body.",
     .clauses = {"response.error.status", "values.max"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (Has(reading, "values.max")) {
             Refuse(plan, 413, "InvalidRequestException");
           }
         }},
    {.name = "error-without-name",
     .description = "A refused request does not say the name of its error anywhere.",
     .clauses = {"response.error.type"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           DropHeader(response, "X-Amzn-Errortype");
           EditRefusal(response, [](SortedJson& body) {
             body.erase("__type");
             body.erase("code");
           });
         }},
    {.name = "error-without-message",
     .description = "A refused request has no message.",
     .clauses = {"response.error.message"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditRefusal(response, [](SortedJson& body) { body.erase("message"); });
         }},
    {.name = "content-type-html",
     .description = "A JSON answer says that it is HTML.",
     .clauses = {"response.content-type"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           DropHeader(response, "Content-Type");
           response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
         }},
    {.name = "success-body-empty",
     .description = "A put without errors is answered with 200 and no body.",
     .clauses = {"response.body.json", "wire.operation", "response.error-entries.present"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           if (response.status == 200 && response.body == kEmptyAnswer) {
             response.body.clear();
           }
         }},
    {.name = "body-is-the-list",
     .description = "The answer is the list of error entries itself, not an object around it.",
     .clauses = {"response.body.json", "wire.operation", "response.error-entries.present"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           const SortedJson body = SortedJson::parse(response.body, nullptr, false);
           if (response.status == 200 && body.contains("errorEntries")) {
             response.body = body["errorEntries"].dump();
           }
         }},
    {.name = "error-entries-null",
     .description = "errorEntries is null when nothing failed.",
     .clauses = {"response.error-entries.present"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             body["errorEntries"] =
                 body["errorEntries"].empty() ? SortedJson() : body["errorEntries"];
           });
         }},
    {.name = "error-entries-missing",
     .description = "errorEntries is left out when nothing failed.",
     .clauses = {"response.error-entries.present"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             if (body["errorEntries"].empty()) {
               body.erase("errorEntries");
             }
           });
         }},
    {.name = "single-error-entry-unwrapped",
     .description = "errorEntries is an object, not a list, when exactly one entry failed.",
     .clauses = {"response.error-entries.present"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             if (body["errorEntries"].size() == 1) {
               body["errorEntries"] = SortedJson(body["errorEntries"][0]);
             }
           });
         }},
    {.name = "errors-renamed",
     .description = "The list of an error entry is called error instead of errors.",
     .clauses = {"response.error-entries.shape"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrorEntries(response,
                            [](SortedJson& entry) { RenameMember(entry, "errors", "error"); });
         }},
    {.name = "errors-empty",
     .description = "An error entry has an empty list of errors.",
     .clauses = {"response.error-entries.not-empty"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrorEntries(response,
                            [](SortedJson& entry) { entry["errors"] = SortedJson::array(); });
         }},
    {.name = "error-message-missing",
     .description = "An error of an entry has no errorMessage.",
     .clauses = {"response.error-entries.shape"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrors(response, [](SortedJson& error) { error.erase("errorMessage"); });
         }},
    {.name = "empty-timestamps-left-out",
     .description = "An error that is about no value has no member timestamps.",
     .clauses = {"response.error-entries.shape"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrors(response, [](SortedJson& error) {
             if (error["timestamps"].empty()) {
               error.erase("timestamps");
             }
           });
         }},
    {.name = "timestamps-are-numbers",
     .description = "The timestamps of an error are seconds instead of objects.",
     .clauses = {"response.error-entries.shape"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrors(response, [](SortedJson& error) {
             EditItems(error, "timestamps", [](SortedJson& time) {
               time = SortedJson(time.value("timeInSeconds", SortedJson(0)));
               return true;
             });
           });
         }},
    {.name = "error-code-shortened",
     .description = "An errorCode lacks the word Exception.",
     .clauses = {"response.error-entries.code", "time.window.code"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrors(response, [](SortedJson& error) {
             const auto code = error["errorCode"].get<std::string>();
             error["errorCode"] = code.substr(0, code.find("Exception"));
           });
         }},
    {.name = "error-code-is-a-number",
     .description = "An errorCode is an HTTP status as a number.",
     .clauses = {"response.error-entries.shape", "response.error-entries.code"},
     .on_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditErrors(response, [](SortedJson& error) { error["errorCode"] = 400; });
         }},
    {.name = "window-error-is-invalid-request",
     .description = "A timestamp outside the window is reported as InvalidRequestException.",
     .clauses = {"time.window.code"},
     .on_plan =
         [](PutPlan& plan, const Reading&, MutantScope&) {
           ForEachError(plan, [](std::size_t, EntryError& error) {
             if (error.code == "TimestampOutOfRangeException") {
               error.code = "InvalidRequestException";
             }
           });
         }},
    {.name = "window-error-refuses-request",
     .description = "One timestamp outside the window is a 400 for the whole request.",
     .clauses = {"time.window.code"},
     .on_plan =
         [](PutPlan& plan, const Reading& reading, MutantScope&) {
           if (!plan.error &&
               (Has(reading, "time.window.past") || Has(reading, "time.window.future"))) {
             Refuse(plan, 400, "InvalidRequestException");
           }
         }},
};

}  // namespace

std::span<const Mutant> ResponseMutants() { return kResponseMutants; }

}  // namespace swc::reference
