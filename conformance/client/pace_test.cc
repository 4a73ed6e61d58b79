#include "conformance/client/pace.h"

#include <chrono>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "conformance/client/client.h"
#include "conformance/net/direct_transport.h"
#include "conformance/net/finish.h"
#include "conformance/net/transport.h"
#include "conformance/target/server_clock.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;

constexpr Transport::Clock kAsked = std::chrono::seconds(100);

// The attribute of the example directory, and a measurement.
const reference::Property& PropertyOf(reference::PropertyKind kind) {
  static const reference::Directory directory = reference::ExampleDirectory();
  for (const reference::Property& property : directory.properties) {
    if (property.kind == kind) {
      return property;
    }
  }
  return directory.properties.front();
}

spec::HttpRequest PutTo(const reference::Property& property) {
  return {.method = "POST",
          .target = "/properties",
          .headers = {},
          .body = fmt::format(R"({{"entries":[{{"entryId":"e","assetId":"{}","propertyId":"{}",)"
                              R"("propertyValues":[]}}]}})",
                              property.asset_id, property.property_id)};
}

TEST(PaceTest, ATargetThatNeverThrottledIsNotSlowedDown) {
  const reference::Directory directory = reference::ExampleDirectory();
  Pace pace(&directory);
  const auto put = PutTo(PropertyOf(reference::PropertyKind::kAttribute));
  EXPECT_EQ(pace.TurnOf(put, kAsked).count(), 0);
  EXPECT_EQ(pace.TurnOf(put, kAsked).count(), 0);
}

TEST(PaceTest, EachSeriesKeepsItsOwnDistance) {
  const reference::Directory directory = reference::ExampleDirectory();
  Pace pace(&directory);
  pace.Begin();
  const auto attribute = PutTo(PropertyOf(reference::PropertyKind::kAttribute));
  const auto measurement = PutTo(PropertyOf(reference::PropertyKind::kMeasurement));
  const spec::HttpRequest history{.method = "GET",
                                  .target = "/properties/history?propertyAlias=/a&qualities=BAD"};
  const spec::HttpRequest latest{.method = "GET", .target = "/properties/latest?propertyAlias=/a"};
  for (const auto& request : {attribute, measurement, history, latest}) {
    EXPECT_EQ(pace.TurnOf(request, kAsked).count(), 0) << request.target;
  }
  EXPECT_EQ(pace.TurnOf(attribute, kAsked), Pace::kAttributeEntry);
  EXPECT_EQ(pace.TurnOf(attribute, kAsked + Pace::kAttributeEntry), Pace::kAttributeEntry);
  EXPECT_EQ(pace.TurnOf(measurement, kAsked), Pace::kEntry);
  EXPECT_EQ(pace.TurnOf(history, kAsked), Pace::kHistory);
  EXPECT_EQ(pace.TurnOf(latest, kAsked).count(), 0);
  EXPECT_EQ(pace.TurnOf(history, kAsked + milliseconds(500)).count(), 0);
}

// F204: one entry a second, refused by an error whose name says so and whose status does not.
TEST(PaceTest, AfterTheFirstThrottlingAttributesPassAtOnce) {
  const reference::Directory directory = reference::ExampleDirectory();
  int throttled = 0;
  Transport::Clock free_at{0};
  DirectTransport* clock = nullptr;
  DirectTransport transport([&](const spec::HttpRequest&) -> spec::HttpResponse {
    if (clock->Now() < free_at) {
      ++throttled;
      return {.status = 400,
              .headers = {{"X-Amzn-Errortype", "ThrottlingException"}},
              .body = R"({"message":"too many"})"};
    }
    free_at = clock->Now() + std::chrono::seconds(1);
    return {.status = 200, .headers = {}, .body = R"({"errorEntries":[]})"};
  });
  clock = &transport;
  ServerClock server_clock = ServerClock::Shared();
  Client client(transport, server_clock, {.directory = &directory});
  constexpr int kPuts = 20;
  int throttled_at_first = 0;
  for (int i = 0; i < kPuts; ++i) {
    const Sent sent =
        Finish(transport, client.Send(PutTo(PropertyOf(reference::PropertyKind::kAttribute))));
    EXPECT_FALSE(sent.transient);
    throttled_at_first = i == 1 ? throttled : throttled_at_first;
  }
  EXPECT_GT(throttled_at_first, 0);
  EXPECT_EQ(throttled, throttled_at_first);
}

}  // namespace
}  // namespace swc::conformance
