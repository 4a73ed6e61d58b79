#include "conformance/verdict/gate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <expected>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/run_record.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using reports::Verdict;

struct MeasureRow {
  std::string_view name;
  GateMeasure measure;
};

constexpr std::array kMeasures = {
    MeasureRow{.name = "must", .measure = GateMeasure::kMust},
    MeasureRow{.name = "warn", .measure = GateMeasure::kWarn},
    MeasureRow{.name = "known", .measure = GateMeasure::kKnown},
    MeasureRow{.name = "coverage", .measure = GateMeasure::kCoverage},
};

std::unexpected<spec::Error> Refused(std::string_view condition, std::string_view why) {
  return std::unexpected(spec::Error{.kind = spec::ErrorKind::kUsage,
                                     .message = fmt::format("--gate: '{}' {}", condition, why)});
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// A condition cut into its parts: "warn", "<=", "3".
struct Parts {
  std::string_view name;
  std::string_view order;
  std::string_view number;
};

Parts PartsOf(std::string_view condition) {
  constexpr std::string_view kOrders = "<>=";
  const std::size_t order = std::min(condition.find_first_of(kOrders), condition.size());
  const std::size_t number =
      std::min(condition.find_first_not_of(kOrders, order), condition.size());
  return {.name = Trimmed(condition.substr(0, order)),
          .order = condition.substr(order, number - order),
          .number = Trimmed(condition.substr(number))};
}

std::expected<GateCondition, spec::Error> ParseCoverage(std::string_view text, const Parts& parts,
                                                        double number) {
  if (parts.order != ">=") {
    return Refused(text, "needs >=: at least so many percent have to be exercised");
  }
  if (number > 100) {
    return Refused(text, "asks for more than 100 percent");
  }
  return GateCondition{
      .measure = GateMeasure::kCoverage, .limit = number, .text = std::string(text)};
}

std::expected<GateCondition, spec::Error> ParseCount(std::string_view text, const Parts& parts,
                                                     GateMeasure measure, double number) {
  if (parts.order != "=" && parts.order != "<=") {
    return Refused(text, "needs <= (or =0): at most so many causes");
  }
  if (std::floor(number) != number) {
    return Refused(text, "needs a whole number of causes");
  }
  if (parts.order == "=" && number != 0) {
    return Refused(text, "would fail a run for what it lacks; write <=");
  }
  if (measure == GateMeasure::kMust && number != 0) {
    return Refused(text,
                   "would let causes be that fail a run, and does not say which: list them in a "
                   "ledger (--known, docs/known-deviations.md)");
  }
  return GateCondition{.measure = measure, .limit = number, .text = std::string(text)};
}

std::expected<GateCondition, spec::Error> ParseCondition(std::string_view text) {
  const Parts parts = PartsOf(text);
  const auto* row = std::ranges::find(kMeasures, parts.name, &MeasureRow::name);
  if (row == kMeasures.end()) {
    return Refused(text, "is no condition; write must=0, warn<=3, known<=5 or coverage>=95");
  }
  double number = 0;
  const char* end = parts.number.data() + parts.number.size();
  const auto read = std::from_chars(parts.number.data(), end, number, std::chars_format::fixed);
  if (parts.number.empty() || read.ec != std::errc() || read.ptr != end || !(number >= 0) ||
      !std::isfinite(number)) {
    return Refused(text, "has no number at its end");
  }
  return row->measure == GateMeasure::kCoverage ? ParseCoverage(text, parts, number)
                                                : ParseCount(text, parts, row->measure, number);
}

double CountOf(GateMeasure measure, const reports::RunRecord& record) {
  return static_cast<double>(
      std::ranges::count_if(record.causes, [measure](const reports::Cause& cause) {
        const bool known = !cause.known_deviation.empty();
        const bool warns = cause.verdict == Verdict::kWarn;
        return measure == GateMeasure::kKnown ? known
                                              : !known && warns == (measure == GateMeasure::kWarn);
      }));
}

double ValueOf(GateMeasure measure, const reports::RunRecord& record) {
  if (measure != GateMeasure::kCoverage) {
    return CountOf(measure, record);
  }
  const reports::Shown& shown = record.shown;
  return shown.can_show == 0
             ? 0
             : 100.0 * static_cast<double>(shown.exercised) / static_cast<double>(shown.can_show);
}

}  // namespace

std::expected<std::vector<GateCondition>, spec::Error> ParseGate(std::string_view text) {
  std::vector<GateCondition> gate;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const std::string_view each = Trimmed(text.substr(begin, comma - begin));
    begin = comma + 1;
    auto condition = ParseCondition(each);
    if (!condition) {
      return std::unexpected(std::move(condition.error()));
    }
    if (std::ranges::find(gate, condition->measure, &GateCondition::measure) != gate.end()) {
      return Refused(each, "is the second condition of its kind");
    }
    gate.push_back(*std::move(condition));
  }
  return gate;
}

std::vector<GateCondition> Unmet(const std::vector<GateCondition>& gate,
                                 const reports::RunRecord& record) {
  std::vector<GateCondition> unmet;
  std::ranges::copy_if(gate, std::back_inserter(unmet), [&](const GateCondition& condition) {
    const double value = ValueOf(condition.measure, record);
    return AsksForMore(condition) ? value < condition.limit : value > condition.limit;
  });
  return unmet;
}

std::string TextOf(const std::vector<GateCondition>& unmet, const reports::RunRecord& record) {
  std::string text;
  for (const GateCondition& condition : unmet) {
    const double value = ValueOf(condition.measure, record);
    text += fmt::format("{}gate {}: ", text.empty() ? "" : "; ", condition.text);
    // Rounded down: 94.96 is not the 95 that was asked for.
    text += AsksForMore(condition) ? fmt::format("it is {:.1f}", std::floor(value * 10) / 10)
                                   : fmt::format("there are {:.0f}", value);
  }
  return text;
}

}  // namespace swc::conformance
