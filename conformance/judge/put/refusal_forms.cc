#include "conformance/judge/put/refusal_forms.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/contract.h"

namespace swc::conformance {
namespace {

using reference::Obligation;
using reference::Reading;
using reference::Violation;

bool HasStatus(const spec::Clause& clause, int status) {
  const auto& statuses = clause.reject.request_statuses;
  return std::ranges::find(statuses, status) != statuses.end();
}

// Whether every entry breaks `clause`, or another one whose refusal asks the same of the others: an
// unknown alias is as unknown as an unknown property (U14).
bool EveryEntryBreaks(const Reading& reading, const spec::Clause& clause) {
  return std::ranges::all_of(
      std::views::iota(std::size_t{0}, reading.entries.size()), [&](std::size_t entry) {
        return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
          const bool alike =
              violation.clause == &clause || (clause.reject.request_only_if_every_entry &&
                                              violation.clause->reject.request_only_if_every_entry);
          return alike && violation.entry == entry;
        });
      });
}

}  // namespace

bool PermitsRequestForm(const Reading& reading, int status) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return HasStatus(*violation.clause, status) &&
           (!violation.clause->reject.request_only_if_every_entry ||
            EveryEntryBreaks(reading, *violation.clause));
  });
}

// identity.unknown-property.others
bool WouldFitUnknownNames(const Reading& reading, int status) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return violation.clause->reject.request_only_if_every_entry &&
           HasStatus(*violation.clause, status);
  });
}

bool NamesUnknownBesideKnown(const Reading& reading) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return violation.clause->reject.request_only_if_every_entry &&
           !EveryEntryBreaks(reading, *violation.clause);
  });
}

bool MayComeFromBelow(const Reading& reading, int status) {
  constexpr int kModelled = 400;
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    const spec::Clause& clause = *violation.clause;
    if (clause.IsUnder("wire")) {
      return clause.level == spec::Level::kFree || status != kModelled;
    }
    return clause.Is("partial.flag.type") && status != kModelled;
  });
}

std::string RightRefusal(const spec::Clause& clause, const std::optional<std::string>& entry_id) {
  const auto& statuses = clause.reject.request_statuses;
  const auto& codes = clause.reject.entry_codes;
  std::string text;
  if (!statuses.empty()) {
    // The first one is that of the model; others are those of layers below.
    text = fmt::format("status {} {} for the request", statuses.front(),
                       spec::Contract::Get().NameOfStatus(statuses.front()));
    text += statuses.size() > 3 ? ", or another client error" : "";
  }
  if (!codes.empty() && clause.reject.scope != spec::Scope::kRequest) {
    text += fmt::format("{}{} for {}", text.empty() ? "" : ", or ", fmt::join(codes, " or "),
                        entry_id ? "entry '" + *entry_id + "'" : "the entry");
  }
  return text.empty() ? clause.statement : text;
}

const spec::Clause* SoleClause(const Reading& reading) {
  const spec::Clause* sole = nullptr;
  for (const Violation& violation : reading.violations) {
    if (sole != nullptr && sole != violation.clause) {
      return nullptr;
    }
    sole = violation.clause;
  }
  return sole;
}

bool AnyMust(const Reading& reading, const spec::Clause* clause) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return violation.clause == clause && violation.obligation == Obligation::kMustReject;
  });
}

void CheckRefusalStatus(const Reading& reading, int status, Observations& observations) {
  constexpr int kModelled = 400;
  const bool of_json = std::ranges::all_of(reading.violations, [](const Violation& each) {
    // How deep JSON may nest is a limit, which may have a status of its own.
    return (each.clause->IsUnder("wire.json") && !each.clause->Is("wire.json.depth")) ||
           each.clause->Is("wire.member.duplicate") || each.clause->Is("wire.number.integral-form");
  });
  // Who calls may be asked before what is sent is read.
  if (!of_json || status == 401 || status == 403) {
    return;
  }
  if (status == kModelled) {
    observations.Mark("wire.refusal.status", Side::kObserve);
  } else {
    observations.Deviate("wire.refusal.status", "other-status", "",
                         "status 400 for what cannot be read as JSON of the right types",
                         fmt::format("status {}", status));
  }
}

bool MayLieElsewhere(const Reading& reading, std::size_t entry) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    const std::string_view pointer = violation.pointer;
    const bool only_value = pointer.ends_with("/value") || pointer.contains("/value/");
    return violation.clause->Is("wire.member.duplicate") && !only_value &&
           (violation.scope == spec::Scope::kRequest || violation.entry == entry);
  });
}

}  // namespace swc::conformance
