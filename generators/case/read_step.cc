#include "generators/case/read_step.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "spec/input_error.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

std::unexpected<spec::Error> Bad(std::string_view field, std::string_view what) {
  return spec::BadInput({.field = std::string(field), .what = std::string(what)});
}

// Far beyond what a server takes, and still a small request.
constexpr std::int64_t kBatchEntriesMax = 1000;

bool IsBatch(StepKind kind) {
  return kind == StepKind::kBatchLatest || kind == StepKind::kBatchHistory;
}

std::expected<std::vector<std::string>, spec::Error> SeriesNames(const Json& node,
                                                                 std::string_view field) {
  std::vector<std::string> names;
  if (node.is_array()) {
    for (const Json& name : node) {
      if (!name.is_string()) {
        return Bad(field, "a list of names of series is required");
      }
      names.push_back(name.get<std::string>());
    }
  }
  if (names.empty()) {
    return Bad(field, "a list of names of series is required");
  }
  return names;
}

// Returns which of `names` the string `node` is.
std::optional<std::size_t> OneOf(const Json& node, std::initializer_list<std::string_view> names) {
  if (!node.is_string()) {
    return std::nullopt;
  }
  const auto* found = std::ranges::find(names, node.get_ref<const std::string&>());
  return found == names.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - names.begin()));
}

// Reads one member other than "series".
std::expected<void, spec::Error> ParseMember(StepKind kind, const std::string& name,
                                             const Json& value, ReadStep& read) {
  const std::string field = "/" + name;
  const bool history = kind == StepKind::kHistory || kind == StepKind::kBatchHistory;
  if (name == "by") {
    const auto chosen = OneOf(value, {"alias", "ids"});
    if (!chosen) {
      return Bad(field, "write alias or ids");
    }
    read.by = *chosen == 0 ? ReadBy::kAlias : ReadBy::kIds;
  } else if (IsBatch(kind) && name == "entries") {
    const bool number = value.is_number_integer() && value.get<std::int64_t>() >= 0;
    if (!number || value.get<std::int64_t>() > kBatchEntriesMax) {
      return Bad(field, "a number from 0 to 1000 is required");
    }
    read.entries = value.get<std::size_t>();
  } else if (history && name == "quality") {
    const auto chosen = OneOf(value, {"GOOD", "BAD", "UNCERTAIN"});
    if (!chosen) {
      return Bad(field, "write GOOD, BAD or UNCERTAIN");
    }
    read.quality = spec::kQualities[*chosen];
  } else if (history && (name == "start" || name == "end")) {
    if (!value.is_string()) {
      return Bad(field, "a time expression is required, e.g. t0+5s");
    }
    if (const auto time = EvaluateTime(value.get_ref<const std::string&>(), Binding()); !time) {
      return Bad(field, time.error().message);
    }
    (name == "start" ? read.start : read.end) = value.get<std::string>();
  } else if (history && name == "maxResults") {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 1) {
      return Bad(field, "a number of at least 1 is required");
    }
    read.max_results = value.get<std::size_t>();
  } else if (history && name == "order") {
    const auto chosen = OneOf(value, {"ASCENDING", "DESCENDING"});
    if (!chosen) {
      return Bad(field, "write ASCENDING or DESCENDING");
    }
    read.descending = *chosen == 1;
  } else {
    return Bad(field, "this kind of step has no such member");
  }
  return {};
}

}  // namespace

std::expected<ReadStep, spec::Error> ParseReadStep(const Step& step) {
  ReadStep read;
  if (step.kind == StepKind::kReadBack) {
    auto names = SeriesNames(step.body, "");
    if (!names) {
      return std::unexpected(names.error());
    }
    read.series = *std::move(names);
    return read;
  }
  if (!step.body.is_object() || !step.body.contains("series")) {
    return Bad("/series", "it is required");
  }
  const Json& series = step.body.at("series");
  if (!IsBatch(step.kind) && !series.is_string()) {
    return Bad("/series", "the name of a series is required");
  }
  auto names = SeriesNames(IsBatch(step.kind) ? series : Json::array({series}), "/series");
  if (!names) {
    return std::unexpected(names.error());
  }
  read.series = *std::move(names);
  for (const auto& [name, value] : step.body.items()) {
    if (name == "series") {
      continue;
    }
    if (auto checked = ParseMember(step.kind, name, value, read); !checked) {
      return std::unexpected(checked.error());
    }
  }
  return read;
}

}  // namespace swc::generators
