#include "fuzz/cli/fuzz_arguments.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/harnesses/harnesses.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A folder with a program for each harness, and a seed.
class FuzzArgumentsTest : public testing::Test {
 protected:
  FuzzArgumentsTest() {
    for (const Harness& harness : AllHarnesses()) {
      (void)folder_.Write("fuzzers/" + ProgramOf(harness), "");
      (void)folder_.Write(fmt::format("fuzzers/corpus/{}/seed", harness.name), "");
    }
    arguments_.fuzzers = (folder_.path() / "fuzzers").string();
  }

  void ExpectRefused(std::string_view word) {
    const auto plan = PlanOf(arguments_);
    ASSERT_FALSE(plan) << word;
    EXPECT_EQ(plan.error().kind, spec::ErrorKind::kUsage);
    EXPECT_THAT(plan.error().message, HasSubstr(std::string(word)));
  }

  TestFolder folder_;
  FuzzArguments arguments_;
};

TEST_F(FuzzArgumentsTest, DefaultsAreAMinuteOfRequestBytes) {
  const auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->program, folder_.path() / "fuzzers/request_bytes_fuzzer");
  EXPECT_EQ(plan->time, std::chrono::seconds(60));
  EXPECT_EQ(plan->corpus, "sitewise-conformance-fuzz/request_bytes/corpus");
  EXPECT_EQ(plan->findings, "sitewise-conformance-fuzz/request_bytes/findings");
  EXPECT_TRUE(plan->prune);
  EXPECT_EQ(plan->target_words, "");
  EXPECT_THAT(plan->seeds, ElementsAre(folder_.path() / "fuzzers/corpus/request_bytes"));
  EXPECT_FALSE(plan->allow_live);
}

TEST_F(FuzzArgumentsTest, WhatIsGivenIsTaken) {
  arguments_.harness = "endpoint";
  arguments_.time = "6h";
  arguments_.values_max = 1'000;
  arguments_.corpus = "c/";
  arguments_.findings = "f//g/";
  arguments_.seed = 9;
  arguments_.seeds = {folder_.path().string()};
  arguments_.engine_flags = {"-use_value_profile=1"};
  arguments_.target.endpoint = "http://127.0.0.1:9000";
  const auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->time, std::chrono::hours(6));
  EXPECT_EQ(plan->values_max, 1'000U);
  EXPECT_EQ(plan->corpus, "c");
  EXPECT_EQ(plan->findings, "f/g");
  EXPECT_EQ(plan->seed, 9U);
  EXPECT_THAT(plan->seeds, ElementsAre(folder_.path()));
  EXPECT_THAT(plan->engine_flags, ElementsAre("-use_value_profile=1"));
  EXPECT_EQ(plan->target_name, "http://127.0.0.1:9000");
  EXPECT_EQ(plan->target_words, "--endpoint http://127.0.0.1:9000");
}

TEST_F(FuzzArgumentsTest, ATargetThatIsStartingIsWaitedForIfThatIsWanted) {
  EXPECT_EQ(PlanOf(arguments_)->wait, std::chrono::milliseconds(0));
  arguments_.wait = "30s";
  EXPECT_EQ(PlanOf(arguments_)->wait, std::chrono::seconds(30));
  arguments_.wait = "soon";
  ExpectRefused("--wait");
}

TEST_F(FuzzArgumentsTest, ALiveTargetIsPermittedToTheHarnessToo) {
  arguments_.harness = "endpoint";
  arguments_.target.endpoint = "https://data.iotsitewise.us-east-1.amazonaws.com";
  arguments_.target.allow_live = true;
  const auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->allow_live);
  EXPECT_EQ(plan->target_words,
            "--endpoint https://data.iotsitewise.us-east-1.amazonaws.com --allow-live");
}

TEST_F(FuzzArgumentsTest, HeadersReachTheHarnessByFileAndEnvironment) {
  arguments_.harness = "endpoint";
  arguments_.findings = (folder_.path() / "f").string();
  arguments_.target.endpoint = "https://127.0.0.1:9000/";
  arguments_.target.headers = {"x-fuzz-key: hunter2"};
  arguments_.target.ca_file = "/ca.pem";
  auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->target_words,
            "--endpoint https://127.0.0.1:9000/ --ca-file /ca.pem "
            "--header \"x-fuzz-key: $SWC_HEADER_X_FUZZ_KEY\"");
  ASSERT_TRUE(WriteTargetFile(arguments_, *plan));
  const auto text = spec::ReadFile(plan->target_file.string());
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, HasSubstr("SWC_HEADER_X_FUZZ_KEY"));
  EXPECT_THAT(*text, HasSubstr("/ca.pem"));
  EXPECT_THAT(*text, testing::Not(HasSubstr("hunter2")));
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread.
  EXPECT_STREQ(std::getenv("SWC_HEADER_X_FUZZ_KEY"), "hunter2");
}

