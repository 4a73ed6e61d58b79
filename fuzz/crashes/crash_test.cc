#include "fuzz/crashes/crash.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/corpora/corpus_folder.h"
#include "fuzz/crashes/crash_collector.h"
#include "fuzz/crashes/known_crashes.h"
#include "fuzz/engine/fuzzer_output.h"
#include "fuzz/harnesses/harnesses.h"
#include "fuzz/plan/campaign_folder.h"
#include "fuzz/plan/campaign_plan.h"
#include "generators/case/case.h"
#include "spec/text/text_file.h"

namespace swc::fuzz {
namespace {

using testing::HasSubstr;

FuzzerOutput Said(std::string_view text) {
  FuzzerOutput output;
  output.Add(text);
  return output;
}

Crash CrashSaying(std::string_view text, const std::string& artifact = "a/crash-1") {
  return CrashOf(Said(text), {.code = 77}, artifact);
}

TEST(CrashTest, ASanitizersReportNamesTheCrash) {
  const Crash crash = CrashSaying(
      "harmless\n==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602\n"
      "SUMMARY: AddressSanitizer: heap-buffer-overflow judge.cc:12:3 in swc::Judge\n");
  EXPECT_EQ(crash.happened, "AddressSanitizer: heap-buffer-overflow judge.cc:12:3 in swc::Judge");
  EXPECT_EQ(crash.kind, "crash");
}

TEST(CrashTest, AFailedCheckNamesItself) {
  EXPECT_EQ(CrashSaying("a.cc:9: internal error: odd\n==7== ERROR: libFuzzer: deadly signal\n"
                        "SUMMARY: libFuzzer: deadly signal\n")
                .happened,
            "a.cc:9: internal error: odd");
}

TEST(CrashTest, TheArtifactTellsTheKind) {
  const Crash crash = CrashSaying(
      "odd\n==7== ERROR: libFuzzer: timeout after 10 seconds\nSUMMARY: libFuzzer: timeout\n",
      "a/timeout-1");
  EXPECT_EQ(crash.kind, "timeout");
  EXPECT_EQ(crash.happened, "libFuzzer: timeout");
}

TEST(CrashTest, AnEndWithoutAWordIsACrashToo) {
  EXPECT_EQ(CrashOf({}, {.signal = 9}, "").happened, "the harness ended by signal 9");
}

TEST(CrashTest, InputsDoNotMakeNewSignatures) {
  const auto signature = [](std::string_view text) { return CrashSaying(text).signature; };
  EXPECT_EQ(signature("a.cc:9: entry 17 of 0x12ab\n"), signature("a.cc:9: entry 3 of 0x7f\n"));
  EXPECT_NE(signature("a.cc:9: odd\n"), signature("a.cc:10: odd\n"));
  EXPECT_NE(signature("a.cc:9: odd\n"), CrashSaying("a.cc:9: odd\n", "oom-1").signature);
  EXPECT_EQ(signature("odd 12\n"), "fuzz.crash|crash|odd #|");
}

TEST(CrashTest, CrashesInOnePlaceAreOneWhateverIsSaidOfThem) {
  const auto crash = [](const std::string& error, const std::string& function,
                        const std::string& artifact = "a/crash-1") {
    return CrashSaying("==7==ERROR: AddressSanitizer: " + error + "\n    #0 0x602 in " + function +
                           " /src/a.cc:12:3\nSUMMARY: AddressSanitizer: " + error + "\n",
                       artifact);
  };
  const Crash overflow = crash("heap-buffer-overflow", "Parse(int)");
  EXPECT_EQ(overflow.signature, "fuzz.crash|crash|Parse|");
  EXPECT_EQ(overflow.happened, "in Parse: AddressSanitizer: heap-buffer-overflow");
  EXPECT_EQ(crash("SEGV on unknown address", "Parse(int)").signature, overflow.signature);
  EXPECT_NE(crash("heap-buffer-overflow", "Render(int)").signature, overflow.signature);
  // Where an input takes too long is chance.
  EXPECT_EQ(crash("timeout", "Parse(int)", "a/timeout-1").signature,
            crash("timeout", "Render(int)", "a/timeout-2").signature);
}

TEST(CrashTest, ObjectionsOfOneKeyAreOneCrash) {
  const auto objecting = [](const std::string& objection) {
    return CrashSaying("sitewise-conformance: the oracle objects: " + objection +
                       "\n==7== ERROR: libFuzzer: deadly signal\n"
                       "SUMMARY: libFuzzer: deadly signal\n");
  };
  const Crash crash = objecting(R"(time.window.past: expected a; observed {"id":"abc"})");
  EXPECT_EQ(crash.happened,
            R"(the oracle objects: time.window.past: expected a; observed {"id":"abc"})");
  EXPECT_EQ(crash.signature, "fuzz.crash|crash|time.window.past|");
  EXPECT_EQ(objecting("time.window.past: other words").signature, crash.signature);
  EXPECT_NE(objecting("time.window.future: expected a").signature, crash.signature);
  EXPECT_EQ(objecting("entry.count was learnt as x; under a=b").signature,
            "fuzz.crash|crash|entry.count was learnt as x|");
  EXPECT_NE(objecting("mutant entries-limit-9 is visible: a").signature,
            objecting("mutant entries-limit-11 is visible: a").signature);
}

TEST(CrashTest, TheReproductionFitsTheHarness) {
  const TestFolder test;
  CampaignPlan plan = TestPlan(test);
  plan.target_words = "--target t.json";
  const auto line = [&](std::string_view harness) {
    plan.harness = *FindHarness(harness);
    plan.program = ProgramOf(plan.harness);
    return ToFinding({.artifact = "crash-1", .case_file = "crash-1.json"}, plan).reproduce;
  };
  EXPECT_EQ(line("sequence"), "sequence_fuzzer crash-1");
  EXPECT_EQ(line("mutant"), "mutant_fuzzer crash-1");
  EXPECT_EQ(line("request_bytes"),
            "request_bytes_fuzzer crash-1  # or: sitewise-conformance replay crash-1.json --target "
            "t.json");
  plan.target_file = "t.json";
  plan.allow_live = true;
  EXPECT_THAT(line("endpoint"), testing::StartsWith("SWC_FUZZ_TARGET=t.json SWC_FUZZ_ALLOW_LIVE=1 "
                                                    "endpoint_fuzzer crash-1  # or: "));
}

TEST(CrashTest, WhatAHarnessSaidCannotReachTheTerminal) {
  EXPECT_THAT(CrashSaying("\x1b[2J gone\n").happened, HasSubstr("\\x1b"));
}

TEST(CrashTest, ABodyBecomesARawPut) {
  const auto made = CaseOfInput(*FindHarness("request_bytes"), "{\xff", "crash-1");
  ASSERT_TRUE(made);
  const auto rendered = generators::RenderPut(made->steps.front(), {});
  ASSERT_TRUE(rendered);
  EXPECT_EQ(rendered->body, "{\xff");
  EXPECT_TRUE(generators::ParseCase(std::string_view(generators::ToJson(*made)), "t"));
}

TEST(CrashTest, ABodyThatLooksLikeASymbolStaysAnArtifact) {
  EXPECT_FALSE(CaseOfInput(*FindHarness("request_bytes"), "${t0}", "crash-1"));
}

TEST(CrashTest, ACaseStaysACaseAndAnAnswerIsNone) {
  constexpr std::string_view kCase = R"({"id":"x","steps":[{"put":{"entries":[]}}]})";
  EXPECT_TRUE(CaseOfInput(*FindHarness("sequence"), kCase, "crash-1"));
  EXPECT_FALSE(CaseOfInput(*FindHarness("sequence"), "{}", "crash-1"));
  EXPECT_FALSE(CaseOfInput(*FindHarness("response_bytes"), kCase, "crash-1"));
}

TEST(CrashTest, OnlyFailuresAreArtifacts) {
  EXPECT_TRUE(IsArtifact("f/crash-a9"));
  EXPECT_TRUE(IsArtifact("leak-a9"));
  EXPECT_FALSE(IsArtifact("slow-unit-a9"));
  EXPECT_FALSE(IsArtifact("crashes"));
}

TEST(CrashCollectorTest, OneSignatureIsOneFindingWithLogAndCase) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  CampaignPlan plan = TestPlan(test);
  plan.target_words = "--target t.json";
  CrashCollector crashes(plan, *folder);
  const FuzzerOutput output = Said("odd\n==7== ERROR: libFuzzer: deadly signal\n");
  const auto artifact = test.Write("findings/artifacts/crash-" + Sha1Hex("abc"), "abc");
  const auto finding = crashes.Add(CrashOf(output, {.code = 77}, artifact), &output);
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->clause, "fuzz.crash");
  EXPECT_EQ(finding->phase, "request_bytes");
  EXPECT_THAT(finding->observed, HasSubstr("crash: odd; more in "));
  EXPECT_THAT(finding->reproduce, HasSubstr("request_bytes_fuzzer "));
  EXPECT_THAT(finding->reproduce, HasSubstr("sitewise-conformance replay "));
  EXPECT_THAT(finding->reproduce, HasSubstr(".json --target t.json"));
  EXPECT_THAT(finding->case_json, HasSubstr("YWJj"));
  EXPECT_TRUE(std::filesystem::exists(folder->root() / (finding->case_file + ".json")));
  EXPECT_EQ(FilesByName(folder->logs()).size(), 1U);

