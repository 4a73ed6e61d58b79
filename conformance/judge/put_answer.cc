#include "conformance/judge/put_answer.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "spec/contract.h"
#include "spec/http_message.h"
#include "spec/text/json_tree.h"
#include "spec/text/letter_case.h"

namespace swc::conformance {
namespace {

using spec::JsonKind;
using spec::JsonNode;
using spec::JsonTree;

// Content types that a JSON answer may have beside application/json: AWS's older dialects.
bool IsJson(std::string_view type) {
  const std::string lower = spec::LowerCase(type);
  return lower.starts_with("application/json") || lower.starts_with("application/x-amz-json");
}

void CheckContentType(const spec::HttpResponse& response, Observations& observations) {
  const auto type = spec::FindHeader(response.headers, "content-type");
  if (type && !IsJson(*type)) {
    observations.Deviate("response.content-type", "other", "", "the content type application/json",
                         fmt::format("content type '{}'", *type));
  } else {
    observations.Mark("response.content-type", Side::kObserve);
  }
}

// So many entries, errors and timestamps together are looked at: a put has ten entries of ten
// values, and who answers it with more than this has shown already what is wrong.
constexpr std::size_t kPartsMax = 5'000;

class AnswerParser {
 public:
  AnswerParser(const JsonTree& tree, PutAnswer& answer, Observations& observations)
      : tree_(tree), answer_(answer), observations_(observations) {}

  void Parse() {
    const JsonNode* entries = tree_.Member(tree_.root(), "errorEntries");
    if (entries == nullptr || entries->kind != JsonKind::kArray) {
      observations_.Deviate(
          "response.error-entries.present",
          entries == nullptr                 ? "missing"
          : entries->kind == JsonKind::kNull ? "null"
                                             : "no-list",
          "/errorEntries", "a list errorEntries, empty when nothing failed",
          entries == nullptr ? "no member errorEntries" : "errorEntries is not a list");
      return;
    }
    observations_.Mark("response.error-entries.present", Side::kObserve);
    answer_.usable = true;
    std::size_t index = 0;
    for (const JsonNode* entry = tree_.FirstChild(*entries); entry != nullptr && TakePart();
         entry = tree_.Next(*entry)) {
      ParseEntry(*entry, fmt::format("/errorEntries/{}", index++));
    }
  }

 private:
  bool TakePart() { return parts_++ < kPartsMax; }

  void Misshapen(const std::string& pointer, std::string_view kind, const std::string& observed) {
    observations_.Deviate(
        "response.error-entries.shape", kind, pointer,
        "entryId and a list of errors with errorCode, errorMessage and timestamps", observed);
  }

  std::optional<std::string> RequiredString(const JsonNode& object, std::string_view member,
                                            const std::string& pointer) {
    const JsonNode* node = tree_.Member(object, member);
    if (node == nullptr || node->kind != JsonKind::kString) {
      Misshapen(fmt::format("{}/{}", pointer, member), fmt::format("no-{}", member),
                fmt::format("{} is {}", member, node == nullptr ? "missing" : "not a string"));
      return std::nullopt;
    }
    return std::string(tree_.Text(*node));
  }

  void ParseEntry(const JsonNode& entry, const std::string& pointer) {
    const auto id = RequiredString(entry, "entryId", pointer);
    const JsonNode* errors = tree_.Member(entry, "errors");
    if (errors == nullptr || errors->kind != JsonKind::kArray) {
      Misshapen(pointer + "/errors", "no-errors", "errors is missing or not a list");
      (void)ErrorsOf(id);  // It was reported all the same.
      return;
    }
    if (errors->size == 0) {
      (void)ErrorsOf(id);
      observations_.Deviate("response.error-entries.not-empty", "empty", pointer + "/errors",
                            "at least one error that says why the entry is reported",
                            "errors is an empty list");
      return;
    }
    observations_.Mark("response.error-entries.not-empty", Side::kObserve);
    std::set<std::string> codes;
    std::size_t index = 0;
    for (const JsonNode* error = tree_.FirstChild(*errors); error != nullptr && TakePart();
         error = tree_.Next(*error)) {
      ParseError(id, *error, fmt::format("{}/errors/{}", pointer, index++), codes);
    }
    for (const std::string& code : codes) {
      ++ErrorsOf(id)[code].entry_objects;
    }
  }

  std::map<std::string, CodeErrors>& ErrorsOf(const std::optional<std::string>& id) {
    answer_.some_unnamed = answer_.some_unnamed || !id;
    return id ? answer_.errors[*id] : answer_.unnamed;
  }

  void ParseError(const std::optional<std::string>& id, const JsonNode& error,
                  const std::string& pointer, std::set<std::string>& codes) {
    const auto code = RequiredString(error, "errorCode", pointer);
    (void)RequiredString(error, "errorMessage", pointer);
    if (code && !spec::Contract::Get().put_error_codes.contains(*code)) {
      observations_.Deviate("response.error-entries.code", "unknown", pointer + "/errorCode",
                            "one of the nine error codes of the operation",
                            fmt::format("errorCode '{}'", *code));
    } else if (code) {
      observations_.Mark("response.error-entries.code", Side::kObserve);
      observations_.Mark("response.error-entries.shape", Side::kObserve);
    }
    CodeErrors& target = ErrorsOf(id)[code.value_or("")];
    ++target.error_objects;
    codes.insert(code.value_or(""));
    const JsonNode* times = tree_.Member(error, "timestamps");
    if (times == nullptr || times->kind != JsonKind::kArray) {
      Misshapen(pointer + "/timestamps", "no-timestamps", "timestamps is missing or not a list");
      return;
    }
    if (times->size == 0) {
      target.some_without_timestamps = true;
    }
    for (const JsonNode* time = tree_.FirstChild(*times); time != nullptr && TakePart();
         time = tree_.Next(*time)) {
      ParseTime(*time, pointer + "/timestamps", target);
    }
  }

