#include "conformance/diagnosis/evidence.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace swc::conformance {

std::string ClauseOf(std::string_view signature) {
  return std::string(signature.substr(0, signature.find('|')));
}

std::string KindOf(std::string_view signature) {
  std::string_view kind = signature.substr(std::min(signature.find('|'), signature.size() - 1) + 1);
  kind = kind.substr(0, kind.find('|'));
  const std::size_t slash = kind.rfind('/');
  return std::string(slash == std::string_view::npos ? kind : kind.substr(slash + 1));
}

std::string RuleBehind(std::string_view signature) {
  const std::size_t begin = signature.find('|') + 1;
  const std::size_t slash = signature.find('/', begin);
  return slash < signature.find('|', begin) ? std::string(signature.substr(begin, slash - begin))
                                            : "";
}

void Evidence::Note(Sighting sighting) {
  if (shown_.size() < kPairsMax) {
    shown_.insert(std::move(sighting));
  }
}

}  // namespace swc::conformance
