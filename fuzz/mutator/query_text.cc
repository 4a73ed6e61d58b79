#include "fuzz/mutator/query_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "spec/http_message.h"

namespace swc::fuzz {

RawQuery SplitQuery(std::string_view target) {
  const std::size_t question = std::min(target.find('?'), target.size());
  RawQuery query{.path = std::string(target.substr(0, question)), .parameters = {}};
  std::string_view text = target.substr(std::min(question + 1, target.size()));
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    query.parameters.push_back(
        {.name = std::string(pair.substr(0, equals)),
         .value = std::string(pair.substr(std::min(equals + 1, pair.size()))),
         .equals = equals < pair.size()});
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
  }
  return query;
}

std::string JoinedQuery(const RawQuery& query) {
  std::string target = query.path;
  char before = '?';
  for (const Parameter& parameter : query.parameters) {
    target += before;
    target += parameter.name;
    if (parameter.equals) {
      target += '=' + parameter.value;
    }
    before = '&';
  }
  return target;
}

std::string SafeInQuery(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const std::size_t end = text.starts_with("${") ? text.find('}') : std::string_view::npos;
    if (end != std::string_view::npos) {
      safe += text.substr(0, end + 1);
      text.remove_prefix(end + 1);
      continue;
    }
    const char c = text.front();
    const bool plain = c > ' ' && c < '\x7F' &&
                       std::string_view("\"#<>[\\]^`{|}").find(c) == std::string_view::npos;
    safe += plain ? std::string(1, c) : spec::PercentEncode(std::string_view(&c, 1));
    text.remove_prefix(1);
  }
  return safe;
}

}  // namespace swc::fuzz
