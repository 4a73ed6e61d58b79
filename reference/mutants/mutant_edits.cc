#include "reference/mutants/mutant_edits.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "reference/model/model.h"
#include "reference/model/store.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// What a mutant remembers is bounded, so that a mutant server can run for days.
constexpr std::size_t kMemoryMax = 200'000;

}  // namespace

std::size_t NestingOf(std::string_view text) {
  std::size_t open = 0;
  std::size_t most = 0;
  OutsideStrings(text, [&](std::size_t i) {
    if (text[i] == '[' || text[i] == '{') {
      most = std::max(most, ++open);
    } else if ((text[i] == ']' || text[i] == '}') && open > 0) {
      --open;
    }
  });
  return most;
}

SortedJson* Member(SortedJson& node, std::string_view name) {
  if (!node.is_object()) {
    return nullptr;
  }
  const auto found = node.find(std::string(name));
  return found == node.end() ? nullptr : &*found;
}

bool UnquoteNumber(SortedJson& node) {
  if (!node.is_string()) {
    return false;
  }
  SortedJson number = SortedJson::parse(node.get_ref<const std::string&>(), nullptr, false);
  if (!number.is_number()) {
    return false;
  }
  node = number;
  return true;
}

bool Has(const Reading& reading, spec::ClausePrefix prefix) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return violation.clause->IsUnder(prefix);
  });
}

bool HasAt(const Reading& reading, spec::ClausePrefix prefix, std::size_t entry,
           std::size_t value) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return violation.scope == spec::Scope::kValue && violation.entry == entry &&
           violation.value == value && violation.clause->IsUnder(prefix);
  });
}

void Drop(Reading& reading, spec::ClausePrefix prefix) {
  DropIf(reading, prefix, [](const Violation&) { return true; });
}

void AddToEntry(Reading& reading, spec::ClauseId clause, std::size_t entry) {
  reading.violations.emplace_back(clause,
                                  RequestPlace{.scope = spec::Scope::kEntry, .entry = entry});
}

void AddToValue(Reading& reading, spec::ClauseId clause, std::size_t entry, std::size_t value) {
  reading.violations.emplace_back(
      clause, RequestPlace{.scope = spec::Scope::kValue, .entry = entry, .value = value});
}

void CutEntries(Reading& reading, std::size_t count) {
  reading.entries.resize(std::min(count, reading.entries.size()));
  DropIf(reading, "", [&](const Violation& violation) {
    return violation.scope != spec::Scope::kRequest && violation.entry >= count;
  });
}

void CutValues(Reading& reading, std::size_t entry, std::size_t count) {
  auto& values = reading.entries[entry].values;
  values.resize(std::min(count, values.size()));
  DropIf(reading, "", [&](const Violation& violation) {
    return violation.scope == spec::Scope::kValue && violation.entry == entry &&
           violation.value >= count;
  });
}

const std::string* TextOf(const SentValue& value) {
  return value.value ? std::get_if<std::string>(&*value.value) : nullptr;
}

const double* DoubleOf(const SentValue& value) {
  return value.value ? std::get_if<double>(&*value.value) : nullptr;
}

bool IsNan(const spec::Value& value) {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr && std::isnan(*number);
}

bool IsNull(const spec::Value& value) { return std::holds_alternative<spec::NullValue>(value); }

bool HasOtherControl(std::string_view text, std::string_view except) {
  constexpr char kDelete = '\x7f';
  return std::ranges::any_of(text, [&](char c) {
    const bool control = static_cast<unsigned char>(c) < ' ' || c == kDelete;
    return control && except.find(c) == std::string_view::npos;
  });
}

void Refuse(PutPlan& plan, int status, std::string_view name) {
  plan.error =
      RequestError{.status = status, .name = std::string(name), .message = "the request failed"};
}

bool Failed(const EntryPlan& entry) { return !entry.errors.empty(); }

void Forget(EntryPlan& entry) { entry.store.assign(entry.store.size(), false); }

void Report(EntryPlan& entry, std::string_view code) {
  Forget(entry);
  entry.errors.push_back({.code = std::string(code), .message = "the entry failed"});
}

void WriteAnyway(const SentEntry& entry, const SeriesId& series, MutantScope& scope) {
  for (const SentValue& value : entry.values) {
    if (value.value && value.time && value.quality) {
      scope.store.Put(series, {.time = *value.time, .quality = *value.quality}, *value.value);
    }
  }
}

const spec::Value* Replaced(const StoreOp& op, const MutantScope& scope) {
  const Series* series = scope.store.Find(op.series);
  if (series == nullptr) {
    return nullptr;
  }
  const auto found = series->points.find(op.key);
  return found == series->points.end() ? nullptr : &found->second.value;
}

std::int64_t CountBefore(MutantScope& scope, const std::string& name) {
  if (scope.memory.size() > kMemoryMax) {
    scope.memory.clear();
  }
  return scope.memory[name]++;
}

std::string NameOf(const PointKey& key) {
  return spec::ToString(key.time) + std::string(spec::ToString(key.quality));
}

void DropHeader(spec::HttpResponse& response, std::string_view name) {
  std::erase_if(response.headers, [&](const auto& header) { return header.first == name; });
}

}  // namespace swc::reference
