// When a target that only costs time is asked no more.
#include "conformance/client/waste.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/transport.h"

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;

Exchange AnswerOf(std::string method, std::string target, std::size_t asked, std::size_t bytes) {
  Exchange exchange;
  exchange.request = {.method = std::move(method),
                      .target = std::move(target),
                      .headers = {},
                      .body = std::string(asked, 'a')};
  exchange.response = {.status = 200, .headers = {}, .body = std::string(bytes, 'x')};
  return exchange;
}

Exchange PutOf(std::size_t bytes) { return AnswerOf("POST", "/properties", 0, bytes); }

Exchange HistoryOfTwoBytes() { return AnswerOf("GET", "/properties/history?x=1", 0, 2); }

// Notes answers until as much as is allowed came beyond `asked_for`, which is allowed too.
void NoteMany(Waste& waste, const Exchange& exchange, std::size_t asked_for) {
  for (std::size_t beyond = 0; beyond + 1 < Waste::kBytesMax;) {
    waste.Note(exchange, seconds(0), seconds(0));
    beyond += exchange.response->body.size() - asked_for;
  }
}

TEST(WasteTest, AnswersAreEnoughOnceTheyHeldTooMuchBeyondWhatWasAskedFor) {
  Waste waste(seconds(1));
  const Exchange large = PutOf(Waste::kPutBytes + Waste::kBytesMax / 4);
  NoteMany(waste, large, Waste::kPutBytes);
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
  waste.Note(large, seconds(0), seconds(0));
  EXPECT_THAT(waste.WhyEnough(), HasSubstr("answers held 160 MB more than was asked for"));
}

TEST(WasteTest, WhatWasAskedForIsNoWaste) {
  Waste waste(seconds(1));
  const Exchange put = PutOf(Waste::kPutBytes);
  const Exchange echo = AnswerOf("POST", "/properties", 100'000, 800'000);
  const Exchange page = AnswerOf("GET", "/properties/history?x=1", 0, Waste::kReadBytes);
  for (int i = 0; i < 1'000; ++i) {
    waste.Note(put, seconds(0), seconds(0));
    waste.Note(echo, seconds(0), seconds(0));
    waste.Note(page, seconds(0), seconds(0));
  }
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
}

TEST(WasteTest, HeadersCountToo) {
  Waste waste(seconds(1));
  Exchange exchange = PutOf(Waste::kPutBytes);
  exchange.response->headers = {{"a", std::string(Waste::kBytesMax - 1, 'b')}};
  waste.Note(exchange, seconds(0), seconds(0));
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
  exchange.response->headers = {{"a", ""}};
  waste.Note(exchange, seconds(0), seconds(0));
  EXPECT_FALSE(waste.WhyEnough().empty());
}

TEST(WasteTest, AnAnswerThatIsTooLargeCountsAsAllThatCame) {
  Waste waste(seconds(1));
  Exchange exchange;
  exchange.failure = TransportFailure::kTooLarge;
  for (int i = 0; i < 64; ++i) {
    waste.Note(exchange, seconds(0), seconds(0));
  }
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
  waste.Note(exchange, seconds(0), seconds(0));
  EXPECT_FALSE(waste.WhyEnough().empty());
}

// Answers one after the other, each of which takes `each`, for `in_all`.
void AnswerOften(Waste& waste, Transport::Clock& now, milliseconds each, milliseconds in_all) {
  const Exchange exchange = HistoryOfTwoBytes();
  for (const auto end = now + in_all; now < end; now += each) {
    waste.Note(exchange, now, now + each);
  }
}

TEST(WasteTest, ATargetThatSlowsDownIsGivenUp) {
  Waste waste(seconds(1));
  Transport::Clock now{0};
  AnswerOften(waste, now, milliseconds(5), seconds(1));
  AnswerOften(waste, now, milliseconds(250), seconds(600));
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
  AnswerOften(waste, now, milliseconds(300), seconds(60));
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
  AnswerOften(waste, now, milliseconds(300), seconds(1));
  EXPECT_THAT(waste.WhyEnough(),
              HasSubstr("answers took more than 250 ms for 60 s in all, 5 ms at first"));
}

TEST(WasteTest, ATargetThatBecomesSlowerFromTheStartIsGivenUp) {
  Waste waste(seconds(1));
  Transport::Clock now{0};
  for (int i = 0; i < 1'000; ++i) {
    AnswerOften(waste, now, milliseconds(std::min(1 + 2 * i, 500)), milliseconds(1));
  }
  EXPECT_FALSE(waste.WhyEnough().empty());
}

TEST(WasteTest, WhatOtherRequestsTakeIsNoWaste) {
  Waste waste(seconds(1));
  Transport::Clock now{0};
  AnswerOften(waste, now, milliseconds(5), seconds(1));
  for (; now < seconds(600); now += seconds(2)) {
    waste.Note(PutOf(2), now, now + seconds(2));
  }
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
}

TEST(WasteTest, ATargetThatIsAsSlowAsAtFirstIsNot) {
  Waste waste(seconds(1));
  Transport::Clock now{0};
  AnswerOften(waste, now, milliseconds(900), seconds(36'000));
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
}

TEST(WasteTest, ATargetThatTakesLongerThanAnyoneWaitsIsGivenUp) {
  Waste waste(seconds(1));
  Transport::Clock now{0};
  AnswerOften(waste, now, milliseconds(1100), seconds(600));
  EXPECT_THAT(waste.WhyEnough(), HasSubstr("--time"));
}

TEST(WasteTest, SlowAnswersThatWereWaitedForAtOnceCountOnce) {
  Waste waste(seconds(1));
  Transport::Clock now{0};
  AnswerOften(waste, now, milliseconds(5), seconds(1));
  const Exchange exchange = HistoryOfTwoBytes();
  for (int i = 0; i < 1'000; ++i) {
    waste.Note(exchange, now, now + seconds(2));
  }
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
}

TEST(WasteTest, WhereTimeIsNoWasteNothingIsTooSlow) {
  Waste waste(Transport::Clock{0});
  Transport::Clock now{0};
  AnswerOften(waste, now, milliseconds(5), seconds(1));
  AnswerOften(waste, now, milliseconds(5'000), seconds(36'000));
  EXPECT_THAT(waste.WhyEnough(), IsEmpty());
}

}  // namespace
}  // namespace swc::conformance
