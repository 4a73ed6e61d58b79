// The form of an input that stands for an answer: one byte for the situation (which request was
// sent), one for the status, a header line, and the body.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace swc::fuzz {

// The second byte of an input chooses one of them.
inline constexpr std::array kAnswerStatuses = {200, 400, 404, 409, 410, 429, 500,
                                               503, 403, 301, 204, 100, 0,   999};

// Returns an input for situation `situation`, as seeds are made. REQUIRES: they exist.
[[nodiscard]] std::string AnswerInput(std::size_t situation, int status, std::string_view header,
                                      std::string_view body);

}  // namespace swc::fuzz
