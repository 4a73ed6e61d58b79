#include "fuzz/input/answer_input.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace swc::fuzz {

std::string AnswerInput(std::size_t situation, int status, std::string_view header,
                        std::string_view body) {
  const auto* found = std::ranges::find(kAnswerStatuses, status);
  std::string input;
  input += static_cast<char>(situation);
  input += static_cast<char>(found - kAnswerStatuses.begin());
  input += header;
  input += '\n';
  input += body;
  return input;
}

}  // namespace swc::fuzz
