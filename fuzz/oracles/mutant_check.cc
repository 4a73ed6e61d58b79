#include "fuzz/oracles/mutant_check.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/judge/observations.h"
#include "fuzz/oracles/play_in_process.h"
#include "generators/case/case.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

using nlohmann::json;

// The sets of policies that stand for all legal servers: the defaults, and each alternative alone.
const std::vector<reference::Assignments>& LegalServers() {
  static const std::vector<reference::Assignments> servers = [] {
    std::vector<reference::Assignments> all = {{}};
    for (const reference::PolicyRow& row : reference::AllPolicies()) {
      for (const std::string& alternative : row.alternatives) {
        all.push_back({{row.name, alternative}});
      }
    }
    return all;
  }();
  return servers;
}

std::string Sorted(const std::set<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    text += item + ";";
  }
  return text;
}

std::string EffectOfPut(const json& body) {
  std::set<std::string> reported;
  for (const json& entry : body.value("errorEntries", json::array())) {
    reported.insert(entry.is_object() ? entry.value("entryId", json()).dump() : "?");
  }
  return "reported " + Sorted(reported);
}

// The values that a read shows, whatever their order.
void CollectValues(const json& node, std::set<std::string>& values) {
  if (node.is_object() && node.contains("timestamp") && node.contains("value")) {
    json value = node;
    if (value["timestamp"].is_object() && value["timestamp"].value("offsetInNanos", json()) == 0) {
      value["timestamp"].erase("offsetInNanos");
    }
    if (value["value"].is_object() && value["value"].contains("nullValue")) {
      value["value"] = "null";  // U23: a stream may show any letter.
    }
    values.insert(value.dump());
    return;
  }
  if (node.is_structured()) {
    for (const json& item : node) {
      CollectValues(item, values);
    }
  }
}

// What each request was answered by the legal server `policies`, in order.
std::vector<std::string> EffectsOf(const Exchanges& exchanges,
                                   const reference::Assignments& policies) {
  reference::ReferenceServer server(
      {.policies = reference::PoliciesFrom(policies), .now = [] { return spec::kFixedNow; }});
  std::vector<std::string> effects;
  effects.reserve(exchanges.size());
  for (const auto& [request, response] : exchanges) {
    effects.push_back(EffectOf(request, server.Handle(request)));
  }
  return effects;
}

// Whether no put breaks a rule or touches an open point, so that there is one right effect only.
bool IsPlain(const Exchanges& exchanges) {
  reference::ReferenceServer server({.now = [] { return spec::kFixedNow; }});
  for (const auto& [request, response] : exchanges) {
    if (spec::OperationOf(request) == spec::Operation::kPut) {
      const reference::Reading reading =
          reference::ParsePut(request, {.directory = server.directory(),
                                        .series = server.store(),
                                        .now_earliest = spec::kFixedNow,
                                        .now_latest = spec::kFixedNow});
      if (!reading.decodable || !reading.violations.empty()) {
        return false;
      }
    }
    (void)server.Handle(request);
  }
  return true;
}

// Whether an answer is a page behind which there is another one. How many values stand on a page is
// the server's choice, so by itself it shows nothing.
bool GoesOn(const spec::HttpResponse& response) {
  const json body = json::parse(response.body, nullptr, false);
  return body.is_object() && body.contains("nextToken") && !body["nextToken"].is_null();
}

// Returns the first exchange whose effect no legal server shows, or nothing.
const std::pair<spec::HttpRequest, spec::HttpResponse>* FirstIllegal(const Exchanges& exchanges) {
  std::vector<std::size_t> open;
  std::vector<std::string> effects;
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    effects.push_back(EffectOf(exchanges[i].first, exchanges[i].second));
    if (!GoesOn(exchanges[i].second)) {
      open.push_back(i);
    }
  }
  for (const reference::Assignments& policies : LegalServers()) {
    if (open.empty()) {
      break;
    }
    const std::vector<std::string> legal = EffectsOf(exchanges, policies);
    std::erase_if(open, [&](std::size_t i) { return legal[i] == effects[i]; });
  }
  return open.empty() ? nullptr : &exchanges[open.front()];
}

}  // namespace

std::string EffectOf(const spec::HttpRequest& request, const spec::HttpResponse& response) {
  if (response.status != 200) {
    return response.status >= 400 && response.status < 500 ? "refused" : "failed";
  }
  const json body = json::parse(response.body, nullptr, false);
  if (!body.is_object()) {
    return "no JSON object";
  }
  if (spec::OperationOf(request) == spec::Operation::kPut) {
    return EffectOfPut(body);
  }
  std::set<std::string> values;
  CollectValues(body, values);
  return "shown " + Sorted(values);
}

MutantResult CheckMutant(const generators::Case& test_case, const reference::Mutant& mutant,
                         std::uint64_t number) {
  const PlayedCase played =
      PlayInProcess(test_case, {.mutant = &mutant, .number = number, .record = true});
  if (!played.outcome.deviations.empty()) {
    const conformance::Deviation& first = played.outcome.deviations.front().deviation;
    return {.killed = true, .clause = first.clause->id, .signature = first.Signature()};
  }
  const bool judged = played.outcome.CouldRun() && IsPlain(played.exchanges);
  const auto* illegal = judged ? FirstIllegal(played.exchanges) : nullptr;
  if (illegal == nullptr) {
    return {};
  }
  return {.objection =
              fmt::format("mutant {0} is visible and the judge is silent (alone: "
                          "SWC_FUZZ_MUTANT={0}): {1} {2} {3} was answered by {4} {5}",
                          mutant.name, illegal->first.method, illegal->first.target,
                          illegal->first.body, illegal->second.status, illegal->second.body)};
}

}  // namespace swc::fuzz
