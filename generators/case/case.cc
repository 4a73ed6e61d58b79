#include "generators/case/case.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/alias_form.h"
#include "generators/case/json.h"
#include "generators/case/puts_of_step.h"
#include "generators/case/read_step.h"
#include "generators/case/relations.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/fixed_now.h"
#include "spec/input_error.h"
#include "spec/text/error.h"
#include "spec/text/plain_json.h"
#include "spec/text/user_json.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

constexpr std::array<std::string_view, 7> kSeriesKinds = {
    "any", "stream", "measurement", "attribute", "computed", "denied", "unknown"};
constexpr std::array<std::string_view, 10> kStepKinds = {
    "put",          "put_raw",       "read_back", "history",  "latest",
    "batch_latest", "batch_history", "read_raw",  "together", "metamorphic"};

template <typename Enum, std::size_t kSize>
std::optional<Enum> Find(const std::array<std::string_view, kSize>& names, std::string_view name) {
  const auto* found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt
                              : std::optional(static_cast<Enum>(found - names.begin()));
}

// Returns the text of a string, nothing of anything else.
std::string_view TextOf(const Json& node) {
  return node.is_string() ? std::string_view(node.get_ref<const std::string&>())
                          : std::string_view();
}

class CaseParser {
 public:
  CaseParser(Json json, std::string_view origin) : json_(std::move(json)), origin_(origin) {}

  std::expected<Case, spec::Error> Parse() {
    Case result;
    if (!json_.is_object()) {
      return Bad("", "a case is a JSON object");
    }
    for (const auto& [name, value] : json_.items()) {
      constexpr std::array<std::string_view, 7> kMembers = {"id",     "clauses", "title", "needs",
                                                            "series", "steps",   "seen"};
      if (std::ranges::find(kMembers, name) == kMembers.end()) {
        return Bad("/" + name, "a case has no such member");
      }
    }
    if (!json_.contains("id") || !json_.at("id").is_string()) {
      return Bad("/id", "a string is required");
    }
    result.id = json_.at("id").get<std::string>();
    if (json_.contains("title")) {
      if (!json_.at("title").is_string()) {
        return Bad("/title", "a string is required");
      }
      result.title = json_.at("title").get<std::string>();
    }
    if (auto read = ParseNeeds(result.needs); !read) {
      return std::unexpected(read.error());
    }
    if (auto read = ParseClauses(result.clauses); !read) {
      return std::unexpected(read.error());
    }
    if (auto read = ParseSeries(result); !read) {
      return std::unexpected(read.error());
    }
    if (auto read = ParseSteps(result); !read) {
      return std::unexpected(read.error());
    }
    if (auto read = ParseSeen(result); !read) {
      return std::unexpected(read.error());
    }
    return result;
  }

 private:
  [[nodiscard]] std::unexpected<spec::Error> Bad(const std::string& field,
                                                 const std::string& what) const {
    return spec::BadInput({.origin = std::string(origin_), .field = field, .what = what});
  }

  std::expected<void, spec::Error> ParseSeen(Case& result) const {
    if (!json_.contains("seen")) {
      return {};
    }
    const Json& seen = json_.at("seen");
    const auto is_text = [&](const char* name) {
      return seen.is_object() && seen.contains(name) && seen.at(name).is_string();
    };
    if (!is_text("clause") || !is_text("signature")) {
      return Bad("/seen", "an object with a clause and a signature is required");
    }
    if (seen.contains("reproduced") && !seen.at("reproduced").is_boolean()) {
      return Bad("/seen/reproduced", "write true or false");
    }
    result.seen = SeenIn{.clause = seen.at("clause").get<std::string>(),
                         .signature = seen.at("signature").get<std::string>(),
                         .reproduced = std::nullopt,
                         .also = {},
                         .less = {}};
    if (seen.contains("reproduced")) {
      result.seen->reproduced = seen.at("reproduced").get<bool>();
    }
    auto parsed = ParseStrings(seen, "/seen", "also", result.seen->also);
    return parsed ? ParseStrings(seen, "/seen", "less", result.seen->less) : parsed;
  }

  std::expected<void, spec::Error> ParseStrings(const std::string& name,
                                                std::vector<std::string>& strings) const {
    return ParseStrings(json_, "", name, strings);
  }

  // Reads a member of `object`, which stands at `pointer`.
  std::expected<void, spec::Error> ParseStrings(const Json& object, const std::string& pointer,
                                                const std::string& name,
                                                std::vector<std::string>& strings) const {
    if (!object.contains(name)) {
      return {};
    }
    const Json& list = object.at(name);
    if (!list.is_array() || !std::ranges::all_of(list, &Json::is_string)) {
      return Bad(pointer + "/" + name, "a list of strings is required");
    }
    strings = list.get<std::vector<std::string>>();
    return {};
  }

