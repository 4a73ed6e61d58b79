// The phases of a run: which cases each of them runs, in their order.
//
// Law: a phase is a row in a table; a new one is a new row. Cases depend on the options and on what
// series the target has, so the same options give the same requests.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/run/run.h"
#include "generators/case/case.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::conformance {

// Hands out the next case of a phase, or nothing at its end.
using CaseSource = std::function<std::optional<generators::Case>()>;

struct Phase {
  std::string name;
  std::uint64_t cases = 0;  // 0: until time or budget ends it.
  CaseSource next;          // Empty: there is nothing to run.
  std::uint64_t begun = 0;  // Cases that were handed out.
  bool ended = false;       // The last of them too.
};

struct PhaseRow {
  std::string_view name;
  std::string_view summary;
  bool on_demand = false;  // Only if it is asked for by name.
  Phase (*make)(const RunOptions& options, const std::vector<spec::DataType>& compared);
  bool about_everything = false;  // Its cases are about no clause in particular.
};

// Returns the phases in the order in which they run.
[[nodiscard]] std::span<const PhaseRow> AllPhases();

// Says which name is none of theirs.
[[nodiscard]] std::expected<void, spec::Error> CheckPhases(const std::vector<std::string>& names);

// Returns the phases that --only leaves out, for their cases are about everything.
[[nodiscard]] std::vector<std::string_view> LeftOutByOnly(const RunOptions& options);

// Returns those that `options` ask for, without the ones that have no case. `compared` are the
// types of the properties that stand in for streams where two series are compared; empty: there are
// streams.
[[nodiscard]] std::vector<Phase> PhasesOf(const RunOptions& options,
                                          const std::vector<spec::DataType>& compared = {});

}  // namespace swc::conformance
