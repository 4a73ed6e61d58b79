#include "spec/rfc3339.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "spec/tqv.h"

namespace swc::spec {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct CivilTime {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

std::optional<std::int64_t> SecondsOf(const CivilTime& time) {
  const std::chrono::year_month_day date{std::chrono::year{time.year},
                                         std::chrono::month{static_cast<unsigned>(time.month)},
                                         std::chrono::day{static_cast<unsigned>(time.day)}};
  if (!date.ok() || time.hour > 23 || time.minute > 59 || time.second > 60) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return days * 86400 + time.hour * 3600LL + time.minute * 60LL + time.second;
}

// Reads exactly `digits` digits at the front of `text` and removes them.
std::optional<int> TakeDigits(std::string_view& text, std::size_t digits) {
  int number = 0;
  if (text.size() < digits) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc() || end != text.data() + digits || number < 0) {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return number;
}

bool Take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// Reads ".123" as nanoseconds; no fraction is 0.
std::optional<std::int32_t> TakeFraction(std::string_view& text) {
  if (!Take(text, '.')) {
    return 0;
  }
  std::int32_t nanos = 0;
  std::int32_t unit = 100'000'000;
  bool any = false;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (unit == 0) {
      return std::nullopt;
    }
    nanos += (text.front() - '0') * unit;
    unit /= 10;
    any = true;
    text.remove_prefix(1);
  }
  return any ? std::optional(nanos) : std::nullopt;
}

std::optional<Instant> ParseEpoch(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || seconds < 0) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const auto nanos = TakeFraction(text);
  if (!nanos || !text.empty()) {
    return std::nullopt;
  }
  return Instant{.seconds = seconds, .nanos = *nanos};
}

std::chrono::sys_days DaysOf(Instant instant) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds{std::chrono::seconds{instant.seconds}});
}

}  // namespace

std::string FormatRfc3339(Instant instant) {
  const std::chrono::sys_days days = DaysOf(instant);
  const std::chrono::year_month_day date{days};
  const std::int64_t rest = instant.seconds - days.time_since_epoch().count() * 86400LL;
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  rest / 3600, rest / 60 % 60, rest % 60);
  if (instant.nanos != 0) {
    text += fmt::format(".{:09}", instant.nanos);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "Z";
}

std::optional<Instant> ParseRfc3339(std::string_view text) {
  if (text.find('T') == std::string_view::npos) {
    return ParseEpoch(text);
  }
  CivilTime time;
  const auto take = [&](int& field, std::size_t digits) {
    const auto number = TakeDigits(text, digits);
    field = number.value_or(0);
    return number.has_value();
  };
  if (!take(time.year, 4) || !Take(text, '-') || !take(time.month, 2) || !Take(text, '-') ||
      !take(time.day, 2) || !Take(text, 'T') || !take(time.hour, 2) || !Take(text, ':') ||
      !take(time.minute, 2) || !Take(text, ':') || !take(time.second, 2)) {
    return std::nullopt;
  }
  const auto nanos = TakeFraction(text);
  if (!nanos || (text != "Z" && text != "+00:00")) {
    return std::nullopt;
  }
  const auto seconds = SecondsOf(time);
  if (!seconds) {
    return std::nullopt;
  }
  return Instant{.seconds = *seconds, .nanos = *nanos};
}

std::optional<Instant> ParseHttpDate(std::string_view text) {
  // "Sun, 06 Nov 1994 08:49:37 GMT": only the fixed form that RFC 9110 demands of senders.
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  CivilTime time;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (text.substr(8, 3) == kMonths[month]) {
      time.month = static_cast<int>(month) + 1;
    }
  }
  const auto number = [&](std::size_t begin, std::size_t digits) {
    std::string_view part = text.substr(begin, digits);
    return TakeDigits(part, digits).value_or(-1);
  };
  time.day = number(5, 2);
  time.year = number(12, 4);
  time.hour = number(17, 2);
  time.minute = number(20, 2);
  time.second = number(23, 2);
  if (time.month == 0 || time.day < 0 || time.year < 0 || time.hour < 0 || time.minute < 0 ||
      time.second < 0) {
    return std::nullopt;
  }
  const auto seconds = SecondsOf(time);
  if (!seconds) {
    return std::nullopt;
  }
  return Instant{.seconds = *seconds, .nanos = 0};
}

std::string FormatHttpDate(Instant instant) {
  const std::chrono::sys_days days = DaysOf(instant);
  const std::chrono::year_month_day date{days};
  const std::int64_t rest = instant.seconds - days.time_since_epoch().count() * 86400LL;
  const std::chrono::weekday weekday{days};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), rest / 3600, rest / 60 % 60, rest % 60);
}

}  // namespace swc::spec
