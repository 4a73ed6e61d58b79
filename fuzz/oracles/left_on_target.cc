#include "fuzz/oracles/left_on_target.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/net/transport.h"
#include "spec/hash.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

// Returns the member of an object, or null.
const nlohmann::json* MemberOf(const nlohmann::json& json, const char* name) {
  const auto member = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && member != json.end() ? &*member : nullptr;
}

// Whether a put may have stored something: one that was not answered may, and 5xx too.
bool MayHaveStored(const conformance::Exchange& exchange) {
  constexpr int kBadRequest = 400;
  constexpr int kServerError = 500;
  const int status = exchange.response ? exchange.response->status : kServerError;
  return spec::OperationOf(exchange.request) == spec::Operation::kPut &&
         (status < kBadRequest || status >= kServerError);
}

}  // namespace

LeftOnTarget::LeftOnTarget(std::string_view folder)
    : folder_(folder.empty() ? "sitewise-conformance/"
                             : fmt::format("sitewise-conformance/{}/", folder)) {}

LeftOnTarget::Left LeftOnTarget::Add(const conformance::Exchange& exchange) {
  Left left;
  if (!MayHaveStored(exchange)) {
    return left;
  }
  const auto body = nlohmann::json::parse(exchange.request.body, nullptr, false);
  const nlohmann::json* entries = MemberOf(body, "entries");
  if (entries == nullptr || !entries->is_array()) {
    return left;
  }
  for (const nlohmann::json& entry : *entries) {
    const nlohmann::json* values = MemberOf(entry, "propertyValues");
    if (values == nullptr || !values->is_array() || values->empty()) {
      continue;
    }
    left.values += values->size();
    const nlohmann::json* alias = MemberOf(entry, "propertyAlias");
    if (alias == nullptr || !alias->is_string()) {
      continue;
    }
    const auto& name = alias->get_ref<const std::string&>();
    if (name.find(folder_) != std::string::npos &&
        (series_.size() >= kSeriesMax || series_.insert(spec::HashOf(name)).second)) {
      ++left.series;
    }
  }
  return left;
}

}  // namespace swc::fuzz
