#include "fuzz/crashes/crash.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fuzz/crashes/crash_frames.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/engine/fuzzer_process.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_plan.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/text/base64.h"

namespace swc::fuzz {
namespace {

// slow-unit is no failure: libFuzzer goes on after it.
constexpr std::array<std::string_view, 4> kKinds = {"crash", "timeout", "oom", "leak"};
constexpr std::size_t kHappenedBytesMax = 500;

std::string KindOf(const std::filesystem::path& artifact) {
  const std::string name = artifact.filename().string();
  const std::string kind = name.substr(0, name.find('-'));
  return std::ranges::find(kKinds, kind) == kKinds.end() ? "crash" : kind;
}

// Addresses, sizes and indices differ from input to input; what stands behind a colon is a line.
std::string WithoutNumbers(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (!digit || (i > 0 && text[i - 1] == ':')) {
      const std::size_t end = digit ? text.find_first_not_of("0123456789", i) : i + 1;
      result += text.substr(i, end - i);
      i = std::min(end, text.size()) - 1;
      continue;
    }
    result += '#';
    const std::size_t end = text.find_first_not_of("0123456789abcdefx", i);
    i = std::min(end, text.size()) - 1;
  }
  return result;
}

// Returns the key of an objection: what stands before its details, which hold bodies and ids.
std::string_view KeyOf(std::string_view objection) {
  return objection.substr(0, std::min(objection.find(": "), objection.find("; ")));
}

// A put of any bytes as they are; `replay` would replace what looks like a symbol.
std::optional<generators::Case> CaseOfBody(std::string_view bytes, std::string_view name) {
  if (bytes.find("${") != std::string_view::npos) {
    return std::nullopt;
  }
  nlohmann::ordered_json body;
  body["body_base64"] = spec::EncodeBase64(bytes);
  return generators::Case{
      .id = std::string(name),
      .title = "Found by a harness.",
      .steps = {{.kind = generators::StepKind::kPutRaw, .body = std::move(body)}}};
}

}  // namespace

Crash CrashOf(const FuzzerOutput& output, const ProcessEnd& end,
              const std::filesystem::path& artifact) {
  Crash crash{.artifact = artifact};
  crash.kind = artifact.empty() ? "crash" : KindOf(artifact);
  // "libFuzzer: deadly signal" says nothing; the line before it tells which check failed.
  const bool tells_nothing = output.summary().empty() || output.summary().starts_with("libFuzzer");
  const bool said = tells_nothing && crash.kind == "crash" && !output.said().empty();
  const bool objected = said && !output.objection().empty();
  const std::string& what = objected                    ? output.complaint()
                            : said                      ? output.said()
                            : !output.summary().empty() ? output.summary()
                                                        : output.error();
  crash.happened = what.empty() ? fmt::format("the harness ended {}", ToString(end))
                                : reports::Shortened(reports::ForTerminal(what), kHappenedBytesMax);
  const bool anywhere = crash.kind == "timeout" || crash.kind == "oom";
  const std::string frames = objected || anywhere ? "" : CrashFrames(output.tail());
  crash.signature = fmt::format("{}|{}|{}|", kCrashClause, crash.kind,
                                objected         ? reports::ForTerminal(KeyOf(output.objection()))
                                : frames.empty() ? WithoutNumbers(crash.happened)
                                                 : reports::ForTerminal(frames));
  if (!frames.empty()) {
    crash.happened = fmt::format("in {}: {}", reports::ForTerminal(frames), crash.happened);
  }
  return crash;
}

Crash CrashOfArtifact(const std::filesystem::path& artifact) {
  const std::string name = artifact.filename().string();
  return {.artifact = artifact,
          .kind = KindOf(artifact),
          .happened = "nobody saw what happened on " + name,
          .signature = fmt::format("{}|{}|{}|", kCrashClause, KindOf(artifact), name)};
}

std::optional<generators::Case> CaseOfInput(const Harness& harness, std::string_view bytes,
                                            std::string_view name) {
  if (harness.input == InputKind::kBody) {
    return CaseOfBody(bytes, name);
  }
  if (harness.input != InputKind::kCase) {
    return std::nullopt;
  }
  auto parsed = generators::ParseCase(bytes, name);
  if (!parsed) {
    return std::nullopt;
  }
  return *std::move(parsed);
}

bool IsArtifact(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return std::ranges::any_of(
      kKinds, [&](std::string_view kind) { return name.starts_with(fmt::format("{}-", kind)); });
}

reports::Finding ToFinding(const Crash& crash, const CampaignPlan& plan) {
  reports::Finding finding;
  finding.clause = kCrashClause;
  finding.signature = crash.signature;
  finding.phase = plan.harness.name;
  finding.case_id = crash.artifact.filename().string();
  finding.case_json = crash.case_json;
  finding.expected = "the harness goes on, whatever its input is";
  finding.observed = fmt::format("{}: {}", crash.kind, crash.happened);
  if (!crash.log.empty()) {
    finding.observed += fmt::format("; more in {}", crash.log.string());
  }
  if (!crash.artifact.empty()) {
    finding.reproduce = HarnessLine(plan, crash.artifact);
  }
  if (!crash.case_file.empty()) {
    finding.case_file = crash.case_file.stem().string();
  }
  if (!crash.case_file.empty() && plan.harness.replays) {
    finding.reproduce += "  # or: " + ReplayLine(plan, crash.case_file);
  }
  return finding;
}

}  // namespace swc::fuzz
