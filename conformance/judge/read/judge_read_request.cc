#include "conformance/judge/read/judge_read_request.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put_answer.h"
#include "conformance/judge/read/judge_batch.h"
#include "conformance/judge/read/judge_history_page.h"
#include "conformance/judge/read/judge_latest.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read/read_violations.h"
#include "conformance/judge/read/strange_alias.h"
#include "conformance/judge/read_answer.h"
#include "conformance/judge/read_answer_checks.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::SentReadEntry;
using reference::Violation;

constexpr spec::ClauseId kFraction = "read.date-fraction";

// A case about what no request may do to a server holds reads of all kinds of faults, of which none
// tells what the target chose.
bool IsAboutRobustness(const spec::Clause* about) {
  return about != nullptr && about->IsUnder("robust");
}

class ReadJudge {
 public:
  explicit ReadJudge(const ReadToJudge& judged)
      : judged_(judged),
        read_(judged.read),
        batch_(reference::IsBatch(judged.read.operation)),
        history_(judged.read.operation == reference::ReadOperation::kHistory ||
                 judged.read.operation == reference::ReadOperation::kBatchHistory) {}

  Observations Judge() {
    const int status = judged_.response.status;
    const bool refused = status >= 400 && status < 500;
    if (status >= 500) {
      Deviate(spec::Catalogue::Get().At("robust.server-error"), fmt::format("status-{}", status),
              "no status of 500 or more", status);
      return std::move(observations_);
    }
    // What a token means here is not known: it was written into the case.
    if (read_.open || (read_.next_token && !HasForbiddenToken())) {
      return {};
    }
    if (status != 200 && !refused) {
      Deviate(FalseRefusal(), "status", "an answer or a client error", status);
    } else if (refused) {
      JudgeRefusal(status);
    } else if (batch_) {
      JudgeBatch();
    } else {
      JudgeSingle();
    }
    return std::move(observations_);
  }

 private:
  void Deviate(const spec::Clause& clause, std::string_view kind, std::string expected,
               int status) {
    observations_.Deviate(clause, kind, "", std::move(expected), fmt::format("status {}", status));
  }

  [[nodiscard]] const spec::Clause& FalseRefusal() const {
    const spec::Clause* about = judged_.about;
    if (about != nullptr && about->level != spec::Level::kFree && about->sides.accept) {
      return *about;
    }
    return spec::Catalogue::Get().At(batch_ ? spec::ClauseId("read.batch.error")
                                            : spec::ClauseId("read.history.shape"));
  }

  [[nodiscard]] std::vector<const Violation*> ViolationsOf(spec::Scope scope,
                                                           std::size_t entry) const {
    std::vector<const Violation*> found;
    for (const Violation& violation : read_.violations) {
      if (violation.scope == scope && violation.entry == entry) {
        found.push_back(&violation);
      }
    }
    return found;
  }

  [[nodiscard]] std::optional<KnownSeries> KnownOf(const SentReadEntry& entry) const {
    return judged_.known(entry.query.identity);
  }

  // Whether an entry's series has a value for certain, so that it cannot be unknown to the target.
  [[nodiscard]] bool HasValue(const SentReadEntry& entry) const {
    const auto known = KnownOf(entry);
    return known && MustHaveValue(*known->beliefs);
  }

  // Below the operation (JSON and its types) other layers may answer in their own way.
  void CheckError(const std::vector<const Violation*>& violations) {
    if (std::ranges::any_of(violations, [](auto* each) { return each->clause->IsUnder("wire"); })) {
      CheckErrorStatus(judged_.response, observations_);
    } else {
      CheckReadError(judged_.response, observations_);
    }
  }

  [[nodiscard]] bool HasForbiddenToken() const {
    return std::ranges::any_of(read_.violations, [](const Violation& violation) {
      return violation.clause->Is("read.request.token") && IsForbidden(violation);
    });
  }

