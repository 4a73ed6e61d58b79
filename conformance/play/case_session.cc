#include "conformance/play/case_session.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/preflight/preflight.h"
#include "conformance/target/opening.h"
#include "generators/case/case.h"
#include "spec/input_error.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {

std::expected<std::vector<generators::Case>, spec::Error> LoadCases(
    const std::vector<std::string>& files) {
  std::vector<generators::Case> cases;
  for (const std::string& file : files) {
    const auto text = spec::ReadFile(file);
    if (!text) {
      return std::unexpected(text.error());
    }
    auto parsed = generators::ParseCase(std::string_view(*text), file);
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    cases.push_back(*std::move(parsed));
  }
  return cases;
}

CaseSession::CaseSession(OpenTarget open, std::string run_id, SessionOptions options)
    : open_(std::move(open)),
      client_(*open_.transport, open_.clock,
              {.directory = &open_.target.directory, .observe = std::move(options.observe)}),
      leases_(open_.target, std::move(run_id), options.leases),
      context_{.target = open_.target, .client = client_, .leases = leases_, .reads = &reads_} {}

std::expected<std::unique_ptr<CaseSession>, spec::Error> CaseSession::Begin(
    const TargetOptions& options, SessionOptions session_options) {
  auto open = Open(options);
  if (!open) {
    return std::unexpected(open.error());
  }
  const std::string& below = session_options.names_below;
  const std::string run_id = below.empty() ? NewRunId() : below + "/" + NewRunId();
  std::unique_ptr<CaseSession> session(
      new CaseSession(*std::move(open), run_id, std::move(session_options)));
  const PreflightPlan plan{.run_id = run_id};
  const Preflight found =
      session->Finish(RunPreflight(session->client_, session->open_.target, session->reads_, plan));
  if (!found.could_not_test.empty()) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kNetwork,
                    .message = session->endpoint() + ": " + found.could_not_test});
  }
  if (!found.wrong_target.empty()) {
    return spec::BadInput({.origin = options.target_file, .what = found.wrong_target});
  }
  return session;
}

}  // namespace swc::conformance