TEST_F(FuzzArgumentsTest, AFolderIsNeverWithoutAName) {
  arguments_.corpus = ".";
  arguments_.findings = "a/..";
  const auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->corpus, std::filesystem::current_path());
  EXPECT_EQ(plan->findings, std::filesystem::current_path());
}

TEST_F(FuzzArgumentsTest, APluginMayLieAnywhere) {
  arguments_.harness = "plugin";
  arguments_.plugin = folder_.Write("own/my_fuzzer", "").string();
  arguments_.seeds = {(folder_.path() / "fuzzers/corpus/plugin").string()};
  const auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->program, folder_.path() / "own/my_fuzzer");
  EXPECT_EQ(plan->target_words, "--target target.json");
}

TEST_F(FuzzArgumentsTest, WhatIsNoEndpointIsRefused) {
  arguments_.harness = "endpoint";
  arguments_.target.endpoint = "ftp://127.0.0.1";
  ExpectRefused("--endpoint: endpoint \"ftp://127.0.0.1\"");
  for (const std::string_view url :
       {"http://user:hunter2@127.0.0.1", "http://user:hunter2@127.0.0.1:99999",
        "http://127.0.0.1/?token=hunter2", "user:hunter2@127.0.0.1"}) {
    arguments_.target.endpoint = url;
    const auto plan = PlanOf(arguments_);
    ASSERT_FALSE(plan) << url;
    EXPECT_THAT(plan.error().message, HasSubstr("--endpoint: a URL without user"));
    EXPECT_THAT(plan.error().message, testing::Not(HasSubstr("hunter2")));
  }
  arguments_.target.endpoint = "";
  arguments_.target.target_file =
      folder_.Write("t.json", R"({"endpoint": "http://user:hunter2@127.0.0.1"})").string();
  const auto plan = PlanOf(arguments_);
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message, HasSubstr("t.json: a URL without user"));
  EXPECT_THAT(plan.error().message, testing::Not(HasSubstr("hunter2")));
}

TEST_F(FuzzArgumentsTest, SomethingHasToBeginWith) {
  std::filesystem::create_directories(folder_.path() / "empty");
  arguments_.seeds = {(folder_.path() / "empty").string()};
  arguments_.corpus = (folder_.path() / "corpus").string();
  ExpectRefused("neither the corpus");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "corpus"));
  (void)folder_.Write("corpus/a", "");
  EXPECT_TRUE(PlanOf(arguments_));
}

TEST_F(FuzzArgumentsTest, AnEndpointBecomesAFileForTheHarness) {
  arguments_.harness = "endpoint";
  arguments_.target.endpoint = "http://127.0.0.1:9000/";
  auto plan = PlanOf(arguments_);
  ASSERT_TRUE(plan);
  plan->findings = folder_.path();
  ASSERT_TRUE(WriteTargetFile(arguments_, *plan));
  EXPECT_THAT(spec::ReadFile(plan->target_file.string()).value_or(""),
              HasSubstr(R"("http://127.0.0.1:9000")"));
}

TEST_F(FuzzArgumentsTest, EachMistakeIsNamed) {
  arguments_.harness = "nonsense";
  ExpectRefused("--harness: there is no 'nonsense'");
  arguments_.harness = "endpoint";
  ExpectRefused("sitewise-conformance mock");
  arguments_.target.endpoint = "https://data.iotsitewise.us-east-1.amazonaws.com";
  ExpectRefused("--allow-live");
  arguments_.harness = "sequence";
  ExpectRefused("talks to no target");
  arguments_.target.endpoint = "";
  arguments_.harness = "plugin";
  ExpectRefused("--plugin FILE");
  arguments_.plugin = "/nonexistent/p";
  ExpectRefused("/nonexistent/p: there is no such program");
  arguments_.harness = "sequence";
  ExpectRefused("--plugin goes with --harness plugin");
  arguments_.plugin = "";
  arguments_.dictionary = "/nonexistent/words";
  ExpectRefused("--dict: /nonexistent/words: there is no such file");
  arguments_.dictionary = "";
  arguments_.engine_flags = {"-jobs=4"};
  ExpectRefused("-- -jobs=4: this flag belongs to the campaign: use --jobs");
  arguments_.engine_flags = {};
  arguments_.seed = 0x1'0000'0000;
  ExpectRefused("--seed: 4294967295");
  arguments_.seed = 0xFFFF'FFFF;
  arguments_.time = "soon";
  ExpectRefused("--time");
  arguments_.time = "0s";
  ExpectRefused("one second");
  arguments_.time = "1s";
  arguments_.seeds = {"/nonexistent/seeds"};
  ExpectRefused("--seeds: /nonexistent/seeds");
  arguments_.fuzzers = "/nonexistent/fuzzers";
  ExpectRefused("cmake --preset fuzz");
}

}  // namespace
}  // namespace swc::fuzz