  std::expected<void, spec::Error> ParseNeeds(std::vector<std::string>& needs) const {
    if (auto read = ParseStrings("needs", needs); !read) {
      return read;
    }
    for (std::size_t i = 0; i < needs.size(); ++i) {
      if (std::ranges::none_of(spec::Catalogue::Get().clauses(), [&](const spec::Clause& clause) {
            return std::ranges::find(clause.needs, needs[i]) != clause.needs.end();
          })) {
        return Bad(fmt::format("/needs/{}", i),
                   "there is no capability '" + needs[i] + "'; docs/clauses.md names them");
      }
    }
    return {};
  }

  std::expected<void, spec::Error> ParseClauses(std::vector<spec::ClauseId>& clauses) const {
    std::vector<std::string> names;
    if (auto read = ParseStrings("clauses", names); !read) {
      return read;
    }
    for (const std::string& name : names) {
      const auto clause = spec::ClauseId::Find(name);
      if (!clause) {
        return Bad("/clauses", "there is no clause '" + name + "'; `spec list` shows them");
      }
      clauses.push_back(*clause);
    }
    return {};
  }

  std::expected<void, spec::Error> ParseSeries(Case& result) {
    if (!json_.contains("series")) {
      return {};
    }
    if (!json_.at("series").is_object()) {
      return Bad("/series", "an object is required: names and what each series has to be");
    }
    for (const auto& [name, node] : json_.at("series").items()) {
      const std::string field = "/series/" + name;
      if (!node.is_object()) {
        return Bad(field, "an object is required, {} for any series");
      }
      SeriesWish wish{.name = name};
      for (const auto& [member, value] : node.items()) {
        if (member == "kind") {
          const auto kind = Find<SeriesKind>(kSeriesKinds, TextOf(value));
          if (!kind) {
            return Bad(field + "/kind",
                       "write any, stream, measurement, attribute, computed, denied or unknown");
          }
          wish.kind = *kind;
        } else if (member == "dataType") {
          const auto type = spec::ParseDataType(TextOf(value));
          if (!type) {
            return Bad(field + "/dataType", "write DOUBLE, INTEGER, STRING, BOOLEAN or STRUCT");
          }
          wish.type = *type;
        } else if (member == "aliased") {
          if (!value.is_boolean()) {
            return Bad(field + "/aliased", "write true or false");
          }
          wish.aliased = value.get<bool>();
        } else if (member == "alias") {
          const auto spelled = SpellAlias(TextOf(value), "/alias");
          if (!spelled) {
            return Bad(field + "/alias", spelled.error().message);
          }
          wish.alias = value.get<std::string>();
        } else {
          return Bad(fmt::format("{}/{}", field, member), "a series has no such member");
        }
      }
      if (!wish.alias.empty() && wish.kind != SeriesKind::kStream) {
        return Bad(field + "/alias", "only a series of kind stream is spelled by its case");
      }
      result.series.push_back(std::move(wish));
    }
    return {};
  }

  std::expected<void, spec::Error> ParseSteps(Case& result) {
    if (!json_.contains("steps") || !json_.at("steps").is_array() || json_.at("steps").empty()) {
      return Bad("/steps", "a list of at least one step is required");
    }
    std::size_t index = 0;
    for (Json& node : json_.at("steps")) {
      const std::string field = "/steps/" + std::to_string(index++);
      if (!node.is_object() || node.size() != 1) {
        return Bad(field, "a step is an object of one member that names its kind");
      }
      const std::string name = node.begin().key();
      const auto kind = Find<StepKind>(kStepKinds, name);
      if (!kind) {
        return Bad(fmt::format("{}/{}", field, name), "there is no such kind of step");
      }
      if (const auto unknown = UnknownSeriesIn(result, node.begin().value())) {
        return Bad(fmt::format("{}/{}{}/series", field, name, unknown->place),
                   "there is no series '" + unknown->name + "' in this case");
      }
      result.steps.push_back({.kind = *kind, .body = std::move(node.begin().value())});
      if (auto checked = TryLastStep(result); !checked) {
        return std::unexpected(
            checked.error().WithContext(fmt::format("{}: {}/{}", origin_, field, name)));
      }
    }
    return {};
  }

  struct UnknownSeries {
    std::string place;  // The JSON pointer of what names it.
    std::string name;
  };

  // Every "series" anywhere below a step has to be known.
  static std::optional<UnknownSeries> UnknownSeriesIn(const Case& result, const Json& node) {
    if (!node.is_structured()) {
      return std::nullopt;
    }
    for (const auto& [name, value] : node.items()) {
      if (name == "series" && value.is_string() &&
          std::ranges::find(result.series, value.get_ref<const std::string&>(),
                            &SeriesWish::name) == result.series.end()) {
        return UnknownSeries{.place = "", .name = value.get<std::string>()};
      }
      if (auto unknown = UnknownSeriesIn(result, value)) {
        unknown->place = fmt::format("/{}{}", name, unknown->place);
        return unknown;
      }
    }
    return std::nullopt;
  }