  // Of several clauses it cannot be told which one was the reason.
  void NoteRefusal(const std::vector<const Violation*>& violations) {
    const spec::Clause& clause = *violations.front()->clause;
    if (!std::ranges::all_of(
            violations, [&](const Violation* violation) { return violation->clause == &clause; })) {
      return;
    }
    if (clause.level == spec::Level::kFree) {
      observations_.Choose(clause, AlternativeOf(clause, false));
    } else if (AnyForbidden(violations)) {
      observations_.Mark(clause, Side::kReject);
    }
  }

  void JudgeRefusal(int status) {
    std::vector<const Violation*> violations;
    for (const Violation& violation : read_.violations) {
      violations.push_back(&violation);
    }
    const bool forbidden = AnyForbidden(violations);
    CheckError(violations);
    // Of a series that was not lent, or that the caller may not read, nothing is known.
    const bool foreign = !batch_ && !KnownOf(read_.entries.front());
    const bool may_be_unknown =
        foreign || (!batch_ && status == 404 && !HasValue(read_.entries.front()));
    if (violations.empty() && !may_be_unknown) {
      Deviate(FalseRefusal(), "refused", "an answer, as nothing is wrong with the read", status);
    } else if (forbidden || (!violations.empty() && !may_be_unknown)) {
      NoteRefusal(violations);
    }
  }

  // A forbidden read was answered.
  void ReportAccepted(const std::vector<const Violation*>& violations) {
    for (const Violation* violation : violations) {
      if (IsForbidden(*violation)) {
        observations_.Deviate(*violation->clause, "accepted", violation->pointer,
                              violation->clause->statement, "the read was answered");
        return;
      }
    }
  }

  void JudgeSingle() {
    const auto violations = ViolationsOf(spec::Scope::kRequest, 0);
    if (AnyForbidden(violations)) {
      ReportAccepted(violations);
      return;
    }
    const SentReadEntry& entry = read_.entries.front();
    if (history_) {
      const HistoryPage page =
          ParseHistoryPage(judged_.response, entry.query.quality, observations_);
      if (page.usable) {
        JudgeValues(entry, violations, page.values, !page.next_token.has_value());
      }
      return;
    }
    const LatestAnswer answer = ParseLatestAnswer(judged_.response, observations_);
    if (answer.usable) {
      JudgeValues(entry, violations,
                  answer.value ? std::vector{*answer.value} : std::vector<SeenValue>(), true);
    }
  }

  void JudgeBatch() {
    const BatchAnswer answer = ParseBatchAnswer(judged_.response, std::nullopt, observations_);
    if (!answer.usable) {
      return;
    }
    const auto of_request = ViolationsOf(spec::Scope::kRequest, 0);
    const bool answered = std::ranges::any_of(read_.entries, [&](const auto& entry) {
      return !IsError(answer, entry) && IsAnswered(answer, entry);
    });
    const bool all_refused = std::ranges::all_of(
        read_.entries, [&](const auto& entry) { return IsError(answer, entry); });
    if (AnyForbidden(of_request)) {
      // Reported for each entry is refused too.
      if (answered || read_.entries.empty()) {
        ReportAccepted(of_request);
      } else if (all_refused) {
        NoteRefusal(of_request);
      }
      return;
    }
    for (std::size_t i = 0; i < read_.entries.size(); ++i) {
      auto violations = ViolationsOf(spec::Scope::kEntry, i);
      violations.insert(violations.end(), of_request.begin(), of_request.end());
      JudgeEntry(read_.entries[i], violations, answer);
    }
  }

  static bool IsError(const BatchAnswer& answer, const SentReadEntry& entry) {
    return answer.errors.contains(entry.id.value_or(""));
  }

  // Whether a page says anything of an entry: with a token the pages that follow may.
  static bool IsAnswered(const BatchAnswer& answer, const SentReadEntry& entry) {
    return answer.values.contains(entry.id.value_or("")) || !answer.next_token;
  }

