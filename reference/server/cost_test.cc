// What the reference server costs: a request no more than its size, a read no more than it returns.
//
// Times are compared with one another, the best of several each, and the bars lie between what
// grows in step and what grows with the square.

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/model/policies.h"
#include "reference/server/reference_server.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

constexpr std::int64_t kServerTime = 1'760'000'000;

ReferenceServer NewServer(const Policies& policies = {}) {
  return ReferenceServer(ServerOptionsOf(
      policies, nullptr, [] { return spec::Instant{.seconds = kServerTime, .nanos = 0}; }));
}

// Returns the least time of several calls.
template <typename Call>
double BestSeconds(Call call) {
  constexpr int kCalls = 5;
  double best = 1e9;
  for (int i = 0; i < kCalls; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    call();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

std::string Repeated(std::string_view part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text.append(i == 0 ? "" : ",").append(part);
  }
  return text;
}

std::string Value(std::string_view variant, std::string_view quality) {
  return fmt::format(R"({{"value":{},"quality":"{}","timestamp":{{"timeInSeconds":{}}}}})", variant,
                     quality, kServerTime);
}

std::string Entry(std::string_view alias, std::string_view values, std::string_view more = "") {
  return fmt::format(R"({{"entryId":"e1","propertyAlias":"{}","propertyValues":[{}]{}}})", alias,
                     values, more);
}

struct GrowingBody {
  std::string_view name;
  std::string (*entries)(std::size_t size);
};

class PutCostTest : public testing::TestWithParam<GrowingBody> {
 protected:
  // Memory that goes back to the system has to be cleared again, which costs more than what is
  // measured.
  static void SetUpTestSuite() {
    constexpr int kKept = 1 << 30;
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_MMAP_THRESHOLD, kKept);
  }

  static double SecondsFor(std::size_t size) {
    const spec::HttpRequest request{.headers = {{"Content-Type", "application/json"}},
                                    .body = R"({"entries":[)" + GetParam().entries(size) + "]}"};
    return BestSeconds([&] {
      ReferenceServer server = NewServer();
      EXPECT_LT(server.Handle(request).status, 500);
    });
  }
};

// What grows with the square takes 64 times as long.
TEST_P(PutCostTest, EightTimesTheBodyIsAboutEightTimesTheWork) {
  constexpr std::size_t kSize = 1'500;
  EXPECT_LT(SecondsFor(8 * kSize) / SecondsFor(kSize), 24);
}

INSTANTIATE_TEST_SUITE_P(
    All, PutCostTest,
    testing::Values(GrowingBody{"ValuesOfOneKey",
                                [](std::size_t size) {
                                  return Entry(
                                      "/a", Repeated(Value(R"({"doubleValue":1})", "GOOD"), size));
                                }},
                    GrowingBody{"ValuesOfTwoTypesAndQualities",
                                [](std::size_t size) {
                                  return Entry(
                                      "/a", Repeated(Value(R"({"doubleValue":1})", "GOOD") + "," +
                                                         Value(R"({"integerValue":1})", "BAD"),
                                                     size / 2));
                                }},
                    GrowingBody{"EntriesOfOneId",
                                [](std::size_t size) { return Repeated(Entry("/a", ""), size); }},
                    GrowingBody{"ValuesAndALongAlias",
                                [](std::size_t size) {
                                  return Entry(
                                      std::string(size * 40, 'a'),
                                      Repeated(Value(R"({"doubleValue":1})", "GOOD"), size));
                                }},
                    GrowingBody{"DoubledMembersAndEntries",
                                [](std::size_t size) {
                                  return Entry("/a", "", "," + Repeated(R"("entryId":"e")", size)) +
                                         "," + Repeated("{}", size);
                                }}),
    [](const testing::TestParamInfo<GrowingBody>& row) { return std::string(row.param.name); });

// Returns a put of ten values from the `begin`-th nanosecond of one second on.
spec::HttpRequest PutIntoOneSecond(std::size_t begin) {
  std::string values;
  for (std::size_t i = begin; i < begin + 10; ++i) {
    values += fmt::format(
        R"({}{{"value":{{"doubleValue":1}},"timestamp":{{"timeInSeconds":{},"offsetInNanos":{}}}}})",
        i == begin ? "" : ",", kServerTime, i);
  }
  return {.headers = {{"Content-Type", "application/json"}},
          .body = R"({"entries":[)" + Entry("/a", values) + "]}"};
}

TEST(PutIntoAFullSecondTest, IsNoDearer) {
  const auto seconds_with = [](std::size_t points) {
    Policies policies;
    EXPECT_TRUE(policies.Set("quota.points-per-second=not-enforced").has_value());
    ReferenceServer server = NewServer(policies);
    for (std::size_t begin = 0; begin < points; begin += 10) {
      EXPECT_EQ(server.Handle(PutIntoOneSecond(begin)).body, R"({"errorEntries":[]})");
    }
    return BestSeconds([&] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(server.Handle(PutIntoOneSecond(points)).status, 200);
      }
    });
  };
  EXPECT_LT(seconds_with(8'000) / seconds_with(200), 8);
}

class ReadCostTest : public testing::Test {
 protected:
  // Returns the seconds that the newest values of a series of `points` take, by each of the reads.
  static double SecondsFor(std::size_t points, std::string_view target) {
    ReferenceServer server = NewServer();
    constexpr std::size_t kPut = 10;
    for (std::size_t i = 0; i < points; i += kPut) {
      std::string values;
      for (std::size_t j = i; j < i + kPut; ++j) {
        values +=
            fmt::format(R"({}{{"value":{{"doubleValue":1}},"timestamp":{{"timeInSeconds":{}}}}})",
                        j == i ? "" : ",", kServerTime - 500'000 + static_cast<std::int64_t>(j));
      }
      EXPECT_EQ(server
                    .Handle({.headers = {{"Content-Type", "application/json"}},
                             .body = R"({"entries":[)" + Entry("/a", values) + "]}"})
                    .body,
                R"({"errorEntries":[]})");
    }
    return BestSeconds([&] {
      constexpr int kReads = 50;
      for (int i = 0; i < kReads; ++i) {
        const auto answer = server.Handle(
            {.method = "GET", .target = std::string(target), .headers = {}, .body = {}});
        EXPECT_NE(answer.body.find("doubleValue"), std::string::npos);
      }
    });
  }

  static void ExpectTheSameFromMore(const std::string& target) {
    EXPECT_LT(SecondsFor(20'000, target) / SecondsFor(500, target), 10);
  }
};

TEST_F(ReadCostTest, TheLatestOfALongSeriesIsNoDearer) {
  ExpectTheSameFromMore(spec::PathOf(spec::Operation::kLatest) + "?propertyAlias=/a");
}

TEST_F(ReadCostTest, APageOfALongSeriesIsNoDearer) {
  const std::string history = spec::PathOf(spec::Operation::kHistory) + "?propertyAlias=/a";
  ExpectTheSameFromMore(history + "&timeOrdering=DESCENDING");
  ExpectTheSameFromMore(fmt::format("{}&nextToken=400/{}/0/0", history, kServerTime - 499'600));
}

}  // namespace
}  // namespace swc::reference
