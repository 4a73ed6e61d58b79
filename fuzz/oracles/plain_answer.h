// Whether an answer conforms, decided by plain code over a DOM: the second opinion of
// answer_check.h.
//
// Law: it is independent of the judge: no tree, no clause and no table of it is used here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace swc::fuzz {

// What a put sent, as far as an answer has to do with it.
struct PlainPut {
  std::map<std::string, std::set<std::int64_t>> sent;  // Seconds of the timestamps, by entryId.
  std::set<std::string> out_of_window;                 // The entries that have to be reported.
};

// Returns why the body of a 200 does not answer `put`, an empty string if it does, or nothing where
// two readers of JSON may differ (a member twice, a number beyond every double).
[[nodiscard]] std::optional<std::string> WhyNoAnswer(const PlainPut& put, std::string_view body);

// Whether the body of a history shows so many values, or holds a number that the DOM refuses.
[[nodiscard]] bool MayShow(std::string_view body, std::size_t values);

}  // namespace swc::fuzz
