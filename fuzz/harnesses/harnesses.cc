#include "fuzz/harnesses/harnesses.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "fuzz/oracles/answer_check.h"

namespace swc::fuzz {
namespace {

constexpr std::array<Harness, 9> kHarnesses = {{
    {.name = "request_bytes",
     .summary = "any bytes as the body of a put, through the reference server and the judge",
     .seeds = "request_bytes",
     .input = InputKind::kBody,
     .replays = true},
    {.name = "sequence",
     .summary = "sequences of requests under a random legal policy: the judge has to stay silent",
     .seeds = "cases"},
    {.name = "response_bytes",
     .summary = "any bytes as the answer of an endpoint: no crash, no PASS for what is wrong",
     .seeds = "response_bytes",
     .input = InputKind::kNoCase,
     .input_bytes_max = kAnswerBytesMax},
    {.name = "user_files",
     .summary = "any bytes as a target file, a case file, a report and a command line",
     .seeds = "user_files",
     .input = InputKind::kNoCase},
    {.name = "mutant",
     .summary = "sequences against a random mutant: what it visibly breaks has to be flagged",
     .seeds = "cases"},
    {.name = "endpoint",
     .summary = "a live endpoint, guided by the coverage of the model and by its answers",
     .seeds = "cases",
     .needs_target = true,
     .replays = true},
    {.name = "plugin",
     .summary = "your own server behind the C interface, guided by its coverage (--plugin)",
     .seeds = "cases",
     .linked_by_user = true,
     .replays = true},
    {.name = "ledger",
     .summary =
         "any bytes as a ledger of known deviations: it excuses nothing beyond what it lists",
     .seeds = "ledger",
     .input = InputKind::kNoCase,
     .input_bytes_max = kAnswerBytesMax},
    {.name = "canary",
     .summary = "a planted fault that has to be found: shows that campaigns work",
     .seeds = "canary",
     .planted = true},
}};

}  // namespace

std::span<const Harness> AllHarnesses() { return kHarnesses; }

const Harness* FindHarness(std::string_view name) {
  const auto* const found = std::ranges::find(kHarnesses, name, &Harness::name);
  return found == kHarnesses.end() ? nullptr : found;
}

std::string ProgramOf(const Harness& harness) { return fmt::format("{}_fuzzer", harness.name); }

}  // namespace swc::fuzz