  // Returns the whole number in `node`, or nothing. Beyond 64 bits it is the nearest end, as in the
  // reading of a request, so that an answer may name what it was sent.
  static std::optional<std::int64_t> Whole(const JsonNode& node) {
    if (spec::IsBeyondInt64(node)) {
      return node.real > 0 ? INT64_MAX : INT64_MIN;
    }
    return node.kind == JsonKind::kInteger ? std::optional(node.integer) : std::nullopt;
  }

  static std::string WhyNoTime(const JsonNode* seconds, bool nanos_fit) {
    if (seconds == nullptr) {
      return "a timestamp has no timeInSeconds";
    }
    return nanos_fit || !Whole(*seconds) ? "the timeInSeconds of a timestamp is no whole number"
                                         : "the offsetInNanos of a timestamp is no whole number";
  }

  void ParseTime(const JsonNode& time, const std::string& pointer, CodeErrors& target) {
    const JsonNode* seconds = tree_.Member(time, "timeInSeconds");
    const JsonNode* nanos = tree_.Member(time, "offsetInNanos");
    const bool no_nanos = nanos == nullptr || nanos->kind == JsonKind::kNull;
    const auto whole = seconds == nullptr ? std::nullopt : Whole(*seconds);
    const auto offset = no_nanos ? std::optional<std::int64_t>(0) : Whole(*nanos);
    if (!whole || !offset) {
      Misshapen(pointer, "no-time", WhyNoTime(seconds, offset.has_value()));
      return;
    }
    target.timestamps.insert({.seconds = *whole, .nanos = *offset});
  }

  const JsonTree& tree_;
  PutAnswer& answer_;
  Observations& observations_;
  std::size_t parts_ = 0;
};

std::optional<std::string> StringMember(const JsonTree& tree, std::string_view member) {
  if (!tree.ok()) {
    return std::nullopt;
  }
  const JsonNode* node = tree.Member(tree.root(), member);
  if (node == nullptr || node->kind != JsonKind::kString) {
    return std::nullopt;
  }
  return std::string(tree.Text(*node));
}

// response.error.message. REQUIRES: contract.json has the error `name`.
void CheckRequiredMembers(const JsonTree& tree, std::string_view name, Observations& observations) {
  for (const std::string_view member : spec::Contract::Get().error_members.find(name)->second) {
    if (!StringMember(tree, member)) {
      observations.Deviate("response.error.message", member == "message" ? "missing" : member,
                           fmt::format("/{}", member),
                           fmt::format("a member {} in the body of {}", member, name),
                           fmt::format("no {}", member));
      return;
    }
  }
  observations.Mark("response.error.message", Side::kObserve);
}

std::string Normalised(std::string_view name) {
  // F9: what precedes the first ':' and follows the first '#' after that.
  name = name.substr(0, name.find(':'));
  const std::size_t hash = name.find('#');
  return std::string(hash == std::string_view::npos ? name : name.substr(hash + 1));
}

}  // namespace

PutAnswer ParsePutAnswer(const spec::HttpResponse& response, Observations& observations) {
  PutAnswer answer;
  thread_local JsonTree tree;
  tree.Parse(response.body);
  if (!tree.ok() || tree.root().kind != JsonKind::kObject) {
    observations.Deviate("response.body.json", tree.ok() ? "no-object" : "no-json", "",
                         "a JSON object as the body of a 200",
                         tree.ok() ? "JSON that is not an object" : "a body that is not JSON");
    return answer;
  }
  observations.Mark("response.body.json", Side::kObserve);
  CheckContentType(response, observations);
  AnswerParser(tree, answer, observations).Parse();
  return answer;
}

std::optional<std::string> ErrorNameOf(const spec::HttpResponse& response) {
  if (const auto header = spec::FindHeader(response.headers, "x-amzn-errortype")) {
    return Normalised(*header);
  }
  thread_local JsonTree tree;
  tree.Parse(response.body);
  for (const std::string_view member : {"__type", "code"}) {
    if (const auto name = StringMember(tree, member)) {
      return Normalised(*name);
    }
  }
  return std::nullopt;
}

void CheckErrorStatus(const spec::HttpResponse& response, Observations& observations) {
  const auto name = ErrorNameOf(response);
  const auto status = name ? spec::Contract::Get().StatusOf(*name) : std::nullopt;
  if (status && !spec::Contract::Get().MayHaveStatus(*name, response.status)) {
    observations.Deviate("response.error.status", "other-status", "",
                         fmt::format("status {} for {}", *status, *name),
                         fmt::format("status {}", response.status));
  } else if (status) {
    observations.Mark("response.error.status", Side::kObserve);
  }
}

void CheckErrorShape(const spec::HttpResponse& response, Observations& observations) {
  thread_local JsonTree tree;
  tree.Parse(response.body);
  const auto name = ErrorNameOf(response);
  if (!name) {
    observations.Deviate("response.error.type", "missing", "",
                         "the error's name in X-Amzn-Errortype, __type or code",
                         fmt::format("status {} without a name", response.status));
  } else {
    observations.Mark("response.error.type", Side::kObserve);
    observations.Choose("response.error.name-place",
                        spec::FindHeader(response.headers, "x-amzn-errortype") ? "header"
                        : StringMember(tree, "__type")                         ? "type-member"
                                                                               : "code-member");
  }
  if (!name || !spec::Contract::Get().HasToHave(*name, "message")) {
    return;
  }
  CheckRequiredMembers(tree, *name, observations);
}

}  // namespace swc::conformance
