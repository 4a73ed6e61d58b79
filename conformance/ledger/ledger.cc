#include "conformance/ledger/ledger.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "reports/formats/json_report.h"
#include "spec/input_error.h"
#include "spec/rfc3339.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kLedgerVersion = 1;

constexpr std::array<std::string_view, 8> kMembers = {
    "clause", "headline", "signatures", "reason", "ticket", "expires", "flaky", "witness"};

// Reads one entry; the first misfit is kept.
class EntryReader {
 public:
  EntryReader(const Json& json, std::string place) : json_(json), place_(std::move(place)) {}

  std::expected<LedgerEntry, spec::Error> Read() {
    if (!json_.is_object()) {
      return Bad("", "an entry is a JSON object");
    }
    for (const auto& [name, value] : json_.items()) {
      if (std::ranges::find(kMembers, name) == kMembers.end()) {
        return Bad(name, "there is no such member");
      }
    }
    LedgerEntry entry{.key = {.clause = Text("clause"), .signatures = {}},
                      .headline = Text("headline"),
                      .reason = Text("reason"),
                      .ticket = Text("ticket"),
                      .expires = Text("expires")};
    ReadSignatures(entry);
    ReadFlaky(entry);
    ReadWitness(entry);
    if (entry.key.clause.empty()) {
      Misfit("clause", "a clause is required");
    }
    if (!entry.expires.empty() && !IsDay(entry.expires)) {
      Misfit("expires", "a day is required, e.g. 2026-12-31, or nothing");
    }
    if (error_) {
      return std::unexpected(*error_);
    }
    return entry;
  }

 private:
  std::unexpected<spec::Error> Bad(const std::string& name, const std::string& what) {
    return spec::BadInput(
        {.origin = "", .field = name.empty() ? place_ : place_ + "/" + name, .what = what});
  }

  void Misfit(const std::string& name, const std::string& what) {
    if (!error_) {
      error_ = Bad(name, what).error();
    }
  }

  std::string Text(const std::string& name) {
    const auto found = json_.find(name);
    if (found == json_.end()) {
      return "";
    }
    if (!found->is_string()) {
      Misfit(name, "a string is required");
      return "";
    }
    return found->get<std::string>();
  }

  void ReadSignatures(LedgerEntry& entry) {
    const auto list = json_.find("signatures");
    if (list == json_.end() || !list->is_array() || list->empty()) {
      Misfit("signatures", "a list that is not empty is required");
      return;
    }
    for (const Json& signature : *list) {
      if (!signature.is_string() || signature.get_ref<const std::string&>().empty()) {
        Misfit("signatures", "strings are required");
        return;
      }
      entry.key.signatures.insert(signature.get<std::string>());
    }
  }

  void ReadFlaky(LedgerEntry& entry) {
    const auto flaky = json_.find("flaky");
    if (flaky == json_.end()) {
      return;
    }
    const auto rate = flaky->find("rate");
    const bool number =
        flaky->is_object() && flaky->size() == 1 && rate != flaky->end() && rate->is_number();
    if (!number || rate->get<double>() <= 0 || rate->get<double>() >= 1) {
      Misfit("flaky", R"({"rate": R} with 0 < R < 1 is required)");
      return;
    }
    entry.flaky_rate = rate->get<double>();
  }

  void ReadWitness(LedgerEntry& entry) {
    const auto witness = json_.find("witness");
    if (witness == json_.end()) {
      return;
    }
    if (auto parsed = generators::ParseCase(*witness, ""); !parsed) {
      Misfit("witness", parsed.error().message);
      return;
    }
    entry.witness = witness->dump();
  }

  const Json& json_;
  std::string place_;
  std::optional<spec::Error> error_;
};

Json EntryJson(const LedgerEntry& entry) {
  Json json = {{"clause", entry.key.clause},
               {"headline", entry.headline},
               {"signatures", entry.key.signatures},
               {"reason", entry.reason},
               {"ticket", entry.ticket},
               {"expires", entry.expires}};
  if (entry.flaky_rate) {
    json["flaky"] = {{"rate", *entry.flaky_rate}};
  }
  if (!entry.witness.empty()) {
    json["witness"] = Json::parse(entry.witness, nullptr, /*allow_exceptions=*/false);
  }
  return json;
}

}  // namespace

bool IsDay(std::string_view text) {
  constexpr std::size_t kLength = 10;
  return text.size() == kLength && spec::ParseRfc3339(std::string(text) + "T00:00:00Z").has_value();
}

std::expected<Ledger, spec::Error> ParseLedger(std::string_view text) {
  bool too_deep = false;
  const auto is_shallow = [&](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
    too_deep |= depth >= reports::kJsonDepthMax;
    return depth < reports::kJsonDepthMax;
  };
  const Json json = Json::parse(text, is_shallow, /*allow_exceptions=*/false);
  const auto bad = [](std::string field, std::string what) {
    return spec::BadInput({.origin = "", .field = std::move(field), .what = std::move(what)});
  };
  if (!json.is_object() || too_deep) {
    return bad("", "not a ledger: a JSON object is required");
  }
  for (const auto& [name, value] : json.items()) {
    if (name != "schema_version" && name != "entries") {
      return bad("/" + name, "there is no such member");
    }
  }
  if (!json.contains("schema_version") || json["schema_version"] != kLedgerVersion) {
    return bad("/schema_version", fmt::format("{} is required", kLedgerVersion));
  }
  if (!json.contains("entries") || !json["entries"].is_array()) {
    return bad("/entries", "a list is required");
  }
  Ledger ledger;
  for (const Json& item : json["entries"]) {
    auto entry = EntryReader(item, fmt::format("/entries/{}", ledger.entries.size())).Read();
    if (!entry) {
      return std::unexpected(entry.error());
    }
    ledger.entries.push_back(*std::move(entry));
  }
  return ledger;
}

std::string ToJson(const Ledger& ledger) {
  std::vector<const LedgerEntry*> sorted;
  for (const LedgerEntry& entry : ledger.entries) {
    sorted.push_back(&entry);
  }
  std::ranges::sort(sorted, {}, [](const LedgerEntry* entry) {
    return std::tie(entry->key.clause, entry->key.signatures);
  });
  Json json = {{"schema_version", kLedgerVersion}, {"entries", Json::array()}};
  for (const LedgerEntry* entry : sorted) {
    json["entries"].push_back(EntryJson(*entry));
  }
  return json.dump(1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

}  // namespace swc::conformance
