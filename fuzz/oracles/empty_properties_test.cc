#include "fuzz/oracles/empty_properties.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/shown_deviation.h"
#include "conformance/net/finish.h"
#include "conformance/play/case_runner.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"
#include "reference/server/reference_server.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

using testing::ElementsAre;

// A legal server, in which somebody may have written to measurements.
class EmptyPropertiesTest : public ::testing::Test {
 protected:
  // Puts a value of `quality` at `seconds` into a property, without a word to any judge.
  void PutSecretly(const reference::Property& into, std::string_view quality,
                   std::int64_t seconds) {
    (void)server_.Handle(
        {.method = "POST",
         .target = "/properties",
         .headers = {{"Content-Type", "application/json"}},
         .body = fmt::format(
             R"({{"entries":[{{"entryId":"a","assetId":"{}","propertyId":"{}","propertyValues":)"
             R"([{{"value":{{"doubleValue":1}},"timestamp":{{"timeInSeconds":{}}},)"
             R"("quality":"{}"}}]}}]}})",
             into.asset_id, into.property_id, seconds, quality)});
  }

  // Returns the properties that a case may be lent which asks for a measurement.
  [[nodiscard]] std::vector<reference::Property> Measurements() const {
    std::vector<reference::Property> found;
    std::ranges::copy_if(target_.directory.properties, std::back_inserter(found),
                         [](const reference::Property& property) {
                           return property.type == spec::DataType::kDouble &&
                                  property.kind == reference::PropertyKind::kMeasurement &&
                                  property.access == reference::Access::kGranted &&
                                  !property.asset_id.empty();
                         });
    return found;
  }

  int refuse_ = 0;  // So many reads are answered by 403 from now on.
  reference::ReferenceServer server_{
      reference::ServerOptionsOf({}, reference::FindMutant(""), [] { return spec::kFixedNow; })};
  conformance::Target target_ = conformance::InProcessTarget(server_.directory());
  std::set<reference::SeriesId> empty_;
  conformance::InProcessSession session_{target_,
                                         [this](const spec::HttpRequest& request) {
                                           if (refuse_ > 0) {
                                             --refuse_;
                                             return spec::HttpResponse{.status = 403};
                                           }
                                           return server_.Handle(request);
                                         },
                                         [] { return spec::kFixedNow; },
                                         0,
                                         {.empty = &empty_}};
};

TEST_F(EmptyPropertiesTest, WithoutAValueAllThatCanBeReadAreEmpty) {
  EXPECT_FALSE(ReadableProperties(target_.directory).empty());
  EXPECT_EQ(EmptyProperties(session_.context()), ReadableProperties(target_.directory));
}

TEST_F(EmptyPropertiesTest, OneWithAValueOfAnyQualityIsNot) {
  const reference::Property into = Measurements().at(0);
  PutSecretly(into, "UNCERTAIN", spec::kFixedNow.seconds - 86'400);
  const auto empty = EmptyProperties(session_.context());
  EXPECT_FALSE(empty.contains(reference::SeriesOfProperty(into)));
  EXPECT_EQ(empty.size() + 1, ReadableProperties(target_.directory).size());
}

TEST_F(EmptyPropertiesTest, OneThatIsNotAnsweredMayHoldSome) {
  refuse_ = 1;
  EXPECT_EQ(EmptyProperties(session_.context()).size() + 1,
            ReadableProperties(target_.directory).size());
}

// What an empty property shows is judged: there is nobody whose value it could be.
TEST_F(EmptyPropertiesTest, ACaseOnAnEmptyPropertySeesWhatNobodyPutThere) {
  empty_ = EmptyProperties(session_.context());
  session_.Forget();
  for (const reference::Property& property : Measurements()) {
    PutSecretly(property, "GOOD", spec::kFixedNow.seconds);
  }
  const auto test_case = generators::ParseCase(
      std::string_view(
          R"({"id":"c","series":{"s1":{"kind":"measurement"}},"steps":[{"put":)"
          R"({"entries":[{"entryId":"a","series":"s1","by":"ids","propertyValues":)"
          R"([{"value":{"doubleValue":2},"at":"t0"}]}]}},{"latest":{"series":"s1"}}]})"),
      "test");
  ASSERT_TRUE(test_case) << test_case.error().message;
  const auto outcome = conformance::Finish(session_.transport(),
                                           conformance::RunCase(session_.context(), *test_case));
  std::vector<std::string> broken;
  for (const conformance::ShownDeviation& shown : outcome.deviations) {
    broken.emplace_back(shown.deviation.clause->id);
  }
  EXPECT_THAT(broken, ElementsAre("store.no-phantom"));
}

}  // namespace
}  // namespace swc::fuzz
