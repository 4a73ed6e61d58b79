#include "generators/case/case_classes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case/case.h"
#include "spec/contract.h"

namespace swc::generators {
namespace {

// A case belongs to a class that wants a kind of series, has a kind of step, or says something.
struct WantsRow {
  std::string_view name;
  SeriesKind kind;
};
struct DoesRow {
  std::string_view name;
  StepKind kind;
};
struct SaysRow {
  std::string_view name;
  std::string_view part;  // Of the case as JSON.
};

constexpr std::array kWants = {WantsRow{"any", SeriesKind::kAny},
                               WantsRow{"stream", SeriesKind::kStream},
                               WantsRow{"measurement", SeriesKind::kMeasurement},
                               WantsRow{"attribute", SeriesKind::kAttribute},
                               WantsRow{"computed", SeriesKind::kComputed},
                               WantsRow{"denied", SeriesKind::kDenied},
                               WantsRow{"unknown", SeriesKind::kUnknown}};

constexpr std::array kDoes = {DoesRow{"read_back", StepKind::kReadBack},
                              DoesRow{"latest", StepKind::kLatest},
                              DoesRow{"history", StepKind::kHistory},
                              DoesRow{"batch_latest", StepKind::kBatchLatest},
                              DoesRow{"batch_history", StepKind::kBatchHistory},
                              DoesRow{"read with a fault", StepKind::kReadRaw}};

constexpr std::array kSays = {
    SaysRow{"DOUBLE", R"("doubleValue": )"},
    SaysRow{"INTEGER", R"("dataType": "INTEGER")"},
    SaysRow{"STRING", R"("dataType": "STRING")"},
    SaysRow{"BOOLEAN", R"("dataType": "BOOLEAN")"},
    SaysRow{"STRUCT", R"("dataType": "STRUCT")"},
    SaysRow{"BAD", R"("quality": "BAD")"},
    SaysRow{"UNCERTAIN", R"("quality": "UNCERTAIN")"},
    SaysRow{"quality null", R"("quality": null)"},
    SaysRow{"flag true", R"("enablePartialEntryProcessing": true)"},
    SaysRow{"flag false", R"("enablePartialEntryProcessing": false)"},
    SaysRow{"flag null", R"("enablePartialEntryProcessing": null)"},
    SaysRow{"null", R"("nullValue": {)"},
    SaysRow{"NaN", R"("doubleValue": "NaN")"},
    SaysRow{"subnormal", "e-308"},
    SaysRow{"ids", R"("by": "ids")"},
    SaysRow{"both", R"("by": "both")"},
    SaysRow{"window edge", R"("at": "now-{past}s+3s")"},
    SaysRow{"last nanosecond", "999999999ns"},
    SaysRow{"explicit timestamp", ".nanos}"},
    SaysRow{"astral character", "\xF0"},
};

constexpr std::string_view kSeveralPuts = "several puts";
constexpr std::string_view kSeveralSeries = "several series";

// Returns the text of a row, with the window of the contract for "{past}".
std::string PartOf(const SaysRow& row) {
  constexpr std::string_view kPast = "{past}";
  std::string part(row.part);
  if (const std::size_t at = part.find(kPast); at != std::string::npos) {
    part.replace(at, kPast.size(), std::to_string(spec::Contract::Get().window_past_s));
  }
  return part;
}

bool IsPut(const Step& step) {
  return step.kind == StepKind::kPut || step.kind == StepKind::kPutRaw;
}

}  // namespace

std::vector<std::string_view> AllClasses() {
  std::vector<std::string_view> names;
  for (const WantsRow& row : kWants) {
    names.push_back(row.name);
  }
  for (const DoesRow& row : kDoes) {
    names.push_back(row.name);
  }
  for (const SaysRow& row : kSays) {
    names.push_back(row.name);
  }
  names.push_back(kSeveralPuts);
  names.push_back(kSeveralSeries);
  return names;
}

std::vector<std::string_view> ClassesOf(const Case& test_case) {
  std::vector<std::string_view> names;
  for (const WantsRow& row : kWants) {
    if (std::ranges::count(test_case.series, row.kind, &SeriesWish::kind) > 0) {
      names.push_back(row.name);
    }
  }
  for (const DoesRow& row : kDoes) {
    if (std::ranges::count(test_case.steps, row.kind, &Step::kind) > 0) {
      names.push_back(row.name);
    }
  }
  const std::string text = ToJson(test_case);
  for (const SaysRow& row : kSays) {
    if (text.find(PartOf(row)) != std::string::npos) {
      names.push_back(row.name);
    }
  }
  if (std::ranges::count_if(test_case.steps, IsPut) > 1) {
    names.push_back(kSeveralPuts);
  }
  if (test_case.series.size() > 1) {
    names.push_back(kSeveralSeries);
  }
  return names;
}

}  // namespace swc::generators
