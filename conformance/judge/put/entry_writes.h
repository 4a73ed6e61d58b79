// What an answer did to the values of one entry.
//
// Law: each value has one fate (writes.h). An entry that was not reported was stored. One that is
// at fault as a whole was refused; where its values are, enablePartialEntryProcessing says what
// becomes of those beside them. What the documents leave to the server is open.
//
// Example: of two values one is too old, and is reported. With the flag true the other one is
// stored (partial.true.good-kept), with false it is refused (partial.false.atomic); without the
// flag it is open, and a read that shows it breaks partial.omitted.
#pragma once

#include <cstddef>
#include <vector>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/writes.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/clause_id.h"

namespace swc::conformance {

class EntryWrites {
 public:
  // Appends to `writes`.
  EntryWrites(const EntryWithViolations& subject, Observations& observations,
              std::vector<Write>& writes)
      : subject_(subject), observations_(observations), writes_(writes) {}

  // The same became of all values.
  void AddAll(Fate fate);

  // A value was acknowledged, as far as an acknowledgement binds; `because` is the clause that is
  // broken if it cannot be read.
  void AddStored(std::size_t value, spec::ClauseId because);

  // The entry was acknowledged, and nothing is open about it but which of two members called alike
  // inside a value counts: returns false, and adds nothing, if that is not so.
  [[nodiscard]] bool AddDoubled();

  // The entry was reported, and `explaining` are the violations that permit it.
  void AddReported(const EntryErrors& errors, const Violations& explaining);

  // Whether the target may have stored a value that it made of something unreadable.
  [[nodiscard]] bool MayHoldCoerced() const;

 private:
  [[nodiscard]] const reference::SentEntry* EntryIfFirstCounts() const;
  void AddAtomic();
  void AddPartial(const EntryErrors& errors, const Violations& explaining);
  void AddOmitted(const Violations& explaining);
  void CheckEveryCulprit(const EntryErrors& errors);
  [[nodiscard]] bool IsReported(const EntryErrors& errors,
                                const reference::Violation& violation) const;
  [[nodiscard]] bool ConflictCovers(const EntryErrors& errors, std::size_t value) const;
  void Add(std::size_t value, Fate fate, spec::ClauseId because);
  [[nodiscard]] std::vector<Write*> LastWrites();
  [[nodiscard]] bool HasAnyNullLetter(std::size_t value, const reference::SeriesId& series) const;
  [[nodiscard]] bool IsNewerForSure(std::size_t value) const;

  const EntryWithViolations& subject_;
  Observations& observations_;
  std::vector<Write>& writes_;
  std::size_t last_added_ = 0;
};

}  // namespace swc::conformance
