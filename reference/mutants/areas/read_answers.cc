// Mutants of how reads are answered: errors, the lists of a batch, tokens.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

// Writes `ending` behind every token, and takes it away from those that come back.
void AddToToken(spec::HttpResponse& response, std::string_view ending) {
  EditAnswer(response, [&](SortedJson& body) {
    if (body.contains("nextToken")) {
      body["nextToken"] = body["nextToken"].get<std::string>() + std::string(ending);
    }
    return true;
  });
}
// What the server itself gave is taken, whatever it consists of.
void AcceptToken(SentRead& read) {
  std::erase_if(read.violations, [](const Violation& violation) {
    return violation.clause->Is("read.request.token");
  });
}
void TakeFromToken(SentRead& read, std::string_view ending) {
  if (read.next_token && read.next_token->ends_with(ending)) {
    read.next_token->resize(read.next_token->size() - ending.size());
    AcceptToken(read);
  }
}

// What the server's own tokens consist of, and as many signs.
constexpr std::string_view kDigits = "0123456789+";
constexpr std::string_view kSigns = "!$%^&*()_~-";

// Replaces each letter of `from` by the one that stands at its place in `to`.
void Exchange(std::string& text, std::string_view from, std::string_view to) {
  for (char& c : text) {
    const std::size_t at = from.find(c);
    c = at == std::string_view::npos ? c : to[at];
  }
}

// More than a token may have.
const std::string kLongEnding(5'000, '=');

// Remembers that the answer on its way is one of a read.
void NoteRead(SentRead& /*read*/, MutantScope& scope) { scope.memory["reading"] = 1; }

bool IsOfRead(MutantScope& scope) { return !scope.memory.extract("reading").empty(); }

const std::vector<Mutant> kReadAnswerMutants = {
    {.name = "batch-read-errors-dropped",
     .description = "A batch read leaves out the entries that it cannot answer.",
     .clauses = {"read.batch.error"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             if (!body.contains("successEntries") ||
                 body.value("errorEntries", SortedJson()).empty()) {
               return false;
             }
             body["errorEntries"] = SortedJson::array();
             return true;
           });
         }},
    {.name = "batch-read-error-code-shortened",
     .description = "The codes of a batch read's error entries lack their ending.",
     .clauses = {"read.batch.error.code"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             return EditItems(body, "errorEntries", [](SortedJson& entry) {
               constexpr std::string_view kEnding = "Exception";
               SortedJson* code = Member(entry, "errorCode");
               if (code == nullptr) {
                 return false;  // Of a put.
               }
               const auto text = code->get<std::string>();
               *code = text.substr(0, text.size() - kEnding.size());
               return true;
             });
           });
         }},
    {.name = "batch-read-skips-nothing",
     .description = "An answer of a batch read lacks the list skippedEntries.",
     .clauses = {"read.batch.lists"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             body.erase("skippedEntries");
             return true;
           });
         }},
    {.name = "batch-read-error-without-a-message",
     .description = "An error entry of a batch read has no errorMessage.",
     .clauses = {"read.batch.error.shape"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             return EditItems(body, "errorEntries", [](SortedJson& entry) {
               return entry.erase("errorMessage") > 0;  // Those of a put have none.
             });
           });
         }},
    {.name = "skipped-entry-without-a-status",
     .description = "A skipped entry of a batch read has no completionStatus.",
     .clauses = {"read.batch.skipped"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             return EditItems(body, "skippedEntries", [](SortedJson& entry) {
               return entry.erase("completionStatus") > 0;
             });
           });
         }},
    {.name = "skipped-entry-failed-at-no-time",
     .description = "The errorInfo of a skipped entry has no errorTimestamp.",
     .clauses = {"read.batch.skipped"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             return EditItems(body, "skippedEntries", [](SortedJson& entry) {
               SortedJson* info = Member(entry, "errorInfo");
               return info != nullptr && info->erase("errorTimestamp") > 0;
             });
           });
         }},
    {.name = "refused-read-is-422",
     .description = "A read is refused with status 422 and a name of no model.",
     .clauses = {"read.error.status"},
     .on_read = NoteRead,
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope& scope) {
           if (IsOfRead(scope) && response.status == 400) {
             response.status = 422;
             DropHeader(response, "X-Amzn-Errortype");
             response.headers.emplace_back("X-Amzn-Errortype", "UnprocessableEntity");
           }
         }},
    {.name = "unknown-read-is-400",
     .description = "A read of what is not found is refused with status 400; it has 404.",
     .clauses = {"response.error.status"},
     .on_read = NoteRead,
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope& scope) {
           if (IsOfRead(scope) && response.status == 404) {
             response.status = 400;
           }
         }},
    {.name = "refused-read-without-a-message",
     .description = "The error of a refused read has no message.",
     .clauses = {"response.error.message"},
     .on_read = NoteRead,
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope& scope) {
           if (IsOfRead(scope) && response.status >= 400) {
             response.body = "{}";
           }
         }},
    {.name = "refused-read-without-a-name",
     .description = "The error of a refused read is not named.",
     .clauses = {"response.error.type"},
     .on_read = NoteRead,
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope& scope) {
           if (IsOfRead(scope) && response.status >= 400) {
             DropHeader(response, "X-Amzn-Errortype");
           }
         }},
    {.name = "token-of-signs",
     .description = "A nextToken consists of signs that its alphabet has not.",
     .clauses = {"read.token.pattern"},
     .on_read =
         [](SentRead& read, MutantScope&) {
           if (read.next_token && read.next_token->find_first_not_of(kSigns) == std::string::npos &&
               !read.next_token->empty()) {
             AcceptToken(read);
             Exchange(*read.next_token, kSigns, kDigits);
           }
         },
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             if (body.contains("nextToken")) {
               auto token = body["nextToken"].get<std::string>();
               Exchange(token, kDigits, kSigns);
               body["nextToken"] = token;
             }
             return true;
           });
         }},
    {.name = "token-of-file-names",
     .description = "A nextToken has letters of the alphabet that is made for file names.",
     .clauses = {"read.token.letters"},
     .on_read = [](SentRead& read, MutantScope&) { TakeFromToken(read, "-_"); },
     .on_any_answer = [](spec::HttpResponse& response,
                         MutantScope&) { AddToToken(response, "-_"); }},
    {.name = "token-without-bounds",
     .description = "A nextToken is longer than 4096 characters.",
     .clauses = {"read.token.length"},
     .on_read = [](SentRead& read, MutantScope&) { TakeFromToken(read, kLongEnding); },
     .on_any_answer = [](spec::HttpResponse& response,
                         MutantScope&) { AddToToken(response, kLongEnding); }},
    {.name = "empty-token-at-the-end",
     .description = "The last page of a history has a nextToken without a character.",
     .clauses = {"read.token.length"},
     .on_any_answer =
         [](spec::HttpResponse& response, MutantScope&) {
           EditAnswer(response, [](SortedJson& body) {
             if (body.contains("assetPropertyValueHistory") && !body.contains("nextToken")) {
               body["nextToken"] = "";
             }
             return true;
           });
         }},
};

}  // namespace

std::span<const Mutant> ReadAnswerMutants() { return kReadAnswerMutants; }

}  // namespace swc::reference
