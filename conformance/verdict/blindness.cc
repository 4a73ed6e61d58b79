#include "conformance/verdict/blindness.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "conformance/client/read_access.h"
#include "conformance/client/reads_seen.h"
#include "conformance/target/target.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

// So many answers of a read operation without any value prove that it is blind.
constexpr std::uint64_t kReadsToShow = 10;
constexpr std::size_t kReadsInAll = spec::kOperations.size() - 1;
constexpr std::string_view kDeclareHint =
    "; if the target has no such read, say so: \"reads\" in the target description";

}  // namespace

std::map<std::string, std::string> BlockedNeeds(const ReadAccess& access) {
  const std::string& latest = access.WhyDead(spec::Operation::kLatest);
  const std::string& history = access.WhyDead(spec::Operation::kHistory);
  const std::string& batch_latest = access.WhyDead(spec::Operation::kBatchLatest);
  const std::string& batch_history = access.WhyDead(spec::Operation::kBatchHistory);
  const bool no_batch = !batch_latest.empty() && !batch_history.empty();
  return {{"reads.latest", latest},
          {"reads.history", history},
          {"reads.batch", no_batch ? batch_latest : ""},
          {"reads", no_batch && !latest.empty() && !history.empty() ? history : ""}};
}

std::string WhyBlind(const ReadAccess& access, const ReadsSeen& seen) {
  for (const spec::Operation read : spec::kOperations) {
    const std::string& dead = access.WhyDead(read);
    if (!dead.empty()) {
      return fmt::format("{}{}", dead, kDeclareHint);
    }
    if (seen.Asked(read) >= kReadsToShow && !seen.Shown(read)) {
      return fmt::format("{} {} showed no value in {} answers{}", spec::MethodOf(read),
                         spec::PathOf(read), seen.Asked(read), kDeclareHint);
    }
  }
  return "";
}

std::string NoteOnReads(const Target& target) {
  return target.no_reads.size() == kReadsInAll
             ? "stored state not tested, for the target is said to have no reads"
             : "";
}

}  // namespace swc::conformance
