// A read step of a case as a typed value.
//
// Law: what a case file may say of a read is checked here, when the file is read, so a step that
// parses can be sent to any target.
//
// Example: {"history": {"series": "s1", "quality": "GOOD", "start": "t0", "end": "t0+5s"}}
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "generators/case/case.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {

// How a read names its series.
enum class ReadBy : std::uint8_t { kWhatItHas, kAlias, kIds };

struct ReadStep {
  std::vector<std::string> series;  // One for `history` and `latest`.
  ReadBy by = ReadBy::kWhatItHas;
  std::optional<spec::Quality> quality;  // Nothing: the read asks for none.
  std::optional<std::string> start;      // Time expressions.
  std::optional<std::string> end;
  std::optional<std::size_t> max_results;
  // Of a batch: how many entries are sent, the series in turn. Nothing: one for each series.
  std::optional<std::size_t> entries;
  std::optional<bool> descending;  // Nothing: the read asks for no order.
};

// Reads a step of a kind other than kPut and kPutRaw. Errors begin with the field at fault.
[[nodiscard]] std::expected<ReadStep, spec::Error> ParseReadStep(const Step& step);

}  // namespace swc::generators
