#include "fuzz/oracles/seen_once.h"

#include <string_view>

#include <fmt/format.h>

#include "reports/run_record.h"

namespace swc::fuzz {
namespace {

constexpr std::string_view kSeenOnce = "seen once, not reproduced";

}  // namespace

void TellSeenOnce(int tries, reports::Finding& finding) {
  finding.verdict = reports::Verdict::kWarn;
  finding.shrinking =
      tries == 0 ? fmt::format("{}: there was no time to run the case again", kSeenOnce)
                 : fmt::format("{}: run again by itself {}, the case did not show it", kSeenOnce,
                               tries == 1 ? "once" : fmt::format("{} times", tries));
}

bool IsSeenOnce(const reports::Finding& finding) {
  return finding.shrinking.starts_with(kSeenOnce);
}

}  // namespace swc::fuzz
