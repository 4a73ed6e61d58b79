#include "conformance/judge/put_answer.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using reference::SentTime;
using testing::AllOf;
using testing::ElementsAre;
using testing::Gt;
using testing::IsEmpty;
using testing::Lt;

struct Parsed {
  PutAnswer answer;
  Observations observations;
};

// An answer that reports entry "a" with one timestamp, of which this is the text.
Parsed WithTime(std::string_view time) {
  Parsed parsed;
  const spec::HttpResponse response{
      .status = 200,
      .headers = {},
      .body = fmt::format(
          R"({{"errorEntries":[{{"entryId":"a","errors":[{{"errorCode":"InvalidRequestException",)"
          R"("errorMessage":"no","timestamps":[{}]}}]}}]}})",
          time)};
  parsed.answer = ParsePutAnswer(response, parsed.observations);
  return parsed;
}

TEST(ParsePutAnswerTest, ATimeThatDoesNotFitIsReadAsThatOfARequestIs) {
  for (const std::string_view number :
       {"1000000000000000000000000000000", "1e30", "9223372036854775808"}) {
    const Parsed parsed = WithTime(fmt::format(R"({{"timeInSeconds":{}}})", number));
    EXPECT_THAT(parsed.observations.deviations, IsEmpty()) << number;
    EXPECT_THAT(parsed.answer.errors.at("a").at("InvalidRequestException").timestamps,
                ElementsAre(SentTime{.seconds = INT64_MAX, .nanos = 0}))
        << number;
  }
}

TEST(ParsePutAnswerTest, OfAHundredThousandErrorsSomeAreLookedAt) {
  constexpr std::string_view kError =
      R"({"entryId":"e","errors":[{"errorCode":"X","errorMessage":"m","timestamps":[]}]})";
  std::string body = R"({"errorEntries":[)";
  for (int i = 0; i < 20'000; ++i) {
    body += fmt::format("{}{}", i == 0 ? "" : ",", kError);
  }
  Observations observations;
  const PutAnswer answer =
      ParsePutAnswer({.status = 200, .headers = {}, .body = body + "]}"}, observations);
  EXPECT_TRUE(answer.usable);
  ASSERT_EQ(observations.deviations.size(), 1U);
  EXPECT_THAT(observations.deviations.front().more, AllOf(Gt(1'000U), Lt(10'000U)));
}

TEST(ParsePutAnswerTest, ATimeThatIsNoWholeNumberIsMisshapen) {
  const auto observed = [](std::string_view time) {
    const Parsed parsed = WithTime(time);
    return parsed.observations.deviations.empty() ? std::string()
                                                  : parsed.observations.deviations.front().observed;
  };
  EXPECT_EQ(observed(R"({"timeInSeconds":5})"), "");
  EXPECT_EQ(observed(R"({"offsetInNanos":5})"), "a timestamp has no timeInSeconds");
  EXPECT_EQ(observed(R"({"timeInSeconds":5.5})"),
            "the timeInSeconds of a timestamp is no whole number");
  EXPECT_EQ(observed(R"({"timeInSeconds":5,"offsetInNanos":"1"})"),
            "the offsetInNanos of a timestamp is no whole number");
}

}  // namespace
}  // namespace swc::conformance
