// The judge of one read as it was sent, right or wrong, and of its one answer.
//
// Law: what may come back follows from the reading of the request (reference/reading/read_read.h)
// and from what is believed to be stored. Any client error counts as a refusal; in a batch an error
// of the entry does too.
//
// Example: observations.Add(JudgeRead({.read = ReadRead(request), .response = response, ...}));
#pragma once

#include <functional>
#include <optional>

#include "conformance/judge/judge_read.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/read_read.h"
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
  // Returns whether a value that a read by a strange alias shows is one that the case wrote to
  // another series; unset: never.
  std::function<bool(const reference::Identity&, const SeenValue&)> wrote_elsewhere = nullptr;
};

// REQUIRES: the answer is no transient one (429, or 500 and more).
[[nodiscard]] Observations JudgeRead(const ReadToJudge& read);

}  // namespace swc::conformance