  EXPECT_FALSE(crashes.Add(CrashOf(output, {.code = 77}, artifact), &output));
  ASSERT_EQ(crashes.Findings().size(), 1U);
  EXPECT_EQ(crashes.Findings().front().count, 2U);
  EXPECT_EQ(crashes.count(), 2U);
}

TEST(CrashCollectorTest, ArtifactsThatAKilledDriverLeftAreTaken) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  const CampaignPlan plan = TestPlan(test);
  (void)test.Write("findings/artifacts/crash-" + Sha1Hex("abc"), "abc");
  (void)test.Write("findings/logs/crash-" + Sha1Hex("abc") + ".log", "a.cc:9: odd\n");
  (void)test.Write("findings/artifacts/timeout-" + Sha1Hex("d"), "d");
  (void)test.Write("findings/artifacts/crash-" + Sha1Hex("torn"), "to");
  (void)test.Write("findings/artifacts/slow-unit-" + Sha1Hex("e"), "e");
  CrashCollector crashes(plan, *folder);
  const auto found = crashes.AddLeftArtifacts();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0].observed, HasSubstr("crash: a.cc:9: odd"));
  EXPECT_THAT(found[1].observed, HasSubstr("timeout: nobody saw"));
  EXPECT_TRUE(crashes.AddLeftArtifacts().empty());
}

