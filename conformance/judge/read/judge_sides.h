// The judge of two ways of saying the same, sent to two sets of series.
//
// Law: no model is asked. Whatever a target makes of one side it has to make of the other: the same
// entries refused, in whatever form, and the same values stored.
//
// Example: JudgeRefusals(relation, base, variant, {"e1"}) deviates if "e1" was refused by one only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "generators/case/relations.h"
#include "spec/http_message.h"

namespace swc::conformance {

// What one side came to.
struct SideOutcome {
  std::map<std::string, bool> reported;  // By entryId; of a batch sent twice the second time.
  std::optional<int> refused;            // A put was refused as a whole, with this status.
};

// Adds the answer to a put with these entries to `side`.
void TakeAnswer(const std::vector<std::string>& entries, const spec::HttpResponse& response,
                SideOutcome& side);

// Compares which of these entries were refused.
[[nodiscard]] Observations JudgeRefusals(const generators::Relation& relation,
                                         const SideOutcome& base, const SideOutcome& variant,
                                         const std::vector<std::string>& entries);

using SeenRanges = std::vector<std::vector<SeenValue>>;  // A list for each stretch of time.

// Compares what a series and its twin show. Nothing deviates if they show the same.
[[nodiscard]] Observations JudgeTwins(const generators::Relation& relation, const SeenRanges& base,
                                      const SeenRanges& twin);

}  // namespace swc::conformance
