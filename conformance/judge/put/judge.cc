// Judging a put as a whole: its status, the form of a refusal, and the requests that must not be
// processed at all. Single entries are judged in judge_entry.cc.
#include "conformance/judge/put/judge.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/blamed_clause.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/judge_entry.h"
#include "conformance/judge/put/refusal_forms.h"
#include "conformance/judge/put/writes.h"
#include "conformance/judge/put_answer.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

using reference::Obligation;
using reference::Reading;
using reference::SentEntry;
using reference::SentValue;
using reference::Violation;
using spec::Form;
using spec::Scope;

// Calls `function(entry, value, write)` for each value that has a place to be stored.
template <typename Function>
void ForEachWrite(const Reading& reading, Function function) {
  for (std::size_t i = 0; i < reading.entries.size(); ++i) {
    for (const SentValue& value : reading.entries[i].values) {
      if (!value.value || !value.time || !value.quality) {
        continue;
      }
      for (const reference::SeriesId& series : reading.entries[i].series) {
        function(Write{.series = series,
                       .key = {.time = *value.time, .quality = *value.quality},
                       .value = *value.value,
                       .entry = i,
                       .quality_given = value.quality_given,
                       .nanos_given = value.nanos_given});
      }
    }
  }
}

class PutJudge {
 public:
  // Appends what became of the values to `writes`.
  PutJudge(const PutToJudge& put, Beliefs& beliefs, std::vector<Write>& writes)
      : put_(put), beliefs_(beliefs), writes_(writes) {}

  Observations Judge() {
    const int status = put_.response.status;
    if (status == 200) {
      JudgeProcessed();
    } else if ((status >= 400 && status < 500) || PermitsRequestForm(put_.reading, status)) {
      JudgeRefused();
    } else {
      observations_.Deviate("response.status.success", "other-status", "",
                            "status 200, or a client error", fmt::format("status {}", status));
      AddAll(Fate::kUnknown);
    }
    return std::move(observations_);
  }

 private:
  // The same became of all values.
  void AddAll(Fate fate) {
    ForEachWrite(put_.reading, [&](Write write) {
      write.fate = fate;
      write.because = "store.rejected";
      writes_.push_back(std::move(write));
    });
  }

  void JudgeRefused() {
    const Reading& reading = put_.reading;
    const int status = put_.response.status;
    AddAll(Fate::kRefused);
    // Below the operation (content type, encoding, JSON) other layers may answer in their own way.
    CheckErrorStatus(put_.response, observations_);
    if (!reading.decodable) {
      beliefs_.NoteUnreadableRefusal();
    } else if (!MayComeFromBelow(reading, status)) {
      CheckErrorShape(put_.response, observations_);
    }
    if (!PermitsRequestForm(put_.reading, status)) {
      RefusedWithoutRight();
      return;
    }
    CheckRefusalStatus(reading, status, observations_);
    MarkRefusal();
  }

  void RefusedWithoutRight() {
    const int status = put_.response.status;
    const std::string observed = fmt::format("the whole request was refused with status {} {}",
                                             status, ErrorNameOf(put_.response).value_or(""));
    if (put_.reading.violations.empty()) {
      const spec::Clause& clause = NameFalseRefusal();
      observations_.Deviate(clause, "refused", "",
                            "the request breaks no rule: status 200 and no error for any entry" +
                                WindowNote(put_, std::nullopt),
                            observed);
      return;
    }
    if (WouldFitUnknownNames(put_.reading, status)) {
      observations_.Deviate("identity.unknown-property.others", "refused", "",
                            "the entries whose names exist are processed", observed);
      return;
    }
    const spec::Clause& clause = NameWrongForm(put_.reading);
    observations_.Deviate(clause, "wrong-form", put_.reading.violations.front().pointer,
                          "an error that the broken rule permits: " +
                              put_.reading.violations.front().clause->statement,
                          observed);
  }

  // Names the refusal of a request that breaks no rule.
  [[nodiscard]] const spec::Clause& NameFalseRefusal() const {
    constexpr int kTooLarge = 413;
    // Far more than most requests have, and less than limits that frameworks set by themselves.
    constexpr std::size_t kLargeBytes = 65'536;
    const int status = put_.response.status;
    const spec::Catalogue& catalogue = spec::Catalogue::Get();
    if (status == kTooLarge && put_.reading.bytes > kLargeBytes) {
      return catalogue.At("wire.size");
    }
    if (put_.about != nullptr && put_.about->Is("wire.size")) {
      return catalogue.At("entry.valid.accepted");
    }
    return status == 404 || status == 405 ? catalogue.At("wire.operation")
                                          : NameFalseRejection(put_, std::nullopt, "");
  }

  // What a permitted refusal shows, if one clause explains it alone.
  void MarkRefusal() {
    const spec::Clause* sole = SoleClause(put_.reading);
    if (sole == nullptr) {
      return;
    }
    if (AnyMust(put_.reading, sole)) {
      observations_.Mark(*sole, Side::kReject);
    }
    if (!sole->reject.code_policy.empty()) {
      ChooseForm(*spec::Catalogue::Get().Find(sole->reject.code_policy), Form::kRequest,
                 observations_);
    }
    if (sole->level == spec::Level::kFree) {
      ChooseForm(*sole, Form::kRequest, observations_);
    } else if (!sole->reject.entry_codes.empty() && sole->reject.scope != Scope::kRequest &&
               !sole->reject.request_only_if_every_entry) {
      observations_.Choose("response.errors.constraint-form", "request");
    }
  }

