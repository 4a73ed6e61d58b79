#include "fuzz/engine/fuzzer_process.h"

#include <sys/types.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/engine/fuzzer_output.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ProcessStart Shell(const std::string& script) {
  return {.command = {"/bin/sh", "-c", script}, .environment = {}};
}

// Waits for its end, and returns it with what it said.
std::pair<ProcessEnd, FuzzerOutput> RunToEnd(const ProcessStart& start) {
  auto process = FuzzerProcess::Start(start);
  EXPECT_TRUE(process);
  FuzzerOutput output;
  while (true) {
    WaitForOutput(std::array{process->output_fd()}, std::chrono::milliseconds(20));
    process->ReadInto(output);
    if (const auto end = process->Poll()) {
      process->ReadInto(output);
      output.Finish();
      return {*end, output};
    }
  }
}

TEST(FuzzerProcessTest, ReadsBothStreamsAndTheEnd) {
  const auto [end, output] = RunToEnd(Shell("echo out; echo error >&2; printf rest; exit 77"));
  EXPECT_EQ(end.code, 77);
  EXPECT_EQ(ToString(end), "with code 77");
  EXPECT_THAT(output.tail(), ElementsAre("out", "error", "rest"));
}

TEST(FuzzerProcessTest, ASignalIsNoCode) {
  const auto [end, output] = RunToEnd(Shell("kill -KILL $$"));
  EXPECT_EQ(end.signal, SIGKILL);
  EXPECT_FALSE(end.ok());
  EXPECT_EQ(ToString(end), "by signal 9");
}

TEST(FuzzerProcessTest, EnvironmentIsOursWithChanges) {
  ProcessStart start = Shell("echo \"$HOME|$SWC_FUZZ_TARGET\"");
  start.environment = {"HOME=/nowhere", "SWC_FUZZ_TARGET=7"};
  EXPECT_THAT(RunToEnd(start).second.tail(), ElementsAre("/nowhere|7"));
  EXPECT_THAT(RunToEnd(Shell("[ -n \"$PATH\" ] && echo kept")).second.tail(), ElementsAre("kept"));
}

TEST(FuzzerProcessTest, ALongReportIsReadToItsEnd) {
  const auto [end, output] =
      RunToEnd(Shell("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "
                     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done; echo end"));
  EXPECT_TRUE(end.ok());
  EXPECT_EQ(output.tail().back(), "end");
}

TEST(FuzzerProcessTest, NamesAProgramThatCannotBeStarted) {
  const auto process =
      FuzzerProcess::Start({.command = {"/nonexistent/fuzzer"}, .environment = {}});
  ASSERT_FALSE(process);
  EXPECT_THAT(process.error().message, HasSubstr("/nonexistent/fuzzer: cannot be started"));
}

TEST(FuzzerProcessTest, WhatItStartedEndsWithIt) {
  const TestFolder folder;
  const std::string pid_file = (folder.path() / "pid").string();
  pid_t grandchild = 0;
  {
    auto process = FuzzerProcess::Start(Shell("sleep 600 & echo $! > '" + pid_file + "'; wait"));
    ASSERT_TRUE(process);
    std::string text;
    while (text.empty() || text.back() != '\n') {
      text = spec::ReadFile(pid_file).value_or("");
    }
    grandchild = std::stoi(text);
    EXPECT_EQ(kill(grandchild, 0), 0);
  }
  // A zombie of init's still counts as there, so its state is what tells.
  const std::string stat = "/proc/" + std::to_string(grandchild) + "/stat";
  const auto gone = [&] {
    const std::string text = spec::ReadFile(stat).value_or("");
    return text.empty() || text.find(") Z ") != std::string::npos;
  };
  for (int tries = 0; tries < 100 && !gone(); ++tries) {
    WaitForOutput({}, std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(gone());
}

}  // namespace
}  // namespace swc::fuzz
