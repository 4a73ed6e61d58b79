#include "fuzz/campaign/left_behind.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fuzz/input/status_file.h"
#include "fuzz/plan/campaign_folder.h"
#include "reports/run_record.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

constexpr const char* kTargets = "left_behind";
// No campaign counts so far; sums stay far below what a number holds.
constexpr std::uint64_t kCountMax = std::uint64_t{1} << 60U;

bool HasCount(const nlohmann::json& json, const char* name) {
  return json.contains(name) && json.at(name).is_number_unsigned() &&
         json.at(name).get<std::uint64_t>() <= kCountMax;
}

bool IsTarget(const nlohmann::json& json) {
  return json.is_object() && json.contains("target") && json.at("target").is_string() &&
         HasCount(json, "campaigns") && HasCount(json, "series") && HasCount(json, "values");
}

}  // namespace

bool LeftBehind::Parse(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains(kTargets) || !json.at(kTargets).is_array() ||
      !std::ranges::all_of(json.at(kTargets), IsTarget)) {
    return false;
  }
  for (const nlohmann::json& each : json.at(kTargets)) {
    targets_.emplace_back(
        each.at("target").get<std::string>(),
        reports::LeftBehind{.campaigns = each.at("campaigns").get<std::uint64_t>(),
                            .series = each.at("series").get<std::uint64_t>(),
                            .values = each.at("values").get<std::uint64_t>()});
  }
  return true;
}

LeftBehind LeftBehind::Read(const std::filesystem::path& file, const std::string& target,
                            const std::string& folder) {
  LeftBehind left(file);
  if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
    const auto text = spec::ReadFile(file.string());
    if (!text || !left.Parse(*text)) {
      left.problem_ =
          fmt::format("{}: damaged; what is left on targets is counted anew", file.string());
    }
  }
  auto& targets = left.targets_;
  const auto known = std::ranges::find(targets, target, [](const auto& one) { return one.first; });
  if (known == targets.end()) {
    targets.emplace_back(target, reports::LeftBehind{});
  } else {
    std::rotate(known, known + 1, targets.end());
  }
  targets.back().second.prefix = fmt::format("/sitewise-conformance/{}/", folder);
  if (targets.size() > kTargetsMax) {
    targets.erase(targets.begin(), targets.end() - static_cast<std::ptrdiff_t>(kTargetsMax));
  }
  return left;
}

void LeftBehind::Add(const Counts& counts) {
  if (counts.values > 0) {
    reports::LeftBehind& here = targets_.back().second;
    ++here.campaigns;
    here.series += counts.series;
    here.values += counts.values;
  }
}

std::expected<void, spec::Error> LeftBehind::Write() const {
  auto targets = nlohmann::ordered_json::array();
  for (const auto& [target, left] : targets_) {
    targets.push_back({{"target", target},
                       {"campaigns", left.campaigns},
                       {"series", left.series},
                       {"values", left.values}});
  }
  return spec::WriteFile(file_, nlohmann::ordered_json{{kTargets, targets}}.dump(1) + "\n");
}

Counts CountedByKilled(const std::filesystem::path& findings) {
  Counts sum;
  for (const std::filesystem::path& file : FilesByName(findings)) {
    if (file.stem() == "status") {
      sum = Sum(sum, ReadCounts(file));
    }
  }
  return sum;
}

}  // namespace swc::fuzz
