// For tests: a server with several bugs and choices, and what it shows in the cases of some areas.
//
// Example: PlayedServer({.mutants = {"nan-stored-as-zero"}}, {"value.double"}).Causes()
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"

namespace swc::conformance {

struct ServerInTest {
  std::vector<std::string_view> mutants;
  reference::Assignments policies;
  reference::Directory directory = reference::ExampleDirectory();
};

class PlayedServer {
 public:
  // Plays the directed cases whose ids begin with one of `areas`.
  PlayedServer(const ServerInTest& server, const std::vector<std::string_view>& areas)
      : server_(OptionsOf(server)),
        session_(
            InProcessTarget(server.directory),
            [this](const spec::HttpRequest& request) { return server_.Handle(request); },
            [] { return spec::kFixedNow; }, 0) {
    for (const generators::Case& each : generators::DirectedCases()) {
      if (std::ranges::any_of(areas,
                              [&](std::string_view area) { return each.id.starts_with(area); })) {
        cases_.push_back(&each);
        NoteOutcome(each.id, Finish(session_.transport(), RunCase(session_.context(), each)),
                    evidence_);
      }
    }
  }

  [[nodiscard]] const Evidence& evidence() const { return evidence_; }
  [[nodiscard]] Evidence& evidence() { return evidence_; }
  [[nodiscard]] const std::vector<const generators::Case*>& cases() const { return cases_; }

  // Returns what a diagnosis of it is made from.
  [[nodiscard]] DiagnosisInput Input() const {
    return {.target = evidence_, .cases = cases_, .directory = server_.directory()};
  }
  [[nodiscard]] std::vector<DiagnosedCause> Causes() const { return Diagnose(Input()); }

 private:
  [[nodiscard]] static reference::ServerOptions OptionsOf(const ServerInTest& server) {
    reference::ServerOptions options = reference::ServerOptionsOf(
        reference::PoliciesFrom(server.policies), nullptr, [] { return spec::kFixedNow; });
    options.directory = server.directory;
    for (const std::string_view name : server.mutants) {
      options.mutants.push_back(reference::FindMutant(name));
    }
    return options;
  }

  reference::ReferenceServer server_;
  InProcessSession session_;
  Evidence evidence_;
  std::vector<const generators::Case*> cases_;
};

// Returns the names of the seeded bugs that `causes` are named after, or "" for those without.
[[nodiscard]] inline std::vector<std::string> NamesIn(const std::vector<DiagnosedCause>& causes) {
  std::vector<std::string> names;
  for (const DiagnosedCause& cause : causes) {
    names.emplace_back(cause.named ? cause.mutant->name : "");
  }
  return names;
}

}  // namespace swc::conformance
