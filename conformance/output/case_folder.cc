#include "conformance/output/case_folder.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/program/command_line.h"
#include "conformance/smallest/excerpt.h"
#include "conformance/smallest/shell_script.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reports/run_record.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"
#include "spec/text/user_json.h"

namespace swc::conformance {
namespace {

// Files that are run first.
constexpr std::size_t kKnownCasesMax = 2'000;

std::filesystem::path ScriptOf(const std::filesystem::path& case_file) {
  std::filesystem::path script = case_file;
  return script.replace_extension(".sh");
}

std::expected<void, spec::Error> WriteScript(const reports::Finding& finding,
                                             const std::filesystem::path& case_file,
                                             const Target& target) {
  const auto test_case = generators::ParseCase(std::string_view(finding.case_json), "finding");
  const std::string script = test_case ? ShellScript(*test_case, target,
                                                     {.clause = finding.clause,
                                                      .expected = finding.expected,
                                                      .observed = finding.observed})
                                       : "";
  if (script.empty()) {
    return {};
  }
  const std::filesystem::path path = ScriptOf(case_file);
  auto written = spec::WriteFile(path, script);
  std::error_code ignored;
  std::filesystem::permissions(path, std::filesystem::perms::owner_exec,
                               std::filesystem::perm_options::add, ignored);
  return written;
}

}  // namespace

std::expected<CaseFolder, spec::Error> CaseFolder::Open(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
    if (file.path().extension() == ".json") {
      files.push_back(file.path().string());
    }
  }
  std::ranges::sort(files);
  if (files.size() > kKnownCasesMax) {
    return UsageError(
        fmt::format("{}: {} case files, and {} are the most; delete old ones, or use "
                    "--prune",
                    folder, files.size(), kKnownCasesMax));
  }
  CaseFolder result;
  result.folder_ = folder;
  for (const std::string& file : files) {
    const auto text = spec::ReadFile(file);
    const auto json = text ? spec::ParseUserJson(*text, file) : std::unexpected(text.error());
    if (!json) {
      result.skipped_.push_back(json.error());
      continue;
    }
    auto parsed = generators::ParseCase(*json, file);
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    result.files_.emplace(parsed->id, file);
    result.known_.push_back(*std::move(parsed));
  }
  return result;
}

std::expected<void, spec::Error> CaseFolder::Write(const reports::RunRecord& record,
                                                   const Target& target) const {
  std::expected<void, spec::Error> all;
  for (const reports::Finding& finding : record.findings) {
    if (finding.case_file.empty()) {
      continue;  // Its cause has the file of another.
    }
    const std::filesystem::path path =
        std::filesystem::path(folder_) / CaseFileName(finding.case_file);
    auto written = spec::WriteFile(path, finding.case_json + "\n");
    if (written) {
      written = WriteScript(finding, path, target);
    }
    if (!written && all) {
      all = std::move(written);
    }
  }
  return all;
}

std::size_t CaseFolder::Prune(const reports::KnownCases& known) const {
  std::size_t removed = 0;
  for (const std::string& id : known.fixed) {
    const auto file = files_.find(id);
    if (file == files_.end()) {
      continue;
    }
    std::error_code error;
    removed += std::filesystem::remove(file->second, error) ? 1 : 0;
    std::filesystem::remove(ScriptOf(file->second), error);
  }
  return removed;
}

}  // namespace swc::conformance
