// What a tally knows of smallest cases: which findings want one, and what it shows.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/smallest/shrinker.h"
#include "conformance/tally/cause_record.h"
#include "conformance/tally/tally.h"
#include "reports/run_record.h"

namespace swc::conformance {

std::vector<Tally::ToShrink> Tally::FindingsToShrink(std::size_t count) const {
  std::vector<std::string> keys;
  for (const CauseOfRun& cause : causes_) {
    keys.push_back(cause.keys.front());
  }
  std::vector<std::string> others;
  for (const auto& [key, finding] : findings_) {
    if (std::ranges::find(keys, key) == keys.end()) {
      others.push_back(key);
    }
  }
  std::ranges::sort(others, {}, [&](const std::string& key) {
    return std::tuple(findings_.at(key).at_request, key);
  });
  keys.insert(keys.end(), others.begin(), others.end());
  // Each try to make a hang smaller would wait for it.
  std::erase_if(keys, [&](const std::string& key) {
    return findings_.at(key).clause == "robust.connection";
  });
  keys.resize(std::min(keys.size(), count));
  std::vector<ToShrink> wanted;
  for (const std::string& key : keys) {
    wanted.push_back(
        {.key = key, .signature = findings_.at(key).signature, .test_case = first_cases_.at(key)});
  }
  return wanted;
}

void Tally::SetSmallest(const std::string& key, Shrunk shrunk) {
  reports::Finding& finding = findings_.at(key);
  if (!shrunk.reproduced) {
    finding.shrinking = "not minimal: run again by itself, the case did not show it";
    NameCase(first_cases_.at(key), finding, {.reproduced = false});
    vanished_.insert(key);
    return;
  }
  finding.shrinking =
      shrunk.minimal ? "minimal" : "not minimal: the limits of shrinking were reached";
  shrunk.smallest.id = FoundCaseId(key);
  shrunk.smallest.title = "Found in " + finding.case_id + ".";
  NameCase(shrunk.smallest, finding,
           {.reproduced = true, .also = std::move(shrunk.also), .less = std::move(shrunk.less)});
  if (shrunk.shown) {
    ShowExchanges(*shrunk.shown, finding);
  }
}

}  // namespace swc::conformance
