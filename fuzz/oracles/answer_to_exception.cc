#include "fuzz/oracles/answer_to_exception.h"

#include <cxxabi.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <regex>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "spec/http_message.h"

namespace swc::fuzz {
namespace {

// A colon would end the name of an error.
std::string TypeName(const char* type) {
  if (*type == '\0') {
    return "exception";
  }
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type, nullptr, nullptr, nullptr), &std::free);
  return name ? std::regex_replace(name.get(), std::regex("::"), ".") : type;
}

std::string WithoutQuoted(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end =
        text[i] == '\'' || text[i] == '"' ? text.find(text[i], i + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      plain += text[i];
    } else {
      i = text.substr(end + 1).starts_with(' ') ? end + 1 : end;
    }
  }
  return plain;
}

}  // namespace

spec::HttpResponse AnswerToException(const char* type, std::string_view what) {
  nlohmann::ordered_json body;
  body["__type"] = TypeName(type);
  body["message"] = WithoutQuoted(what);
  body["thrown"] = what;
  return {.status = 500,
          .headers = {{"content-type", "application/json"}},
          // What an exception says need not be UTF-8.
          .body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)};
}

}  // namespace swc::fuzz
