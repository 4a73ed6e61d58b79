// A script sends what the case says, on any day.
#include "conformance/smallest/shell_script.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kPut = R"({"id": "a/case", "series": {"s1": {}}, "steps": [
  {"put": {"entries": [{"entryId": "it's", "series": "s1", "propertyValues": [
    {"value": {"stringValue": "a'b"}, "at": "now-1h", "quality": "GOOD"}]}]}}]})";

Target Streams() {
  Target target;
  target.endpoint = "http://127.0.0.1:9000";
  target.directory.streams = reference::Setting::kOn;
  return target;
}

std::string ScriptOf(std::string_view json, const Target& target, const ScriptHead& head = {}) {
  const auto test_case = generators::ParseCase(json, "test");
  EXPECT_TRUE(test_case.has_value()) << test_case.error().message;
  return test_case ? ShellScript(*test_case, target, head) : "";
}

TEST(ShellScriptTest, TheHeadSaysWhatWouldHaveBeenRight) {
  const std::string script =
      ScriptOf(kPut, Streams(),
               {.clause = "time.window.past", .expected = "200\nok", .observed = "\x1b[2J"});
  EXPECT_THAT(script, StartsWith("#!/bin/sh\n# case: a/case\n# clause: time.window.past\n"));
  EXPECT_THAT(script, HasSubstr("\n# expected: 200\\nok\n"));
  EXPECT_THAT(script, HasSubstr("\n# observed: \\x1b[2J\n"));
}

TEST(ShellScriptTest, SignsWithTheKeysOfWhoeverRunsIt) {
  Target target = Streams();
  EXPECT_THAT(ScriptOf(kPut, target), Not(HasSubstr("AWS_")));
  target.sigv4 = true;
  target.region = "eu-west-1";
  const std::string script = ScriptOf(kPut, target);
  EXPECT_THAT(script, HasSubstr("--aws-sigv4 'aws:amz:eu-west-1:iotsitewise' "
                                "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""));
}

TEST(ShellScriptTest, ALineGetsWhatTheTargetAsksForAndNoSecret) {
  Target target = Streams();
  EXPECT_EQ(CurlOptionsOfLine(target), "");
  target.sigv4 = true;
  target.region = "eu-west-1";
  target.headers = {{.name = "x-api-key", .variable = "GATEWAY_KEY"}};
  EXPECT_EQ(CurlOptionsOfLine(target),
            " --aws-sigv4 'aws:amz:eu-west-1:iotsitewise' "
            "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" "
            "${AWS_SESSION_TOKEN:+-H \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\"} "
            "-H \"x-api-key: $GATEWAY_KEY\"");
}

TEST(ShellScriptTest, QuotesOfTheCaseAreQuotedForTheShell) {
  const std::string script = ScriptOf(kPut, Streams());
  EXPECT_THAT(script, HasSubstr(R"("entryId":"it'\''s")"));
  EXPECT_THAT(script, HasSubstr(R"({"stringValue":"a'\''b"})"));
}

TEST(ShellScriptTest, AGatewayGetsItsHeaderFromAVariableAndTrustFromAFile) {
  Target target = Streams();
  target.headers = {{.name = "x-api-key", .variable = "GATEWAY_KEY"}};
  target.ca_file = "my ca.pem";
  const std::string script = ScriptOf(kPut, target);
  EXPECT_THAT(script, HasSubstr("\n: \"${GATEWAY_KEY:?the value of the header x-api-key}\"\n"));
  EXPECT_THAT(
      script,
      HasSubstr(R"(curl -sS -i -H "x-api-key: $GATEWAY_KEY" --cacert 'my ca.pem' -X POST)"));
  EXPECT_THAT(ScriptOf(kPut, Streams()), Not(HasSubstr("GATEWAY_KEY")));
}

TEST(ShellScriptTest, TimesAreCountedFromTheDayOnWhichItRuns) {
  const std::string script = ScriptOf(kPut, Streams());
  EXPECT_THAT(script, HasSubstr("NOW=${NOW:-$(date +%s)}\n"));
  EXPECT_THAT(script, HasSubstr(R"x("timeInSeconds":'"$((NOW-3600))"')x"));
  // The instants with which it was made are gone.
  EXPECT_THAT(script, Not(HasSubstr("4099996400")));
  EXPECT_THAT(script, Not(HasSubstr("2099-")));
}

TEST(ShellScriptTest, TheBoundsOfReadsAreDatesFromNow) {
  const std::string script = ScriptOf(kPut, Streams());
  EXPECT_THAT(script, HasSubstr(R"x(startDate='"$(at $((NOW-400000)))"')x"));
  EXPECT_THAT(script, HasSubstr(R"x(endDate='"$(at $((NOW+400000)))"')x"));
}

TEST(ShellScriptTest, ADistantTimeStaysAsItIs) {
  const std::string script = ScriptOf(
      R"({"id": "c", "series": {"s1": {}}, "steps": [{"put": {"entries": [{"entryId": "e",
          "series": "s1", "propertyValues": [{"value": {"doubleValue": 1.5},
          "timestamp": {"timeInSeconds": 1}, "quality": "GOOD"}]}]}}]})",
      Streams());
  EXPECT_THAT(script, HasSubstr(R"x("timeInSeconds":1})x"));
}

