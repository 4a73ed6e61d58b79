#include "fuzz/campaign/joined_causes.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generators/case/case.h"
#include "reports/run_record.h"

namespace swc::fuzz {
namespace {

using reports::Cause;
using reports::Finding;

// The same of all cases of a cause.
std::set<std::string> ShownByLessOf(const Cause& cause, const std::vector<Finding>& findings) {
  std::set<std::string> shown;
  for (const std::size_t place : cause.findings) {
    shown.merge(ShownByLess(findings[place]));
  }
  return shown;
}

bool Tells(const Cause& cause, const std::vector<Finding>& findings,
           const std::set<std::string>& signatures) {
  return std::ranges::any_of(cause.findings, [&](std::size_t place) {
    return signatures.contains(findings[place].signature);
  });
}

void Add(Cause dressed, Cause& plain) {
  std::ranges::copy(dressed.findings, std::back_inserter(plain.findings));
  for (std::string& clause : dressed.clauses) {
    if (std::ranges::count(plain.clauses, clause) == 0) {
      plain.clauses.push_back(std::move(clause));
    }
  }
  plain.cases += dressed.cases;
  plain.verdict = dressed.verdict == reports::Verdict::kFail ? dressed.verdict : plain.verdict;
}

}  // namespace

std::set<std::string> ShownByLess(const Finding& finding) {
  const auto test_case =
      generators::ParseCase(std::string_view(finding.case_json), finding.case_file);
  return test_case && test_case->seen
             ? std::set<std::string>(test_case->seen->less.begin(), test_case->seen->less.end())
             : std::set<std::string>();
}

std::set<std::size_t> DressedIn(const std::vector<Finding>& findings,
                                const std::set<std::string>& known) {
  std::set<std::size_t> dressed;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const std::set<std::string> less = ShownByLess(findings[i]);
    for (std::size_t j = 0; j < findings.size(); ++j) {
      // Of a circle one is left.
      if (j != i && !dressed.contains(j) && less.contains(findings[j].signature) &&
          known.contains(findings[j].case_file) == known.contains(findings[i].case_file)) {
        dressed.insert(i);
      }
    }
  }
  return dressed;
}

void JoinCauses(const std::vector<Finding>& findings, std::vector<Cause>& causes) {
  for (std::size_t i = 0; i < causes.size();) {
    const std::set<std::string> less = ShownByLessOf(causes[i], findings);
    const auto plain = std::ranges::find_if(causes, [&](const Cause& other) {
      return !causes[i].named && &other != &causes[i] && other.known == causes[i].known &&
             Tells(other, findings, less);
    });
    if (plain == causes.end()) {
      ++i;
      continue;
    }
    Add(causes[i], *plain);
    causes.erase(causes.begin() + static_cast<std::ptrdiff_t>(i));
    i = 0;  // What was joined may be what an earlier one dresses.
  }
}

}  // namespace swc::fuzz