  void JudgeEntry(const SentReadEntry& entry, const std::vector<const Violation*>& violations,
                  const BatchAnswer& answer) {
    const auto found = answer.values.find(entry.id.value_or(""));
    const bool forbidden = AnyForbidden(violations);
    if (IsError(answer, entry)) {
      const auto known = KnownOf(entry);
      if (forbidden || (!violations.empty() && HasValue(entry))) {
        NoteRefusal(violations);
      } else if (violations.empty() && known) {
        JudgeEntryError(entry.id.value_or(""), *known->beliefs, &FalseRefusal(), observations_);
      }
    } else if (!IsAnswered(answer, entry)) {
      return;  // The next pages tell.
    } else if (forbidden) {
      ReportAccepted(violations);
    } else if (found != answer.values.end()) {
      // A value may leave out its quality: it is the one that its entry asked for.
      Observations known_already;
      BatchAnswer of_entry = ParseBatchAnswer(judged_.response, entry.query.quality, known_already);
      JudgeValues(entry, violations, std::move(of_entry.values[entry.id.value_or("")]),
                  !answer.next_token.has_value());
    } else if (violations.empty()) {
      ReportUnanswered(entry.id.value_or(""), observations_);
    }
  }

  // Judges what an answered entry shows, and names the alternatives that this is.
  void JudgeValues(const SentReadEntry& entry, const std::vector<const Violation*>& violations,
                   std::vector<SeenValue> values, bool last) {
    const auto answered =
        std::ranges::find_if(violations, [](auto* each) { return MeansAnything(*each->clause); });
    if (answered != violations.end()) {
      observations_.Choose(*(*answered)->clause, kAnswered);
      return;
    }
    const auto known = KnownOf(entry);
    if (!known) {
      CheckStrange(entry, values);
    }
    if (!known ||
        std::ranges::any_of(violations, [](auto* each) { return IsAnybodysChoice(*each); })) {
      return;
    }
    if (known->shared) {
      if (!history_) {
        return;  // The current value is anybody's.
      }
      DropUnknown(*known->beliefs, values);
    }
    JudgedPage judged;
    if (history_) {
      judged = JudgeHistoryPage({.asked = AskedOf(read_, entry),
                                 .values = values,
                                 .last = last,
                                 .may_round = Touches(violations, kFraction),
                                 .beliefs = *known->beliefs});
    } else {
      judged.observations = JudgeLatest(
          values.empty() ? std::nullopt : std::optional(values.front()), *known->beliefs);
    }
    NameByFreeClause(violations, judged.observations);
    if (judged.observations.deviations.empty()) {
      for (const Violation* violation : violations) {
        const spec::Clause& clause = *violation->clause;
        judged.observations.Choose(
            clause, clause.Is(kFraction) ? judged.fraction : AlternativeOf(clause, true));
      }
    }
    observations_.Add(batch_ ? InBatch(std::move(judged.observations))
                             : std::move(judged.observations));
  }

  // identity.alias.exact: an alias that names nothing, or something of others, shows nothing of
  // ours.
  void CheckStrange(const SentReadEntry& entry, const std::vector<SeenValue>& values) {
    const auto ours = std::ranges::find_if(values, [&](const SeenValue& value) {
      return WroteElsewhere(judged_.written, entry.query.identity, value);
    });
    if (ours != values.end()) {
      observations_.Deviate(
          "identity.alias.exact", "other-series", "",
          "no value of a series whose alias only begins or goes on alike",
          fmt::format("{} at {}", spec::ToJson(ours->value), spec::ToString(ours->time)));
    }
  }

  const ReadToJudge& judged_;
  const reference::SentRead& read_;
  const bool batch_;
  const bool history_;
  Observations observations_;
};

}  // namespace

Observations JudgeRead(const ReadToJudge& read) {
  Observations observations = ReadJudge(read).Judge();
  if (IsAboutRobustness(read.about)) {
    observations.choices.clear();
  }
  return observations;
}

bool MayBeRefused(const reference::SentRead& read) {
  return read.open || std::ranges::any_of(read.violations, [](const Violation& violation) {
           return !IsAboutEntryCount(*violation.clause);
         });
}

}  // namespace swc::conformance