TEST(ShellScriptTest, AStreamHasANameThatIsNewEachTime) {
  const std::string script = ScriptOf(kPut, Streams());
  EXPECT_THAT(script, HasSubstr("RUN=$NOW-$$\n"));
  EXPECT_THAT(script, HasSubstr(R"x("propertyAlias":"/sitewise-conformance/'"$RUN"'/)x"));
  EXPECT_THAT(script, HasSubstr(R"x(propertyAlias=%2Fsitewise-conformance%2F'"$RUN"'%2F)x"));
}

TEST(ShellScriptTest, AnEndpointCanBeGiven) {
  EXPECT_THAT(ScriptOf(kPut, Streams()),
              AllOf(HasSubstr("\nENDPOINT=${ENDPOINT:-'http://127.0.0.1:9000'}\n"),
                    HasSubstr("\"$ENDPOINT\"'/properties'\n")));
}

TEST(ShellScriptTest, AClockThatStandsStillIsTheScriptsToo) {
  Target target = Streams();
  target.frozen_clock = spec::Instant{.seconds = 1'750'000'000};
  EXPECT_THAT(ScriptOf(kPut, target), HasSubstr("\nNOW=1750000000 "));
}

TEST(ShellScriptTest, BytesTravelInBase64) {
  const std::string script = ScriptOf(
      R"({"id": "c", "series": {}, "steps": [{"put_raw": {"body_base64": "/w=="}}]})", Streams());
  EXPECT_THAT(script, HasSubstr("\nprintf %s '/w==' | base64 -d | curl -sS -i -X POST "));
  EXPECT_THAT(script, HasSubstr(" --data-binary @- \"$ENDPOINT\""));
}

TEST(ShellScriptTest, APropertyWithoutAliasIsNamedByIds) {
  Target target;
  target.endpoint = "http://127.0.0.1:9000";
  target.directory.streams = reference::Setting::kOff;
  target.directory.properties.push_back({.name = "turbine7/temperature",
                                         .type = spec::DataType::kDouble,
                                         .kind = reference::PropertyKind::kMeasurement,
                                         .asset_id = "a1b2c3d4-5678-4a90-abcd-22222aaaaaaa",
                                         .property_id = "c7e5d1f0-3b1a-4d52-9f60-000000000001"});
  const std::string script = ScriptOf(kPut, target);
  EXPECT_THAT(script, HasSubstr(R"("assetId":"a1b2c3d4-5678-4a90-abcd-22222aaaaaaa")"));
  EXPECT_THAT(script, HasSubstr("propertyId=c7e5d1f0-3b1a-4d52-9f60-000000000001"));
  EXPECT_THAT(script, Not(HasSubstr("ropertyAlias")));
}

TEST(ShellScriptTest, WhatTheTargetLacksHasNoScript) {
  Target target;
  target.directory.streams = reference::Setting::kOff;
  EXPECT_EQ(ScriptOf(kPut, target), "");
}

}  // namespace
}  // namespace swc::conformance
