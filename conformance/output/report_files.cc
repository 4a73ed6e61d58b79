#include "conformance/output/report_files.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/compare/named_report.h"
#include "reports/formats/json_report.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

ReportFile NameReport(const std::string& word) {
  const std::size_t equals = word.find('=');
  std::error_code ignored;
  const bool named =
      equals != std::string::npos && equals > 0 && !std::filesystem::exists(word, ignored);
  if (named) {
    return {.name = word.substr(0, equals), .path = word.substr(equals + 1)};
  }
  return {.name = std::filesystem::path(word).stem().string(), .path = word};
}

}  // namespace

std::vector<ReportFile> NameReports(const std::vector<std::string>& words) {
  std::vector<ReportFile> files;
  for (const std::string& word : words) {
    files.push_back(NameReport(word));
  }
  const auto times = [&files](const std::string& name) {
    return std::ranges::count(files, name, &ReportFile::name);
  };
  std::vector<std::string> names;
  for (const ReportFile& file : files) {
    std::string name = times(file.name) > 1 ? file.path : file.name;
    for (int number = 2; std::ranges::find(names, name) != names.end(); ++number) {
      name = fmt::format("{} ({})", file.path, number);
    }
    names.push_back(std::move(name));
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].name = names[i];
  }
  return files;
}

std::expected<reports::NamedReport, spec::Error> LoadReport(const ReportFile& file) {
  const auto text = spec::ReadFile(file.path);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto record = reports::ParseJsonReport(*text);
  if (!record) {
    return std::unexpected(record.error().WithContext(file.path));
  }
  std::string date = record->date;
  return reports::NamedReport{
      .name = file.name, .date = std::move(date), .record = *std::move(record)};
}

}  // namespace swc::conformance
