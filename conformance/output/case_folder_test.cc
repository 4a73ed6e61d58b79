// The folder of case files: what is in it, what a run adds, what is removed.
#include "conformance/output/case_folder.h"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/target/target.h"
#include "reference/reading/directory.h"
#include "reports/run_record.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string CaseJson(std::string_view id) {
  return fmt::format(
      R"({{"id": "{}", "series": {{"s1": {{}}}}, "steps": [{{"put": {{"entries": []}}}}]}})", id);
}

// A folder that is gone when the test ends.
class CaseFolderTest : public ::testing::Test {
 protected:
  CaseFolderTest() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              fmt::format("swc-case-folder-{}-{}", test->name(), ::getpid());
    std::filesystem::create_directories(folder_);
  }
  ~CaseFolderTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void Put(std::string_view name, std::string_view text) const {
    EXPECT_TRUE(spec::WriteFile((folder_ / name).string(), std::string(text)).has_value());
  }
  [[nodiscard]] bool Has(std::string_view name) const {
    return std::filesystem::exists(folder_ / name);
  }

  std::filesystem::path folder_;
};

Target Streams() {
  Target target;
  target.endpoint = "http://127.0.0.1:9000";
  target.directory.streams = reference::Setting::kOn;
  return target;
}

TEST_F(CaseFolderTest, ReadsCasesInTheOrderOfTheirNamesAndNothingElse) {
  Put("b.json", CaseJson("second"));
  Put("a.json", CaseJson("first"));
  Put("a.sh", "exit 1");
  const auto folder = CaseFolder::Open(folder_.string());
  ASSERT_TRUE(folder.has_value()) << folder.error().message;
  ASSERT_EQ(folder->known().size(), 2U);
  EXPECT_EQ(folder->known()[0].id, "first");
  EXPECT_EQ(folder->known()[1].id, "second");
}

TEST_F(CaseFolderTest, AFileThatIsNoCaseIsNamed) {
  Put("bad.json", R"({"id": "x", "steps": [{"fly": {}}]})");
  const auto folder = CaseFolder::Open(folder_.string());
  ASSERT_FALSE(folder.has_value());
  EXPECT_THAT(folder.error().message, HasSubstr("bad.json: /steps/0/fly"));
}

TEST_F(CaseFolderTest, AFileThatIsNoJsonCostsNobodyTheOthers) {
  Put("a.json", CaseJson("first").substr(0, 20));
  Put("b.json", CaseJson("second"));
  std::filesystem::create_directory(folder_ / "c.json");
  const auto folder = CaseFolder::Open(folder_.string());
  ASSERT_TRUE(folder.has_value()) << folder.error().message;
  ASSERT_EQ(folder->known().size(), 1U);
  EXPECT_EQ(folder->known()[0].id, "second");
  ASSERT_EQ(folder->skipped().size(), 2U);
  EXPECT_THAT(folder->skipped()[0].message, HasSubstr("a.json: /id: line 1, column 20"));
  EXPECT_THAT(folder->skipped()[1].message, HasSubstr("c.json: cannot be read: it is a folder"));
}

TEST_F(CaseFolderTest, AFolderThatIsNotThereHasNone) {
  const auto folder = CaseFolder::Open((folder_ / "nothing").string());
  ASSERT_TRUE(folder.has_value());
  EXPECT_THAT(folder->known(), IsEmpty());
  EXPECT_FALSE(Has("nothing"));
}

TEST_F(CaseFolderTest, WritesFindingsThatHaveAFileAsCaseAndAsScript) {
  const auto folder = CaseFolder::Open((folder_ / "new").string());
  ASSERT_TRUE(folder.has_value());
  reports::RunRecord record;
  record.findings = {{.clause = "wire.operation",
                      .case_json = CaseJson("found/one"),
                      .case_file = "found/one",
                      .expected = "200"},
                     {.clause = "wire.operation"},
                     {.clause = "wire.operation", .case_json = CaseJson("found/two")}};
  ASSERT_TRUE(folder->Write(record, Streams()).has_value());
  EXPECT_EQ(spec::ReadFile((folder_ / "new/found_one.json").string()).value_or(""),
            CaseJson("found/one") + "\n");
  EXPECT_THAT(spec::ReadFile((folder_ / "new/found_one.sh").string()).value_or(""),
              HasSubstr("# expected: 200\n"));
  EXPECT_NE(std::filesystem::status(folder_ / "new/found_one.sh").permissions() &
                std::filesystem::perms::owner_exec,
            std::filesystem::perms::none);
  const auto again = CaseFolder::Open((folder_ / "new").string());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->known().size(), 1U);
}

TEST_F(CaseFolderTest, PrunesWhatIsFixedAndItsScript) {
  for (const std::string_view name : {"a", "b", "c"}) {
    Put(fmt::format("{}.json", name), CaseJson(name));
    Put(fmt::format("{}.sh", name), "#!/bin/sh\n");
  }
  const auto folder = CaseFolder::Open(folder_.string());
  ASSERT_TRUE(folder.has_value());
  EXPECT_EQ(folder->Prune({.fixed = {"a", "c", "elsewhere"}, .still_fail = 1}), 2U);
  EXPECT_FALSE(Has("a.json"));
  EXPECT_FALSE(Has("a.sh"));
  EXPECT_TRUE(Has("b.json"));
  EXPECT_TRUE(Has("b.sh"));
  EXPECT_FALSE(Has("c.json"));
}

}  // namespace
}  // namespace swc::conformance
