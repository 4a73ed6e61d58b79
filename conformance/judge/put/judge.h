// The judge of puts: which outcomes are admissible for a request, and what they do to the beliefs.
//
// Law: judging is a relation. The reading says what the request touches; the answer is admissible
// or it is not; several answers are right where the documents leave a choice. Every entry of a 200
// is judged by itself. The judge never asks for what the contract leaves open.
//
// Example: JudgePut({.reading = reading, .response = response, ...}, beliefs) -> Observations
#pragma once

#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {

struct PutToJudge {
  const reference::Reading& reading;  // In context.
  const spec::HttpResponse& response;
  const reference::Directory& directory;
  // The first clause that the case is about, or null: names a false rejection or a wrong effect.
  const spec::Clause* about = nullptr;
  spec::Instant now;  // Only to name a finding: past or future.
  // The answer came back again and again while a harmless request succeeded: a code that asks to
  // try again is no excuse any more.
  bool lasting = false;
};

// Judges one put that got an HTTP response other than a transient, and updates `beliefs`.
[[nodiscard]] Observations JudgePut(const PutToJudge& put, Beliefs& beliefs);

// Judges puts that were under way at the same time: each answer by itself, their effects together,
// since nobody knows which of them came last.
[[nodiscard]] std::vector<Observations> JudgePutsTogether(const std::vector<PutToJudge>& puts,
                                                          Beliefs& beliefs);

// identity.both.one-series: turns the proof that contradicting entries went to both series, each
// of which is legal alone, into a deviation.
void CheckOneSeries(Observations& observations);

// After a transient: every value of the request may or may not have been stored (U39).
void BelieveAnything(const reference::Reading& reading, Beliefs& beliefs);

}  // namespace swc::conformance
