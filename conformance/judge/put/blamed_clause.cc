#include "conformance/judge/put/blamed_clause.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/judge/put/judge.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::Reading;
using reference::Violation;
using spec::Catalogue;
using spec::Clause;
using spec::Scope;

constexpr int kBadRequest = 400;

bool IsWindow(const Clause& clause) { return clause.IsUnder("time.window"); }

// Whether accepting what a case sends is what `clause` demands.
bool DemandsAcceptance(const Clause* clause) {
  return clause != nullptr && clause->level != spec::Level::kFree && clause->sides.accept;
}

bool OtherEntriesAreFaulty(const Reading& reading, std::size_t entry) {
  return std::ranges::any_of(reading.violations, [&](const Violation& violation) {
    return violation.scope != Scope::kRequest && violation.entry != entry;
  });
}

// Where a value lies in the window: on the side of the future or not, and how near to its edge,
// from 0 (now) to 1.
struct Place {
  double nearness = 0;
  bool future = false;
};

Place PlaceOf(const spec::Instant& time, const spec::Instant& now) {
  const spec::Contract& contract = spec::Contract::Get();
  const bool future = time > now;
  const auto away =
      static_cast<double>(future ? time.seconds - now.seconds : now.seconds - time.seconds);
  return {.nearness = away / static_cast<double>(future ? contract.window_future_s
                                                        : contract.window_past_s),
          .future = future};
}

// Returns the place of the value of `entry` that is nearest to an edge of the window.
Place NearestToAnEdge(const reference::SentEntry& entry, const spec::Instant& now) {
  Place nearest;
  for (const reference::SentValue& value : entry.values) {
    if (value.time) {
      const Place place = PlaceOf(*value.time, now);
      nearest = place.nearness > nearest.nearness ? place : nearest;
    }
  }
  return nearest;
}

const Clause& EdgeOf(const Place& place) {
  return Catalogue::Get().At(place.future ? spec::ClauseId("time.window.future")
                                          : spec::ClauseId("time.window.past"));
}

}  // namespace

const Clause* FalseEdge(const PutToJudge& put, std::size_t entry, std::string_view code) {
  constexpr double kNear = 0.1;
  const bool outside = std::ranges::any_of(put.reading.violations, [](const Violation& violation) {
    return IsWindow(*violation.clause);
  });
  const reference::SentEntry& sent = put.reading.entries[entry];
  const bool unread = std::ranges::any_of(
      sent.values, [](const reference::SentValue& value) { return !value.time; });
  const Place place = NearestToAnEdge(sent, put.now);
  const bool false_edge = IsWindowCode(code) && !outside && !unread && place.nearness >= kNear;
  // The clause that a case is about says more.
  return false_edge && put.about == nullptr ? &EdgeOf(place) : nullptr;
}

const Clause& NameFalseRejection(const PutToJudge& put, std::optional<std::size_t> entry,
                                 std::string_view code) {
  const bool about_fits = DemandsAcceptance(put.about);
  if (entry && OtherEntriesAreFaulty(put.reading, *entry)) {
    // A clause that cannot be broken by a request is about just this: who else is accepted.
    return about_fits && !put.about->can_be_violated ? *put.about
                                                     : Catalogue::Get().At("entry.independent");
  }
  // Nothing but a null that stands for nothing sets such a request apart from others.
  const bool about_members = about_fits && put.about->IsUnder("wire.member");
  const bool may_be_null = code.empty() || code == spec::Contract::Get().NameOfStatus(kBadRequest);
  if (put.reading.null_members && may_be_null && !about_members) {
    return Catalogue::Get().At("wire.member.null-is-absent");
  }
  if (about_fits) {
    return *put.about;
  }
  if (entry && IsWindowCode(code)) {
    return EdgeOf(NearestToAnEdge(put.reading.entries[*entry], put.now));
  }
  return Catalogue::Get().At("entry.valid.accepted");
}

bool IsWindowCode(std::string_view code) {
  const auto& codes = Catalogue::Get().At("time.window.past").reject.entry_codes;
  return std::ranges::find(codes, code) != codes.end();
}

std::string WindowNote(const PutToJudge& put, std::optional<std::size_t> entry) {
  const spec::Contract& contract = spec::Contract::Get();
  const auto after = [&](std::int64_t seconds) {
    return spec::Instant{.seconds = put.now.seconds + seconds, .nanos = put.now.nanos};
  };
  const auto contested = [&](const reference::SentValue& value) {
    return value.time && *value.time > after(contract.window_future_guide_s) &&
           *value.time <= after(contract.window_future_s);
  };
  for (std::size_t i = 0; i < put.reading.entries.size(); ++i) {
    if ((!entry || entry == i) && std::ranges::any_of(put.reading.entries[i].values, contested)) {
      return "; the page of the operation (API_BatchPutAssetPropertyValue) takes timestamps up to "
             "10 minutes ahead, pages of the user guide (troubleshoot-rule, "
             "update-attribute-values) up to 5: AWS itself may stand on either side";
    }
  }
  return "";
}

const Clause& NameWrongForm(const Reading& reading) {
  const Violation* first = nullptr;
  const Clause* sole = reading.violations.front().clause;
  const bool alone = std::ranges::all_of(
      reading.violations, [&](const Violation& violation) { return violation.clause == sole; });
  if (alone && sole->level == spec::Level::kFree) {
    return *sole;  // None of its alternatives.
  }
  for (const Violation& violation : reading.violations) {
    const spec::RejectForms& forms = violation.clause->reject;
    const bool may_be_whole = !forms.request_statuses.empty() && !forms.request_only_if_every_entry;
    if (may_be_whole) {
      // The form is right, so the status is wrong.
      return Catalogue::Get().At("response.error.status");
    }
    first = first == nullptr ? &violation : first;
  }
  return IsWindow(*first->clause) ? Catalogue::Get().At("time.window.code") : *first->clause;
}

const Clause& NameWrongCode(const PutToJudge& put, std::size_t entry, std::string_view code) {
  if (const Clause* edge = FalseEdge(put, entry, code)) {
    return *edge;
  }
  const Violation* found = nullptr;
  for (const Violation& violation : put.reading.violations) {
    if (violation.scope == Scope::kRequest || violation.entry != entry) {
      continue;
    }
    if (IsWindow(*violation.clause)) {
      return Catalogue::Get().At("time.window.code");
    }
    if (found == nullptr || (found->obligation != reference::Obligation::kMustReject &&
                             violation.obligation == reference::Obligation::kMustReject)) {
      found = &violation;
    }
  }
  return found->clause->level == spec::Level::kFree ? Catalogue::Get().At("entry.valid.accepted")
                                                    : *found->clause;
}

bool MayNameWrongEffect(const Clause* clause) {
  constexpr std::array<spec::ClausePrefix, 11> kAreas = {
      "value",   "values", "time",    "quality", "identity",   "duplicate",
      "partial", "access", "entries", "entry",   "wire.member"};
  return DemandsAcceptance(clause) && std::ranges::any_of(kAreas, [&](spec::ClausePrefix area) {
           return clause->IsUnder(area);
         });
}

}  // namespace swc::conformance
