#include "spec/contract.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "spec/check.h"
#include "spec/embedded.h"
#include "spec/input_error.h"
#include "spec/operation.h"
#include "spec/text/error.h"

namespace swc::spec {

using nlohmann::json;

const Contract& Contract::Get() {
  static const Contract contract = [] {
    std::expected<Contract, Error> parsed = Parse(EmbeddedContract());
    SWC_CHECK(parsed.has_value(), parsed.error().message.c_str());
    return *std::move(parsed);
  }();
  return contract;
}

std::expected<Contract, Error> Contract::Parse(std::string_view text) {
  Contract contract;
  try {
    const json root = json::parse(text);
    for (const Operation operation : kOperations) {
      const json& bound = root.at("operations").at(std::string(NameOf(operation)));
      contract.bindings.at(static_cast<std::size_t>(operation)) = {
          .method = bound.at("method").get<std::string>(),
          .path = bound.at("path").get<std::string>()};
    }
    const json& limits = root.at("limits");
    const auto limit = [&](const char* name, auto& target) {
      limits.at(name).at("value").get_to(target);
    };
    limit("entries_max", contract.entries_max);
    limit("values_max", contract.values_max);
    limit("window_past_s", contract.window_past_s);
    limit("window_future_s", contract.window_future_s);
    limit("window_future_guide_s", contract.window_future_guide_s);
    limit("alias_length_agreed", contract.alias_length_agreed);
    limit("double_max", contract.double_max);
    limit("double_guide_max", contract.double_guide_max);
    limit("string_length_max", contract.string_length_max);
    limit("integer_min", contract.integer_min);
    limit("integer_max", contract.integer_max);
    limit("points_per_second_max", contract.points_per_second_max);
    limit("history_default_results", contract.history_default_results);
    limit("history_results_max", contract.history_results_max);
    limit("batch_latest_entries_max", contract.batch_latest_entries_max);
    limit("batch_history_entries_max", contract.batch_history_entries_max);
    const json& shapes = root.at("shapes");
    shapes.at("TimeInSeconds").at("min").get_to(contract.time_seconds_min);
    shapes.at("TimeInSeconds").at("max").get_to(contract.time_seconds_max);
    shapes.at("OffsetInNanos").at("max").get_to(contract.nanos_max);
    shapes.at("EntryId").at("max").get_to(contract.entry_id_length_max);
    shapes.at("ID").at("max").get_to(contract.id_length);
    shapes.at("AssetPropertyAlias").at("max").get_to(contract.alias_length_max);
    shapes.at("NextToken").at("max").get_to(contract.token_length_max);
    shapes.at("BatchPutAssetPropertyValueErrorCode").at("enum").get_to(contract.put_error_codes);
    shapes.at("BatchGetAssetPropertyValueErrorCode")
        .at("enum")
        .get_to(contract.batch_read_error_codes);
    for (const auto& [name, error] : root.at("errors").items()) {
      contract.error_statuses[name] = error.at("status").get<int>();
      contract.error_members[name] = error.value("required", std::vector<std::string>());
    }
    for (const auto& [name, error] : root.at("commonErrors").items()) {
      contract.common_statuses[name] = error.at("status").get<int>();
    }
  } catch (const json::exception& error) {
    return BadInput({.origin = "contract.json", .what = error.what()});
  }
  return contract;
}

std::optional<int> Contract::StatusOf(std::string_view name) const {
  const auto found = error_statuses.find(name);
  return found == error_statuses.end() ? std::nullopt : std::optional<int>(found->second);
}

const std::string& Contract::NameOfStatus(int status) const {
  constexpr int kBadRequest = 400;
  const auto found = std::ranges::find_if(
      error_statuses, [&](const auto& error) { return error.second == status; });
  if (found != error_statuses.end()) {
    return found->first;
  }
  SWC_CHECK(status != kBadRequest, "contract.json has no error of status 400");
  return NameOfStatus(kBadRequest);
}

bool Contract::HasToHave(std::string_view name, std::string_view member) const {
  const auto found = error_members.find(name);
  return found != error_members.end() &&
         std::ranges::find(found->second, member) != found->second.end();
}

bool Contract::MayHaveStatus(std::string_view name, int status) const {
  const auto common = common_statuses.find(name);
  if (common != common_statuses.end() && common->second == status) {
    return true;
  }
  const std::optional<int> modelled = StatusOf(name);
  return !modelled || *modelled == status;
}

}  // namespace swc::spec
