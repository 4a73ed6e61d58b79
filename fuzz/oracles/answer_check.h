// The oracle of any bytes as an answer: the judge never crashes, and never passes what is no
// conforming answer.
//
// Law: an input is one byte for the situation (which request was sent), one for the status, a
// header line, and the body. Whether the answer conforms is decided a second time, by plain code
// over the DOM of another parser; it may find less than the judge, never more.
//
// Example: StopIf(AnswerObjection(input));
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace swc::fuzz {

// Longer answers are cut off by the transport long before the judge (its own tests).
inline constexpr std::size_t kAnswerBytesMax = 65'536;

// Returns what was passed wrongly, as one line, or an empty string.
[[nodiscard]] std::string AnswerObjection(std::string_view input);

}  // namespace swc::fuzz
