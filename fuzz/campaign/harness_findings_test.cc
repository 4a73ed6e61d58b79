#include "fuzz/campaign/harness_findings.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/oracles/seen_once.h"
#include "reports/formats/json_report.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class HarnessFindingsTest : public testing::Test {
 protected:
  HarnessFindingsTest() : folder_(*CampaignFolder::Open(test_.path())) {
    plan_.target_words = "--target t.json";
  }

  fs::path WriteRecord(const std::string& name, const std::string& text) {
    return test_.Write(fs::path("records") / name, text);
  }

  TestFolder test_;
  CampaignFolder folder_;
  CampaignPlan plan_ = TestPlan(test_);
  HarnessFindings findings_{folder_, plan_};
};

TEST_F(HarnessFindingsTest, ANewRecordIsAFinding) {
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  (void)test_.Write("found_a.json", "{}\n");
  WriteRecord("found_a.json", RecordText("time.window.past", "s1"));
  const auto found = findings_.Scan();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].clause, "time.window.past");
  EXPECT_EQ(found[0].reproduce, "sitewise-conformance replay " + test_.path().string() +
                                    "/found_a.json --target t.json");
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_EQ(spec::ReadFile((test_.path() / "found_a.json").string()).value_or(""), "{}\n");
}

TEST_F(HarnessFindingsTest, ACaseFileThatIsMissingIsWritten) {
  WriteRecord("found_a.json", RecordText("time.window.past", "s1"));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  EXPECT_THAT(spec::ReadFile((test_.path() / "found_a.json").string()).value_or(""),
              HasSubstr("found/x"));
}

TEST_F(HarnessFindingsTest, APluginsFindingIsShownByThePlugin) {
  plan_.harness = *FindHarness("plugin");
  plan_.program = "b/plugin_fuzzer";
  WriteRecord("a.json", RecordText("time.window.past", "s1"));
  const auto found = findings_.Scan();
  ASSERT_THAT(found, SizeIs(1));
  const std::string file = (test_.path() / "a.json").string();
  EXPECT_EQ(found[0].reproduce, "b/plugin_fuzzer " + file + "  # or: sitewise-conformance replay " +
                                    file + " --target t.json");
}

TEST_F(HarnessFindingsTest, AHarnessWhoseCasesAreNotEnoughSaysWhatElseIsNeeded) {
  plan_.harness = *FindHarness("mutant");
  WriteRecord("a.json", RecordText("time.window.past", "s1", 1, "mock --mutant x"));
  const auto found = findings_.Scan();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].reproduce, "mock --mutant x");
}

TEST_F(HarnessFindingsTest, AFileWithAnotherSignatureIsStillOneFinding) {
  WriteRecord("mutant_x.json", RecordText("time.window.past", "s1"));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  WriteRecord("mutant_x.json", RecordText("time.window.future", "another", 12));
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_THAT(findings_.OfThisCampaign(), SizeIs(1));
}

TEST_F(HarnessFindingsTest, OneSignatureIsOneFinding) {
  WriteRecord("a.json", RecordText("time.window.past", "s1", 3));
  WriteRecord("b.json", RecordText("time.window.past", "s1", 4));
  WriteRecord("c.json", RecordText("time.window.past", "s2"));
  EXPECT_THAT(findings_.Scan(), SizeIs(2));
  const auto merged = findings_.OfThisCampaign();
  ASSERT_THAT(merged, SizeIs(2));
  EXPECT_EQ(merged[0].count, 7U);
  // A record that is written again replaces what it said before.
  WriteRecord("a.json", RecordText("time.window.past", "s1", 30));
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_EQ(findings_.OfThisCampaign()[0].count, 34U);
}

TEST_F(HarnessFindingsTest, WhatIsNoRecordIsToldOnceAndPassedOver) {
  WriteRecord("broken.json", "{");
  WriteRecord("half.json.tmp", "{");
  WriteRecord("good.json", RecordText("time.window.past", "s1"));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  EXPECT_THAT(findings_.TakeProblems(), ElementsAre(HasSubstr("broken.json: passed over")));
  EXPECT_THAT(findings_.unread(),
              ElementsAre(testing::Pair("broken.json", HasSubstr("not a report.json"))));
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_THAT(findings_.TakeProblems(), IsEmpty());
  WriteRecord("broken.json", RecordText("time.window.past", "s2"));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  EXPECT_THAT(findings_.unread(), IsEmpty());
}

TEST_F(HarnessFindingsTest, EarlierFindingsAreCountedUntilTheyAreFoundAgain) {
  const fs::path file = WriteRecord("a.json", RecordText("time.window.past", "s1"));
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(24));
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_EQ(findings_.earlier(), 1U);
  EXPECT_THAT(findings_.OfThisCampaign(), IsEmpty());
  EXPECT_THAT(findings_.InFiles(), SizeIs(1));
  WriteRecord("a.json", RecordText("time.window.past", "s1"));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  EXPECT_EQ(findings_.earlier(), 0U);
  // It is known none the less.
  WriteRecord("b.json", RecordText("time.window.past", "s2"));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  EXPECT_THAT(findings_.known(), ElementsAre("a"));
  EXPECT_THAT(findings_.InFiles(), SizeIs(2));
}

// A record whose finding did not show itself again.
std::string SeenOnceText() {
  auto record = reports::ParseJsonReport(RecordText("time.window.past", "s1")).value();
  TellSeenOnce(2, record.findings.at(0));
  return reports::ToJsonReport(record);
}

TEST_F(HarnessFindingsTest, WhatWasSeenOnceIsAnnouncedWhenItShowsItselfAgain) {
  WriteRecord("a.json", SeenOnceText());
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_THAT(findings_.OfThisCampaign(), SizeIs(1));
  EXPECT_THAT(findings_.InFiles(), IsEmpty());
  WriteRecord("a.json", RecordText("time.window.past", "s1", 30));
  EXPECT_THAT(findings_.Scan(), SizeIs(1));
  EXPECT_THAT(findings_.InFiles(), SizeIs(1));
}

TEST_F(HarnessFindingsTest, WhatAnEarlierCampaignSawOnceIsNotKnown) {
  const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
  fs::last_write_time(WriteRecord("a.json", SeenOnceText()), yesterday);
  fs::last_write_time(WriteRecord("b.json", RecordText("time.window.past", "s2")), yesterday);
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  EXPECT_THAT(findings_.known(), ElementsAre("b"));
}

TEST_F(HarnessFindingsTest, AnEarlierRecordThatCannotBeReadSaysNothing) {
  const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
  fs::last_write_time(WriteRecord("a.json", "{"), yesterday);
  fs::last_write_time(WriteRecord("b.json", RecordText("time.window.past", "s1")), yesterday);
  EXPECT_THAT(findings_.Scan(), IsEmpty());
  const auto in_files = findings_.InFiles();
  ASSERT_THAT(in_files, SizeIs(1));
  EXPECT_EQ(in_files[0].case_file, "b");
  EXPECT_THAT(findings_.TakeProblems(), IsEmpty());
}

}  // namespace
}  // namespace swc::fuzz