TEST(CrashCollectorTest, ACrashThatAnEarlierCampaignHadIsKnown) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  const CampaignPlan plan = TestPlan(test);
  const auto artifact = test.Write("findings/artifacts/crash-1", "x");
  const Crash crash{.artifact = artifact, .signature = "fuzz.crash|crash|A < B|"};
  {
    CrashCollector first(plan, *folder);
    (void)first.Add(crash, nullptr);
    EXPECT_TRUE(first.Known().empty());
    first.Remember();
  }
  CrashCollector next(plan, *folder);
  (void)next.Add({.artifact = artifact, .signature = "fuzz.crash|crash|C|"}, nullptr);
  EXPECT_TRUE(next.Known().empty());
  (void)next.Add(crash, nullptr);
  EXPECT_EQ(next.Known().size(), 1U);
  next.Remember();
  EXPECT_EQ(spec::ReadFile((folder->root() / "crashes").string()).value_or(""),
            "fuzz.crash|crash|A < B|\tcrash-1\nfuzz.crash|crash|C|\tcrash-1\n");
}

TEST(CrashCollectorTest, ACrashWithoutACaseIsKnownByItsInput) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  CampaignPlan plan = TestPlan(test);
  plan.harness = *FindHarness("response_bytes");
  (void)test.Write("findings/crashes", "s\n");
  CrashCollector crashes(plan, *folder);
  (void)crashes.Add({.artifact = test.Write("findings/artifacts/crash-1", "x"), .signature = "s"},
                    nullptr);
  EXPECT_THAT(crashes.Known(), testing::ElementsAre("crash-1"));
  EXPECT_EQ(NameOf(crashes.Findings().front()), "crash-1");
}

TEST(KnownCrashesTest, ALineHasASignatureAndPerhapsAnInputOfTheFolder) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  EXPECT_TRUE(ReadKnownCrashes(*folder).empty());
  WriteKnownCrashes(*folder, {});
  EXPECT_FALSE(std::filesystem::exists(folder->root() / "crashes"));
  (void)test.Write("findings/crashes", "a|\nb|\tcrash-1\nc|\t../../etc/crash-2\n\n");
  const KnownCrashes crashes = ReadKnownCrashes(*folder);
  EXPECT_THAT(crashes,
              testing::ElementsAre(testing::Pair("", ""), testing::Pair("a|", ""),
                                   testing::Pair("b|", "crash-1"), testing::Pair("c|", "crash-2")));
  WriteKnownCrashes(*folder, {});
  EXPECT_TRUE(ReadKnownCrashes(*folder).empty());
}

TEST(CrashCollectorTest, OfOneSignatureSomeArtifactsAreEnough) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  const CampaignPlan plan = TestPlan(test);
  CrashCollector crashes(plan, *folder);
  const auto add = [&](std::uint64_t number) {
    const auto artifact = test.Write(fmt::format("findings/artifacts/crash-{}", number), "x");
    (void)crashes.Add({.artifact = artifact, .signature = "s"}, nullptr);
  };
  for (std::uint64_t i = 0; i < CrashCollector::kArtifactsMax + 3; ++i) {
    add(i);
  }
  add(0);  // Once more the one that the finding names.
  EXPECT_EQ(FilesByName(folder->artifacts()).size(), CrashCollector::kArtifactsMax);
  EXPECT_TRUE(std::filesystem::exists(folder->artifacts() / "crash-0"));
  EXPECT_EQ(crashes.Findings().front().count, CrashCollector::kArtifactsMax + 4);
}

TEST(CrashCollectorTest, WhatIsKeptIsBounded) {
  const TestFolder test;
  const auto folder = CampaignFolder::Open(test.path() / "findings");
  ASSERT_TRUE(folder);
  const CampaignPlan plan = TestPlan(test);
  CrashCollector crashes(plan, *folder);
  for (std::size_t i = 0; i < CrashCollector::kSignaturesMax + 5; ++i) {
    (void)crashes.Add({.signature = fmt::format("s{}", i)}, nullptr);
  }
  EXPECT_EQ(crashes.Findings().size(), CrashCollector::kSignaturesMax);
  EXPECT_EQ(crashes.count(), CrashCollector::kSignaturesMax + 5);
}

}  // namespace
}  // namespace swc::fuzz
