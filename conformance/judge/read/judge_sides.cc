#include "conformance/judge/read/judge_sides.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put_answer.h"
#include "conformance/judge/read_answer.h"
#include "generators/case/relations.h"
#include "reference/model/store.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

void Report(const generators::Relation& relation, std::string_view kind, std::string difference,
            Observations& observations) {
  observations.Deviate(relation.clause, fmt::format("{}-{}", relation.name, kind), "",
                       std::string(relation.statement), std::move(difference));
}

// Whether an entry was refused in any form: the form is the target's choice.
bool Refused(const SideOutcome& side, const std::string& id) {
  const auto found = side.reported.find(id);
  return found == side.reported.end() ? side.refused.has_value() : found->second;
}

std::set<std::string> ShownBy(const SeenRanges& seen) {
  std::set<std::string> shown;
  for (const auto& range : seen) {
    for (const SeenValue& value : range) {
      shown.insert(
          fmt::format("{} at {}", spec::ToJson(value.value),
                      ToString(reference::PointKey{.time = value.time, .quality = value.quality})));
    }
  }
  return shown;
}

// The first thing that one side has and the other has not.
std::string DifferenceOf(const std::set<std::string>& base, const std::set<std::string>& variant) {
  for (const std::string& value : base) {
    if (!variant.contains(value)) {
      return value + " is stored by the base and not by the variant";
    }
  }
  for (const std::string& value : variant) {
    if (!base.contains(value)) {
      return value + " is stored by the variant and not by the base";
    }
  }
  return {};
}

}  // namespace

void TakeAnswer(const std::vector<std::string>& entries, const spec::HttpResponse& response,
                SideOutcome& side) {
  if (response.status != 200) {
    side.refused = response.status;
    return;
  }
  Observations ignored;
  const PutAnswer answer = ParsePutAnswer(response, ignored);
  for (const std::string& id : entries) {
    side.reported[id] = answer.errors.contains(id);
  }
}

Observations JudgeRefusals(const generators::Relation& relation, const SideOutcome& base,
                           const SideOutcome& variant, const std::vector<std::string>& entries) {
  Observations observations;
  for (const std::string& id : entries) {
    if (Refused(base, id) != Refused(variant, id)) {
      Report(relation, "refused",
             fmt::format("entry '{}' was refused by the {} only", id,
                         Refused(base, id) ? "base" : "variant"),
             observations);
      break;
    }
  }
  return observations;
}

Observations JudgeTwins(const generators::Relation& relation, const SeenRanges& base,
                        const SeenRanges& twin) {
  Observations observations;
  std::string difference = DifferenceOf(ShownBy(base), ShownBy(twin));
  if (!difference.empty()) {
    Report(relation, "stored", std::move(difference), observations);
  }
  return observations;
}

}  // namespace swc::conformance
