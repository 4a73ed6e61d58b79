#include "conformance/diagnosis/rehearsal.h"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/diagnosis/evidence.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put_answer.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using Mutants = std::vector<const reference::Mutant*>;

reference::ServerOptions OptionsOf(const StandIn& stand_in, Mutants mutants) {
  reference::ServerOptions options =
      reference::ServerOptionsOf(stand_in.policies, nullptr, [] { return spec::kFixedNow; });
  options.directory = stand_in.directory;
  options.mutants = std::move(mutants);
  return options;
}

}  // namespace

std::string RefusalIn(const Exchange& exchange) {
  constexpr int kFirstRefusal = 300;
  if (!exchange.response || exchange.response->status < kFirstRefusal) {
    return "";
  }
  const std::string& target = exchange.request.target;
  return fmt::format("{} {} {} {}", exchange.request.method, target.substr(0, target.find('?')),
                     exchange.response->status, ErrorNameOf(*exchange.response).value_or(""));
}

Rehearsal::Rehearsal(const StandIn& stand_in, const reference::Mutant* mutant)
    : Rehearsal(stand_in, mutant == nullptr ? Mutants() : Mutants{mutant}) {}

Rehearsal::Rehearsal(const StandIn& stand_in, Mutants mutants)
    : server_(OptionsOf(stand_in, std::move(mutants))),
      session_(
          InProcessTarget(server_.directory()),
          [this](const spec::HttpRequest& request) { return server_.Handle(request); },
          [] { return spec::kFixedNow; }, 0) {}

void Rehearsal::Play(const generators::Case& test_case) {
  const CaseOutcome outcome = Finish(session_.transport(), RunCase(session_.context(), test_case));
  ++cases_played_;
  NoteOutcome(test_case.id, outcome, evidence_);
}

void NoteOutcome(const std::string& case_id, const CaseOutcome& outcome, Evidence& evidence) {
  for (const Choice& choice : outcome.observations.choices) {
    evidence.NoteChoice(choice.clause->id, choice.alternative, outcome.deviations.empty());
  }
  if (outcome.As<CaseOutcome::Played>() == nullptr && outcome.deviations.empty()) {
    return;
  }
  evidence.NoteRan(case_id);
  for (const ShownDeviation& shown : outcome.deviations) {
    evidence.Note({.case_id = case_id,
                   .signature = shown.deviation.Signature(),
                   .refusal = RefusalIn(*shown.exchange)});
  }
}

}  // namespace swc::conformance