  // The same, if a member has a type that nobody expects there.
  static std::expected<void, spec::Error> TryLastStep(const Case& result) {
    try {
      return CheckLastStep(result);
    } catch (const nlohmann::json::exception&) {
      return spec::BadInput({.what = std::string(kOddMember)});
    }
  }

  // A step that no target could be asked is found when the case is read.
  static std::expected<void, spec::Error> CheckLastStep(const Case& result) {
    const StepKind kind = result.steps.back().kind;
    if (kind == StepKind::kReadRaw || kind == StepKind::kPut || kind == StepKind::kPutRaw) {
      return TryRender(result, result.steps.back());
    }
    if (kind == StepKind::kMetamorphic) {
      if (auto checked = CheckMetamorphic(result); !checked) {
        return checked;
      }
    }
    const auto puts = PutsOf(result.steps.back());
    if (!puts) {
      return std::unexpected(puts.error());
    }
    if (puts->empty()) {
      return CheckRead(result);
    }
    for (const Step& put : *puts) {
      if (auto rendered = TryRender(result, put); !rendered) {
        return rendered;
      }
    }
    return {};
  }

  static std::expected<void, spec::Error> CheckMetamorphic(const Case& result) {
    const auto read = ParseMetamorphic(result.steps.back());
    return read ? CheckTwins(*read, result.series) : std::unexpected(read.error());
  }

  // A read that cannot be sent to any target is found when the case is read.
  static std::expected<void, spec::Error> CheckRead(const Case& result) {
    const auto read = ParseReadStep(result.steps.back());
    if (!read) {
      return std::unexpected(read.error());
    }
    for (const std::string& name : read->series) {
      if (std::ranges::find(result.series, name, &SeriesWish::name) == result.series.end()) {
        return spec::BadInput({.what = "there is no series '" + name + "' in this case"});
      }
    }
    return {};
  }

  static std::expected<void, spec::Error> TryRender(const Case& result, const Step& step) {
    Binding binding{.now = spec::kFixedNow,
                    .t0 = {.seconds = spec::kFixedNow.seconds - 3600, .nanos = 0}};
    for (const SeriesWish& wish : result.series) {
      binding.series[wish.name] = {.alias = "/alias", .asset_id = "a", .property_id = "p"};
    }
    const auto rendered = RenderRequest(step, binding);
    return rendered ? std::expected<void, spec::Error>() : std::unexpected(rendered.error());
  }

  Json json_;  // Without the bodies of its steps as soon as they were read.
  std::string_view origin_;
};

}  // namespace

std::expected<Case, spec::Error> ParseCase(Json json, std::string_view origin) {
  try {
    return CaseParser(std::move(json), origin).Parse();
  } catch (const nlohmann::json::exception&) {
    return spec::BadInput({.origin = std::string(origin), .what = std::string(kOddMember)});
  }
}

std::expected<Case, spec::Error> ParseCase(std::string_view json, std::string_view origin) {
  auto parsed = spec::ParseUserJson(json, origin);
  return parsed ? ParseCase(*std::move(parsed), origin) : std::unexpected(parsed.error());
}

std::string ToJson(const Case& test_case) {
  Json json;
  json["id"] = test_case.id;
  if (!test_case.clauses.empty()) {
    json["clauses"] = test_case.clauses;
  }
  if (!test_case.title.empty()) {
    json["title"] = test_case.title;
  }
  if (test_case.seen) {
    json["seen"] = {{"clause", test_case.seen->clause}, {"signature", test_case.seen->signature}};
    if (test_case.seen->reproduced) {
      json["seen"]["reproduced"] = *test_case.seen->reproduced;
    }
    if (!test_case.seen->also.empty()) {
      json["seen"]["also"] = test_case.seen->also;
    }
    if (!test_case.seen->less.empty()) {
      json["seen"]["less"] = test_case.seen->less;
    }
  }
  if (!test_case.needs.empty()) {
    json["needs"] = test_case.needs;
  }
  json["series"] = Json::object();
  for (const SeriesWish& wish : test_case.series) {
    Json series = Json::object();
    if (wish.kind != SeriesKind::kAny) {
      series["kind"] = kSeriesKinds[static_cast<std::size_t>(wish.kind)];
    }
    if (wish.type != spec::DataType::kDouble) {
      series["dataType"] = spec::ToString(wish.type);
    }
    if (wish.aliased) {
      series["aliased"] = true;
    }
    if (!wish.alias.empty()) {
      series["alias"] = wish.alias;
    }
    json["series"][wish.name] = std::move(series);
  }
  for (const Step& step : test_case.steps) {
    json["steps"].push_back(
        Json{{std::string(kStepKinds[static_cast<std::size_t>(step.kind)]), step.body}});
  }
  return spec::PlainJson(json.dump(1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace swc::generators
