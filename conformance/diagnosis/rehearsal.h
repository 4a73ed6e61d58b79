// Plays cases in this process on a server with a seeded bug, to see what that bug shows.
//
// Law: the server has the properties of the target and follows the choices that the target was seen
// to make, so that what deviates is the bug and not the choice.
//
// Example: Rehearsal rehearsal({.directory = target.directory, .policies = learnt}, mutant);
//          rehearsal.Play(test_case);
//          rehearsal.evidence()
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/diagnosis/evidence.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/server/reference_server.h"

namespace swc::conformance {

// Notes what one case showed, as far as it was played.
void NoteOutcome(const std::string& case_id, const CaseOutcome& outcome, Evidence& evidence);

// Returns operation, status and error name of an exchange that was refused; else nothing.
[[nodiscard]] std::string RefusalIn(const Exchange& exchange);

// The server that stands in for a target.
struct StandIn {
  reference::Directory directory;
  reference::Policies policies;
};

class Rehearsal {
 public:
  // `mutant` may be null: a legal server.
  Rehearsal(const StandIn& stand_in, const reference::Mutant* mutant);
  // Several seeded bugs at once.
  Rehearsal(const StandIn& stand_in, std::vector<const reference::Mutant*> mutants);

  void Play(const generators::Case& test_case);

  [[nodiscard]] const Evidence& evidence() const { return evidence_; }
  [[nodiscard]] std::uint64_t cases_played() const { return cases_played_; }

 private:
  reference::ReferenceServer server_;
  InProcessSession session_;
  Evidence evidence_;
  std::uint64_t cases_played_ = 0;
};

}  // namespace swc::conformance
