// The judge of one read as it was sent, right or wrong, and of its one answer.
//
// Law: what may come back follows from the reading of the request
// (reference/reading/parse_read_request.h) and from what is believed to be stored. Any client error
// counts as a refusal; in a batch an error of the entry does too.
//
// Example: observations.Add(JudgeRead({.read = ParseReadRequest(request), ...}));
#pragma once

#include <functional>
#include <optional>

#include "conformance/judge/observations.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/strange_alias.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "spec/clause.h"
#include "spec/http_message.h"

namespace swc::conformance {

struct ReadToJudge {
  const reference::SentRead& read;
  const spec::HttpResponse& response;
  // What the case is about: it names a false refusal.
  const spec::Clause* about = nullptr;
  // Returns what is known of a series; nothing: neither its values nor a refusal are judged.
  std::function<std::optional<KnownSeries>(const reference::Identity&)> known;
  WrittenValues written = {};  // What a read by a strange alias must not show.
};

// REQUIRES: the answer is no transient one (429, or 500 and more).
[[nodiscard]] Observations JudgeRead(const ReadToJudge& read);

// Returns whether the documents leave it to a server to answer this read, as one whose end is not
// after its start. How many entries a batch may have is judged with its answer (judge_batch.h).
[[nodiscard]] bool MayBeRefused(const reference::SentRead& read);

}  // namespace swc::conformance
