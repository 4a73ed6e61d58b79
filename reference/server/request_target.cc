#include "reference/server/request_target.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/http_message.h"
#include "spec/text/letter_case.h"

namespace swc::reference {
namespace {

// Returns how long the scheme before the authority is, or 0 for another form.
std::size_t SchemeSizeOf(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (spec::EqualsIgnoringCase(target.substr(0, scheme.size()), scheme)) {
      return scheme.size();
    }
  }
  return 0;
}

void SetHost(spec::Headers& headers, std::string_view host) {
  std::erase_if(headers,
                [](const auto& header) { return spec::EqualsIgnoringCase(header.first, "Host"); });
  headers.emplace(headers.begin(), "Host", std::string(host));
}

}  // namespace

void ToOriginForm(spec::HttpRequest& request) {
  const std::string_view target = request.target;
  const std::size_t scheme = SchemeSizeOf(target);
  if (scheme == 0) {
    return;
  }
  const std::size_t end = std::min(target.find_first_of("/?#", scheme), target.size());
  const std::string_view authority = target.substr(scheme, end - scheme);
  if (authority.empty()) {
    return;
  }
  SetHost(request.headers, authority.substr(authority.rfind('@') + 1));
  std::string origin(target.substr(end));
  if (!origin.starts_with('/')) {
    origin.insert(0, request.method == "OPTIONS" && origin.empty() ? "*" : "/");
  }
  request.target = std::move(origin);
}

}  // namespace swc::reference
