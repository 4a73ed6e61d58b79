#include "conformance/judge/read/judge_sides.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/put/judge_testing.h"
#include "conformance/judge/read_answer.h"
#include "generators/case/relations.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

const std::vector<std::string> kEntries = {"e1", "e2"};

const generators::Relation& Split() { return *generators::FindRelation("split-batch"); }

SideOutcome Answered(const std::string& error_entries) {
  SideOutcome side;
  TakeAnswer(kEntries, {.status = 200, .body = R"({"errorEntries":[)" + error_entries + "]}"},
             side);
  return side;
}

const std::string kErrorOfSecond =
    R"({"entryId":"e2","errors":[{"errorCode":"InvalidRequestException","errorMessage":"no",)"
    R"("timestamps":[]}]})";

TEST(JudgeRefusalsTest, TheSameEntriesAreRefused) {
  const SideOutcome one = Answered(kErrorOfSecond);
  EXPECT_THAT(JudgeRefusals(Split(), one, one, kEntries), HasNoDeviation());
  EXPECT_THAT(JudgeRefusals(Split(), one, Answered(""), kEntries),
              HasDeviation("entry.independent", "split-batch-refused"));
}

TEST(JudgeRefusalsTest, TheFormOfARefusalIsTheTargetsChoice) {
  SideOutcome whole;
  TakeAnswer(kEntries, {.status = 400}, whole);
  EXPECT_EQ(whole.refused, 400);
  EXPECT_THAT(JudgeRefusals(Split(), whole, Answered(kErrorOfSecond), {"e2"}), HasNoDeviation());
  EXPECT_THAT(JudgeRefusals(Split(), whole, Answered(kErrorOfSecond), kEntries),
              HasDeviation("entry.independent", "split-batch-refused"));
}

TEST(JudgeTwinsTest, TheSameValuesAreStored) {
  const SeenValue value{.time = KeyAt(0).time, .value = spec::Value(1.5)};
  SeenValue other = value;
  other.quality = spec::Quality::kBad;
  EXPECT_THAT(JudgeTwins(Split(), {{value, other}}, {{other, value}}), HasNoDeviation());
  EXPECT_THAT(JudgeTwins(Split(), {{value, other}}, {{value}}),
              HasDeviation("entry.independent", "split-batch-stored"));
  EXPECT_THAT(JudgeTwins(Split(), {{value}}, {{value, other}}),
              HasDeviation("entry.independent", "split-batch-stored"));
}

}  // namespace
}  // namespace swc::conformance
