#include "conformance/diagnosis/evidence.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
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

bool IsWrongRefusal(std::string_view kind) {
  return kind == "refused" || kind == "reported" || kind.ends_with("-refused");
}

std::string ClauseOfCase(const std::string& case_id) {
  return case_id.substr(0, case_id.find('/'));
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

void Evidence::NoteChoice(const std::string& clause, std::string_view alternative, bool clean) {
  choices_[clause].emplace(alternative);
  if (clean) {
    clean_choices_[clause].emplace(alternative);
  }
}

std::map<std::string, std::set<std::string>> Evidence::Choices() const {
  std::map<std::string, std::set<std::string>> choices = clean_choices_;
  choices.insert(choices_.begin(), choices_.end());
  return choices;
}

}  // namespace swc::conformance
