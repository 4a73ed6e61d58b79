// What a tally knows of causes that are asked again: which are, and what follows from the answers.
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/diagnosis/answer_without.h"
#include "conformance/diagnosis/diagnosis.h"
#include "conformance/diagnosis/folding.h"
#include "conformance/diagnosis/hanging_together.h"
#include "conformance/tally/cause_record.h"
#include "conformance/tally/tally.h"
#include "generators/case/case.h"
#include "reports/run_record.h"

namespace swc::conformance {

std::vector<Tally::ToAsk> Tally::CausesToAsk() const {
  std::vector<ToAsk> wanted;
  for (std::size_t i = 0; i < causes_.size(); ++i) {
    const CauseOfRun& cause = causes_[i];
    const std::string& key = cause.keys.front();
    const reports::Finding& finding = findings_.at(key);
    const auto shown = cause.diagnosed.shown.find(
        {.case_id = finding.case_id, .signature = finding.signature, .refusal = ""});
    if (cause.diagnosed.named || !cause.diagnosed.chosen.empty() || vanished_.contains(key) ||
        shown == cause.diagnosed.shown.end()) {
      continue;
    }
    const Face face = FaceOf(*shown);
    auto smallest = generators::ParseCase(std::string_view(finding.case_json), "smallest case");
    if (smallest && (face == Face::kState || face == Face::kUnread)) {
      wanted.push_back(
          {.cause = i, .signature = finding.signature, .test_case = *std::move(smallest)});
    }
  }
  return wanted;
}

void Tally::SetAnswers(std::size_t cause, std::vector<AnswerWithout> answers) {
  DiagnosedCause& diagnosed = causes_[cause].diagnosed;
  diagnosed.answers = std::move(answers);
  diagnosed.clause = ClauseByAnswers(diagnosed);
  SortKeys(causes_[cause]);
}

void Tally::FoldCauses() {
  for (std::size_t i = 0; i < causes_.size();) {
    std::vector<const DiagnosedCause*> diagnosed;
    for (const CauseOfRun& cause : causes_) {
      diagnosed.push_back(&cause.diagnosed);
    }
    const std::optional<std::size_t> owner = FollowsFrom(diagnosed, i);
    if (!owner) {
      ++i;
      continue;
    }
    causes_[*owner].diagnosed.shown.merge(causes_[i].diagnosed.shown);
    causes_[*owner].keys.insert(causes_[*owner].keys.end(), causes_[i].keys.begin(),
                                causes_[i].keys.end());
    SortKeys(causes_[*owner]);
    causes_.erase(std::next(causes_.begin(), static_cast<std::ptrdiff_t>(i)));
    i = 0;
  }
}

}  // namespace swc::conformance
