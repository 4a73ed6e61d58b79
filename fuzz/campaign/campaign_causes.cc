#include "fuzz/campaign/campaign_causes.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <deque>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/evidence.h"
#include "conformance/diagnosis/rehearsal.h"
#include "conformance/net/transport.h"
#include "conformance/tally/case_causes.h"
#include "conformance/target/target_file.h"
#include "fuzz/campaign/campaign.h"
#include "fuzz/campaign/joined_causes.h"
#include "fuzz/campaign/told_causes.h"
#include "fuzz/crashes/crash_collector.h"
#include "fuzz/plan/campaign_plan.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reports/run_record.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using generators::Case;
using reports::Finding;

// Returns what cases are played on: the target as it is described, or the example.
reference::Directory DirectoryOf(const CampaignPlan& plan) {
  const auto text = plan.target_file.empty() ? std::unexpected(spec::Error())
                                             : spec::ReadFile(plan.target_file.string());
  auto target = text ? conformance::ParseTarget(*text, "target") : std::unexpected(text.error());
  if (!target) {
    return reference::ExampleDirectory();
  }
  for (reference::Setting* setting :
       {&target->directory.streams, &target->directory.null_and_nan}) {
    if (*setting == reference::Setting::kUnknown) {
      *setting = reference::Setting::kOn;  // The cases that need it were played.
    }
  }
  return std::move(target->directory);
}

// Returns what a finding was refused with, from its excerpts.
std::string RefusalOf(const Finding& finding) {
  const std::string_view line = finding.request.first_line;
  conformance::Exchange exchange;
  exchange.request.method = line.substr(0, line.find(' '));
  exchange.request.target = line.substr(std::min(line.find(' ') + 1, line.size()));
  spec::HttpResponse& response = exchange.response.emplace();
  response.status = std::atoi(finding.response.first_line.c_str());
  response.body = finding.response.body;
  for (const std::string_view header : finding.response.headers) {
    const std::size_t colon = header.find(": ");
    if (colon != std::string_view::npos) {
      response.headers.emplace_back(header.substr(0, colon), header.substr(colon + 2));
    }
  }
  return conformance::RefusalIn(exchange);
}

// What the cases in the folder showed.
struct FolderEvidence {
  conformance::Evidence evidence;
  std::deque<Case> cases;

  void Add(const Finding& finding) {
    auto test_case = generators::ParseCase(std::string_view(finding.case_json), finding.case_file);
    if (!test_case) {
      return;  // Nothing can be played: it is a cause by itself.
    }
    test_case->id = finding.case_file;
    evidence.NoteRan(test_case->id);
    evidence.Note(
        {.case_id = test_case->id, .signature = finding.signature, .refusal = RefusalOf(finding)});
    if (test_case->seen) {
      for (const std::string& signature : test_case->seen->also) {
        evidence.Note({.case_id = test_case->id, .signature = signature});
      }
    }
    cases.push_back(*std::move(test_case));
  }
};

}  // namespace

std::vector<reports::Cause> CausesOf(const CampaignPlan& plan, const CampaignResult& result,
                                     const std::vector<Finding>& findings) {
  FolderEvidence folder;
  if (plan.harness.replays) {
    const std::set<std::size_t> dressed = DressedIn(result.in_files, result.known);
    for (std::size_t i = 0; i < result.in_files.size(); ++i) {
      if (!dressed.contains(i)) {
        folder.Add(result.in_files[i]);
      }
    }
  }
  conformance::DiagnosisInput input{.target = folder.evidence,
                                    .directory = DirectoryOf(plan),
                                    // After a stop nobody waits for more than what hangs together.
                                    .suspects = !result.stopped};
  for (const Case& each : folder.cases) {
    input.cases.push_back(&each);
  }
  std::vector<Finding> named = findings;
  for (Finding& finding : named) {
    finding.case_id = NameOf(finding);
  }
  const ToldCauses told = WithoutFixed(ReadToldCauses(plan.findings), result.earlier.fixed);
  std::vector<reports::Cause> causes =
      conformance::CausesOf(input, named, KnownByCause(told, result.known));
  JoinCauses(named, causes);
  return causes;
}

}  // namespace swc::fuzz
