// The small edits of which mutants are made, so that a mutant stays one row of a table.
//
// Law: an edit leaves a reading and a plan well formed: no violation points at an entry or value
// that is gone, and nothing is done to a plan that refuses the whole request.
//
// Example: AcceptValues(reading, "time.window.future", [](const SentValue&) { return true; });
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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

using SortedJson = nlohmann::json;

// ---- Requests, before they are read. An edit that answers false left its value alone.

// Returns how many brackets of `text` stand open at the deepest place, strings left out.
[[nodiscard]] std::size_t NestingOf(std::string_view text);

// Deeper texts are not edited: nlohmann_json writes them by recursion.
inline constexpr std::size_t kEditedDepthMax = 1000;

// Calls `edit` with the body, if it is a JSON object, and writes it back if `edit` changed it.
template <typename Edit>
void EditBody(spec::HttpRequest& request, Edit edit) {
  if (NestingOf(request.body) > kEditedDepthMax) {
    return;
  }
  SortedJson body = SortedJson::parse(request.body, nullptr, false);
  if (body.is_object() && edit(body)) {
    request.body = body.dump(-1, ' ', false, SortedJson::error_handler_t::replace);
  }
}

// Returns the member of `node`, or null if it has none or is no object.
[[nodiscard]] SortedJson* Member(SortedJson& node, std::string_view name);

// Calls `edit` for each item of the list `node[name]`; returns whether one was changed.
template <typename Edit>
bool EditItems(SortedJson& node, std::string_view name, Edit edit) {
  bool changed = false;
  SortedJson* list = Member(node, name);
  if (list != nullptr && list->is_array()) {
    for (SortedJson& item : *list) {
      changed = edit(item) || changed;
    }
  }
  return changed;
}

// Calls `edit` for each entry of the body.
template <typename Edit>
void EditSentEntries(spec::HttpRequest& request, Edit edit) {
  EditBody(request, [&](SortedJson& body) { return EditItems(body, "entries", edit); });
}

// Calls `edit` for each item of a propertyValues.
template <typename Edit>
void EditSentValues(spec::HttpRequest& request, Edit edit) {
  EditSentEntries(request,
                  [&](SortedJson& entry) { return EditItems(entry, "propertyValues", edit); });
}

// Calls `edit` for each member called `name` of a variant.
template <typename Edit>
void EditSentVariants(spec::HttpRequest& request, std::string_view name, Edit edit) {
  EditSentValues(request, [&](SortedJson& value) {
    SortedJson* variant = Member(value, "value");
    SortedJson* node = variant == nullptr ? nullptr : Member(*variant, name);
    return node != nullptr && edit(*node);
  });
}

// Calls `visit(position)` for each byte of JSON text that is outside a string.
template <typename Visit>
void OutsideStrings(std::string_view text, Visit visit) {
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      inside = !inside;
    } else if (inside && text[i] == '\\') {
      ++i;
    } else if (!inside) {
      visit(i);
    }
  }
}

// Turns text that holds a JSON number into that number; returns whether it did.
bool UnquoteNumber(SortedJson& node);

// ---- Readings.

// Returns whether a violation under `prefix` was read.
[[nodiscard]] bool Has(const Reading& reading, spec::ClausePrefix prefix);

// Returns whether a violation under `prefix` was read for one value.
[[nodiscard]] bool HasAt(const Reading& reading, spec::ClausePrefix prefix, std::size_t entry,
                         std::size_t value);

// Drops the violations under `prefix` for which `choose` answers true.
template <typename Choose>
void DropIf(Reading& reading, spec::ClausePrefix prefix, Choose choose) {
  std::erase_if(reading.violations, [&](const Violation& violation) {
    return violation.clause->IsUnder(prefix) && choose(violation);
  });
}

// Drops every violation under `prefix`.
void Drop(Reading& reading, spec::ClausePrefix prefix);

// Adds a violation that must be rejected. REQUIRES: the clause can be violated.
void AddToEntry(Reading& reading, spec::ClauseId clause, std::size_t entry);
void AddToValue(Reading& reading, spec::ClauseId clause, std::size_t entry, std::size_t value);

// Calls `visit(entry index, value index, value)` for each value.
template <typename Visit>
void ForEachValue(Reading& reading, Visit visit) {
  for (std::size_t i = 0; i < reading.entries.size(); ++i) {
    for (std::size_t j = 0; j < reading.entries[i].values.size(); ++j) {
      visit(i, j, reading.entries[i].values[j]);
    }
  }
}

