#include "conformance/run/run.h"

#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/client/client.h"
#include "conformance/client/read_access.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/preflight/preflight.h"
#include "conformance/run/canary.h"
#include "conformance/run/phase_player.h"
#include "conformance/run/phases.h"
#include "conformance/run/slowness.h"
#include "conformance/smallest/shell_script.h"
#include "conformance/tally/latencies.h"
#include "conformance/tally/tally.h"
#include "conformance/target/capabilities.h"
#include "conformance/target/leases.h"
#include "conformance/target/server_clock.h"
#include "conformance/target/target.h"
#include "conformance/verdict/blindness.h"
#include "conformance/verdict/conclusion.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reports/run_record.h"
#include "reports/summary.h"
#include "spec/outcome.h"

namespace swc::conformance {
namespace {

using generators::Case;

class RunInProgress {
 public:
  RunInProgress(const RunOptions& options, Target target, Transport& transport, ServerClock clock,
                reports::RunListener& listener)
      : options_(options),
        target_(std::move(target)),
        cannot_show_(ExcludedBy(target_)),
        describes_aliases_(target_.directory.streams != reference::Setting::kUnknown),
        transport_(transport),
        clock_(clock),
        listener_(listener),
        client_(transport_, clock_,
                {.seed = options.seed,
                 .requests_max = options.requests_max,
                 .requests_per_second = options.requests_per_second,
                 .slow_answer = SlowAnswerOf(options),
                 .directory = &target_.directory,
                 .observe = [this](const Exchange& exchange) { latencies_.Note(exchange); }}),
        leases_(target_, options.run_id),
        context_{.target = target_,
                 .client = client_,
                 .leases = leases_,
                 .read_deadline = options.read_deadline,
                 .model = options.model,
                 .reads = &reads_},
        tally_({.selection = options.selection,
                .strict = options.strict,
                .program = options.program,
                .reproduce_target = options.reproduce_target,
                .endpoint = target_.endpoint,
                .curl_options = CurlOptionsOfLine(target_),
                .case_folder = options.case_folder}),
        player_(options, context_, tally_, listener) {}

  reports::RunRecord Run() {
    reports::RunRecord record{.tool_version = std::string(kToolVersion),
                              .program = options_.program,
                              .target = target_.endpoint,
                              .date = options_.date,
                              .seed = options_.seed};
    if (!CanaryIsNoticed()) {
      reports::Conclude(record, spec::Outcome::kDefect,
                        "the canary was not noticed: this build of the suite cannot judge");
      return Finished(std::move(record));
    }
    const Preflight preflight = FinishPreflight();
    if (player_.StopRequested()) {
      record.interrupted = true;
      reports::Conclude(record, spec::Outcome::kIncomplete, "interrupted before the first case");
      return Finished(std::move(record));
    }
    if (!preflight.could_not_test.empty() || !preflight.wrong_target.empty()) {
      const bool wrong = preflight.could_not_test.empty();
      reports::Conclude(
          record, wrong ? spec::Outcome::kWrongInput : spec::Outcome::kCouldNotTest,
          wrong ? preflight.wrong_target : target_.endpoint + ": " + preflight.could_not_test);
      return Finished(std::move(record));
    }
    if (!preflight.headline.empty()) {
      listener_.Said(preflight.headline);
    }
    if (const std::string hint = HintIfSlow(preflight.put_took, options_); !hint.empty()) {
      listener_.Said(hint);
    }
    if (const auto left_out = LeftOutByOnly(options_); !left_out.empty()) {
      listener_.Said(
          fmt::format("--only leaves out the phases {}: their cases are about everything",
                      fmt::join(left_out, ", ")));
    }
    std::vector<Phase> phases = PhasesOf(options_, TypesInPlaceOfStreams(target_));
    player_.RunPhases(phases);
    player_.RunPatient();
    player_.RunAgain();
    player_.DiagnoseFindings();
    player_.ShrinkFindings();
    player_.AskForCauses();
    Conclude(phases, record);
    return Finished(std::move(record));
  }

 private:
  void Conclude(const std::vector<Phase>& phases, reports::RunRecord& record) {
    record.interrupted = player_.StopRequested();
    record.limits_hit = player_.LimitsThatEnded(phases);
    record.phases = player_.TakePhases();
    record.known = player_.known();
    tally_.Finish(
        {.capabilities = CapabilitiesOf(target_),
         .blocked = BlockedNeeds(reads_),
         .cut = player_.TargetIsGone() ? "the target stopped answering first" : WhyCut(record)},
        record);
    if (describes_aliases_) {
      // What then could not run is excluded by the description alone.
      cannot_show_.merge(tally_.NeverRun());
    }
    if (options_.note_known) {
      options_.note_known(record);
    }
    ConcludeRun({.min_coverage = options_.min_coverage,
                 .could_not_test = WhyCouldNotTest(record),
                 .blind = WhyBlind(reads_, client_.reads_seen()),
                 .cannot_show = cannot_show_,
                 .note = NoteOnReads(target_),
                 .gate = options_.gate},
                record);
  }

  [[nodiscard]] reports::RunRecord Finished(reports::RunRecord record) {
    record.digest = player_.Digest();
    record.stats.requests = client_.requests();
    record.stats.latency = latencies_.Record();
    record.stats.elapsed_s = std::chrono::duration<double>(player_.elapsed()).count();
    listener_.RunEnded(record);
    return record;
  }

  [[nodiscard]] Preflight FinishPreflight() {
    Preflight found;
    const PreflightPlan plan{.run_id = options_.run_id, .read_deadline = options_.read_deadline};
    auto preflight = [](RunInProgress& run, const PreflightPlan& how,
                        Preflight& result) -> Task<void> {
      result = co_await RunPreflight(run.client_, run.target_, run.reads_, how);
    };
    bool done = false;
    Spawn(preflight(*this, plan, found), [&done] { done = true; });
    while (!done) {
      player_.Turn();
    }
    return found;
  }

  [[nodiscard]] std::string WhyCouldNotTest(const reports::RunRecord& record) const {
    if (player_.TargetIsGone()) {
      return "the target stopped answering: " + tally_.last_infra();
    }
    return reports::CountClauses(record, reports::Verdict::kInfra) > 0
               ? "the target failed while it was tested: " + tally_.last_infra()
               : "";
  }

  const RunOptions& options_;
  Target target_;
  std::set<std::string> cannot_show_;  // By the description alone, before anything is learnt.
  bool describes_aliases_;  // The description says what becomes of aliases of no property.
  Transport& transport_;
  ServerClock clock_;
  reports::RunListener& listener_;
  Latencies latencies_;
  Client client_;
  Leases leases_;
  ReadAccess reads_;
  CaseContext context_;
  Tally tally_;
  PhasePlayer player_;
};

}  // namespace

reports::RunRecord Run(const RunOptions& options, Target target, Transport& transport,
                       ServerClock clock, reports::RunListener& listener) {
  return RunInProgress(options, std::move(target), transport, clock, listener).Run();
}

}  // namespace swc::conformance
