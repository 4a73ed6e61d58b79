// What the steps of one case share while it runs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/shown_deviation.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/series_reader.h"
#include "conformance/target/leases.h"
#include "generators/case/case.h"
#include "reference/model/store.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::conformance {

struct CaseState {
  CaseState(CaseContext& shared, const generators::Case& to_run);

  CaseContext& context;
  const generators::Case& test_case;
  const spec::Clause* about = nullptr;  // The first clause of the case.
  CaseOutcome outcome;
  Lease lease;
  generators::Binding binding;
  Beliefs beliefs;
  std::map<reference::SeriesId, generators::SeriesBinding> names;
  std::map<reference::SeriesId, bool> fresh;
  std::map<reference::SeriesId, std::vector<TimeRange>> ranges;  // Of properties.
  // What stood on properties that the caller may not write.
  std::map<reference::SeriesId, std::set<reference::PointKey>> denied_before;
  // Puts that are not sent yet, by their step: they were rendered to see what they touch.
  std::map<const generators::Step*, spec::HttpRequest> rendered;
  // Series that showed just what is believed, and nothing that may write was sent since.
  std::set<reference::SeriesId> confirmed;
  std::set<const spec::Clause*> violated;
  std::uint64_t puts = 0;
  KeptExchange last_put;
  std::optional<Transport::Clock> written_at;

  // Returns whether the case may use a read operation. If not, and it cannot do without, it ends:
  // the target lacks it, or the case is BLOCKED.
  bool MayRead(spec::Operation operation);
  // The same for a case that can do without.
  bool MayReadBack();

  // The case ends here, unless it did before.
  template <typename HowItEnds>
  void End(HowItEnds how) {
    if (!Over()) {
      outcome.end = std::move(how);
    }
  }

  // Returns whether the case has ended before its last step.
  [[nodiscard]] bool Over() const { return outcome.As<CaseOutcome::Played>() == nullptr; }

  // Keeps what was found in `exchange`.
  void Take(Observations observations, const Exchange& exchange);

  // The same for what a read-back showed beside its values.
  void Take(SeriesResult result);

  // The same for what was found without the model.
  void TakeCompared(Observations observations, const Exchange& exchange);

  [[nodiscard]] const SeriesBeliefs& KnownOf(const reference::SeriesId& id) const;

 private:
  void NoteNewSeries();
  [[nodiscard]] ShownDeviation WithPut(ShownDeviation shown) const;
  [[nodiscard]] bool MayAsk(spec::Operation operation);

  std::set<spec::Operation> evidence_;  // Dead operations that this case asks all the same.
};

// Returns what to call a series without a property by in a read; nothing if it has one, or if its
// alias cannot be read.
[[nodiscard]] std::optional<generators::SeriesBinding> StreamNames(const reference::SeriesId& id);

}  // namespace swc::conformance