// Adds a violation of `clause` to each value for which `choose` answers true.
template <typename Choose>
void RejectValues(Reading& reading, spec::ClauseId clause, Choose choose) {
  ForEachValue(reading, [&](std::size_t entry, std::size_t value, const SentValue& read) {
    if (choose(read) && !HasAt(reading, clause, entry, value)) {
      AddToValue(reading, clause, entry, value);
    }
  });
}

// Drops the violations under `prefix` of each value for which `choose` answers true; `choose` may
// repair the value.
template <typename Choose>
void AcceptValues(Reading& reading, spec::ClausePrefix prefix, Choose choose) {
  DropIf(reading, prefix, [&](const Violation& violation) {
    return violation.scope == spec::Scope::kValue &&
           choose(reading.entries[violation.entry].values[violation.value]);
  });
}

// Drops the violations under `prefix` of each entry for which `choose` answers true.
template <typename Choose>
void AcceptEntries(Reading& reading, spec::ClausePrefix prefix, Choose choose) {
  DropIf(reading, prefix, [&](const Violation& violation) {
    return violation.scope != spec::Scope::kRequest && choose(reading.entries[violation.entry]);
  });
}

// Keep the first `count` entries of a request, or values of an entry.
void CutEntries(Reading& reading, std::size_t count);
void CutValues(Reading& reading, std::size_t entry, std::size_t count);

// Return the part of a value that is of one type, or null.
[[nodiscard]] const std::string* TextOf(const SentValue& value);
[[nodiscard]] const double* DoubleOf(const SentValue& value);
[[nodiscard]] bool IsNan(const spec::Value& value);
[[nodiscard]] bool IsNull(const spec::Value& value);

// Returns whether `text` has a control character other than those in `except`.
[[nodiscard]] bool HasOtherControl(std::string_view text, std::string_view except);

// ---- Plans.

// Answers the whole request with an error.
void Refuse(PutPlan& plan, int status, std::string_view name);

// Returns whether `entry` was reported.
[[nodiscard]] bool Failed(const EntryPlan& entry);

// Stores nothing of `entry`, reported or not.
void Forget(EntryPlan& entry);

// Reports `entry` and stores nothing of it.
void Report(EntryPlan& entry, std::string_view code);

// Calls `visit` for each error of each entry.
template <typename Visit>
void ForEachError(PutPlan& plan, Visit visit) {
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    for (EntryError& error : plan.entries[i].errors) {
      visit(i, error);
    }
  }
}

// Writes what of `entry` could be read into the store, whatever the plan says.
void WriteAnyway(const SentEntry& entry, const SeriesId& series, MutantScope& scope);

// ---- Stored values and memory.

// Returns the stored value that `op` would replace, or null.
[[nodiscard]] const spec::Value* Replaced(const StoreOp& op, const MutantScope& scope);

// Removes the stored points of the series of `op` for which `choose(key)` answers true.
template <typename Choose>
void ErasePoints(const StoreOp& op, MutantScope& scope, Choose choose) {
  if (Series* series = scope.store.Find(op.series)) {
    std::erase_if(series->points, [&](const auto& point) { return choose(point.first); });
  }
}

// Returns how often it was called with `name` before. Forgets everything once memory is full.
std::int64_t CountBefore(MutantScope& scope, const std::string& name);

// Returns a name for a timestamp and quality in the memory.
[[nodiscard]] std::string NameOf(const PointKey& key);

// ---- Answers.

// Calls `edit` with the body of a 200, if it is a JSON object, and writes it back.
template <typename Edit>
void EditAnswer(spec::HttpResponse& response, Edit edit) {
  SortedJson body =
      response.status == 200 ? SortedJson::parse(response.body, nullptr, false) : SortedJson();
  if (body.is_object()) {
    edit(body);
    response.body = body.dump(-1, ' ', false, SortedJson::error_handler_t::replace);
  }
}

// Calls `edit` for each error of each error entry of a 200.
template <typename Edit>
void EditErrors(spec::HttpResponse& response, Edit edit) {
  EditAnswer(response, [&](SortedJson& body) {
    EditItems(body, "errorEntries", [&](SortedJson& entry) {
      return EditItems(entry, "errors", [&](SortedJson& error) {
        edit(error);
        return true;
      });
    });
  });
}

// Drops a header.
void DropHeader(spec::HttpResponse& response, std::string_view name);

}  // namespace swc::reference
