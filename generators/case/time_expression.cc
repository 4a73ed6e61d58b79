#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>

#include "generators/case/case.h"
#include "spec/input_error.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};

// Longer names first, since "m" begins "ms".
constexpr std::array<Unit, 7> kUnits = {{
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", spec::kNanosPerSecond},
    {"m", 60 * spec::kNanosPerSecond},
    {"h", 3600 * spec::kNanosPerSecond},
    {"d", 86400 * spec::kNanosPerSecond},
}};

// Offsets beyond this (about 27 years) cannot mean anything inside or near the window.
constexpr std::int64_t kOffsetUnitsMax = 10'000;
constexpr std::int64_t kOffsetNanosMax = kOffsetUnitsMax * 86400 * spec::kNanosPerSecond;

std::unexpected<spec::Error> Bad(std::string_view expression) {
  return spec::BadInput(
      {.what = "'" + std::string(expression) +
               "' is no time; write now or t0 with offsets, e.g. now-604800s+2s or t0+1ns"});
}

}  // namespace

std::expected<spec::Instant, spec::Error> EvaluateTime(std::string_view expression,
                                                       const Binding& binding) {
  std::string_view rest = expression;
  spec::Instant instant;
  if (rest.starts_with("now")) {
    instant = binding.now;
    rest.remove_prefix(3);
  } else if (rest.starts_with("t0")) {
    instant = binding.t0;
    rest.remove_prefix(2);
  } else {
    return Bad(expression);
  }
  while (!rest.empty()) {
    const bool negative = rest.front() == '-';
    if (!negative && rest.front() != '+') {
      return Bad(expression);
    }
    rest.remove_prefix(1);
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (error != std::errc() || count < 0) {
      return Bad(expression);
    }
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const Unit* found = nullptr;
    for (const Unit& unit : kUnits) {
      if (rest.starts_with(unit.name)) {
        found = &unit;
        break;
      }
    }
    if (found == nullptr || count > kOffsetNanosMax / found->nanos) {
      return Bad(expression);
    }
    rest.remove_prefix(found->name.size());
    instant = spec::Plus(instant, negative ? -count * found->nanos : count * found->nanos);
  }
  return instant;
}

}  // namespace swc::generators