  void JudgeProcessed() {
    const Reading& reading = put_.reading;
    observations_.Mark("response.status.success", Side::kObserve);
    const PutAnswer answer = ParsePutAnswer(put_.response, observations_);
    const bool accepted_wrongly = CheckRequestViolations(answer);
    if (!reading.decodable) {
      beliefs_.Distrust();  // What the server understood cannot be known.
      return;
    }
    if (!answer.usable || accepted_wrongly) {
      AddAll(Fate::kUnknown);
      return;
    }
    observations_.Mark("wire.operation", Side::kObserve);
    if (NamesUnknownBesideKnown(reading)) {
      observations_.Mark("identity.unknown-property.others", Side::kAccept);
    }
    CheckKnownEntries(answer);
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
      const bool known = JudgeEntry(
          {.put = put_, .answer = answer, .beliefs = beliefs_, .entry = i}, observations_, writes_);
      if (!known || MayLieElsewhere(reading, i)) {
        beliefs_.Distrust();
      }
    }
  }

  // A 200 to something that only a refusal of the whole request can answer.
  bool CheckRequestViolations(const PutAnswer& answer) {
    bool wrongly = false;
    for (const Violation& violation : put_.reading.violations) {
      if (violation.scope != Scope::kRequest) {
        continue;
      }
      if (violation.obligation == Obligation::kMustReject) {
        wrongly = true;
        observations_.Deviate(*violation.clause, "accepted", violation.pointer,
                              RightRefusal(*violation.clause, std::nullopt),
                              "the request was processed: status 200");
      } else if (SoleClause(put_.reading) == violation.clause) {
        const bool reported = !put_.reading.decodable && Reports(answer, violation);
        ChooseForm(*violation.clause, reported ? Form::kEntry : Form::kAccepted, observations_);
      }
    }
    return wrongly;
  }

  // Whether an error that `violation` permits stands in the answer, whatever its entry.
  static bool Reports(const PutAnswer& answer, const Violation& violation) {
    return std::ranges::any_of(answer.errors, [&](const auto& entry) {
      return std::ranges::any_of(
          entry.second, [&](const auto& error) { return Permits(violation, error.first); });
    });
  }

  // response.error-entries.known-entry
  void CheckKnownEntries(const PutAnswer& answer) {
    const auto& entries = put_.reading.entries;
    const bool some_without_id =
        std::ranges::any_of(entries, [](const SentEntry& entry) { return !entry.id; });
    for (const auto& [id, codes] : answer.errors) {
      if (reference::MayBeNamed(put_.reading, id)) {
        observations_.Mark("response.error-entries.known-entry", Side::kObserve);
      } else if (!some_without_id) {
        observations_.Deviate("response.error-entries.known-entry", "unknown-entry",
                              "/errorEntries", "only entryIds that were sent",
                              fmt::format("an error for entryId '{}', which was not sent", id));
      }
    }
  }

  const PutToJudge& put_;
  Beliefs& beliefs_;
  std::vector<Write>& writes_;
  Observations observations_;
};

}  // namespace

Observations JudgePut(const PutToJudge& put, Beliefs& beliefs) {
  std::vector<Write> writes;
  Observations observations = PutJudge(put, beliefs, writes).Judge();
  ApplyWrites(writes, beliefs);
  return observations;
}

std::vector<Observations> JudgePutsTogether(const std::vector<PutToJudge>& puts, Beliefs& beliefs) {
  std::vector<Observations> judged;
  std::vector<Write> writes;
  std::size_t entries = 0;
  for (const PutToJudge& put : puts) {
    const std::size_t first = writes.size();
    judged.push_back(PutJudge(put, beliefs, writes).Judge());
    // Entries of different puts are different entries.
    for (std::size_t i = first; i < writes.size(); ++i) {
      writes[i].entry += entries;
    }
    entries += put.reading.entries.size();
  }
  ApplyWrites(writes, beliefs);
  return judged;
}

void CheckOneSeries(Observations& observations) {
  const auto is = [](std::string_view alternative) {
    return [alternative](const Choice& choice) {
      return choice.clause->Is("identity.both.contradicting") && choice.alternative == alternative;
    };
  };
  auto& choices = observations.choices;
  if (std::ranges::none_of(choices, is("ids-win")) ||
      std::ranges::none_of(choices, is("alias-wins"))) {
    return;
  }
  std::erase_if(choices, is("ids-win"));
  std::erase_if(choices, is("alias-wins"));
  observations.Deviate("identity.both.one-series", "both", "", "an entry writes to one series",
                       "its values stand in both");
}

void BelieveAnything(const Reading& reading, Beliefs& beliefs) {
  std::vector<Write> writes;
  ForEachWrite(reading, [&](Write write) {
    write.fate = Fate::kOpen;
    writes.push_back(std::move(write));
  });
  ApplyWrites(writes, beliefs);
}

}  // namespace swc::conformance
