// Whether the target of a collector still answers, and what is left behind when it does not.
#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/client.h"
#include "conformance/net/finish.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/preflight/preflight.h"
#include "fuzz/oracles/finding_collector.h"
#include "generators/case/case.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using conformance::CaseContext;
using conformance::CaseOutcome;
using conformance::Task;
using conformance::Transport;
using generators::Case;

// Between two questions whether a target is back.
constexpr std::chrono::milliseconds kRecoveryPause{500};

constexpr std::string_view kSuspectsFolder = "suspects";

// Asks something harmless until there is an answer or `deadline` has come.
Task<bool> WaitForAnswer(CaseContext& context, Transport::Clock deadline) {
  Transport& transport = context.client.transport();
  while (transport.Now() < deadline) {
    spec::HttpRequest request = conformance::HarmlessRequest(context.leases.run());
    const conformance::Sent sent = co_await context.client.Send(std::move(request));
    if (!sent.transient && sent.exchange.response) {
      co_return true;
    }
    co_await Sleep(transport, kRecoveryPause);
  }
  co_return false;
}

}  // namespace

bool FindingCollector::ComesBack() {
  if (++recoveries_in_a_row_ > kRecoveriesMax) {
    return false;
  }
  conformance::Transport& transport = context_.client.transport();
  return conformance::Finish(transport,
                             WaitForAnswer(context_, transport.Now() + options_.recovery_time));
}

spec::Error FindingCollector::Gone(const std::string& reason) const {
  spec::Error error{.kind = spec::ErrorKind::kNetwork,
                    .message = context_.target.endpoint + " stopped answering: " + reason};
  if (options_.folder.empty()) {
    return error;
  }
  const std::filesystem::path folder = options_.folder + "/" + std::string(kSuspectsFolder);
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  bool written = true;
  for (std::size_t i = 0; i < suspects_.size(); ++i) {
    const std::string file = (folder / fmt::format("{}.json", i)).string();
    written = written && spec::WriteFile(file, generators::ToJson(suspects_[i]) + "\n").has_value();
  }
  if (written) {
    error.message += fmt::format("; the cases that were under way: {}/", folder.string());
  }
  return error;
}

std::expected<void, spec::Error> FindingCollector::NoteHealth(
    const std::vector<Case>& cases, const std::vector<CaseOutcome>& outcomes) {
  for (const CaseOutcome& outcome : outcomes) {
    const auto* unasked = outcome.As<CaseOutcome::Unasked>();
    if (unasked == nullptr) {
      infra_in_a_row_ = 0;
      recoveries_in_a_row_ = 0;
      continue;
    }
    if (infra_in_a_row_++ == 0) {
      suspects_ = cases;
    }
    if (infra_in_a_row_ < kInfraInARowMax) {
      continue;
    }
    if (!ComesBack()) {
      return std::unexpected(Gone(unasked->why));
    }
    infra_in_a_row_ = 0;
    break;
  }
  return {};
}

}  // namespace swc::fuzz
