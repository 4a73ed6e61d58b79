#include "reference/reading/request_headers.h"

#include <string>

#include "spec/http_message.h"
#include "spec/text/letter_case.h"

namespace swc::reference {

bool IsJsonContentType(const spec::Headers& headers) {
  const auto type = spec::FindHeader(headers, "content-type");
  if (!type) {
    return false;
  }
  std::string media = spec::LowerCase(type->substr(0, type->find(';')));
  media.erase(media.find_last_not_of(' ') + 1);
  return media == "application/json";
}

bool AcceptsJson(const spec::Headers& headers) {
  const auto accept = spec::FindHeader(headers, "accept");
  if (!accept) {
    return true;
  }
  const std::string types = spec::LowerCase(*accept);
  return types.find("application/json") != std::string::npos ||
         types.find("application/*") != std::string::npos || types.find("*/*") != std::string::npos;
}

bool IsTransferredOddly(const spec::Headers& headers) {
  return spec::FindHeader(headers, "transfer-encoding") || spec::FindHeader(headers, "expect");
}

}  // namespace swc::reference
