#include "fuzz/oracles/left_on_target.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

conformance::Exchange Put(std::string body, int status = 200) {
  return {.request = {.method = spec::MethodOf(spec::Operation::kPut),
                      .target = spec::PathOf(spec::Operation::kPut),
                      .headers = {},
                      .body = std::move(body)},
          .response = spec::HttpResponse{.status = status, .headers = {}, .body = "{}"}};
}

std::string Body(const std::string& name) {
  return R"({"entries":[{"entryId":"e","propertyAlias":")" + name +
         R"(","propertyValues":[{},{}]}]})";
}

constexpr const char* kOurs = "/sitewise-conformance/fuzz-1a2b3c4d/0123/1";

TEST(LeftOnTargetTest, ASeriesCountsOnceAndItsValuesEachTime) {
  LeftOnTarget left("fuzz-1a2b3c4d");
  const auto first = left.Add(Put(Body(kOurs)));
  EXPECT_EQ(first.series, 1U);
  EXPECT_EQ(first.values, 2U);
  const auto second = left.Add(Put(Body(kOurs)));
  EXPECT_EQ(second.series, 0U);
  EXPECT_EQ(second.values, 2U);
  EXPECT_EQ(left.Add(Put(Body(std::string(kOurs).substr(1)))).series, 1U);
}

TEST(LeftOnTargetTest, WhatItsOwnerMadeIsNoSeriesOfOurs) {
  LeftOnTarget left("fuzz-1a2b3c4d");
  const auto more = left.Add(Put(Body("/line1/temperature")));
  EXPECT_EQ(more.series, 0U);
  EXPECT_EQ(more.values, 2U);
  EXPECT_EQ(left.Add(Put(Body("/sitewise-conformance/fuzz-1a2b3c4e/0/1"))).series, 0U);
}

TEST(LeftOnTargetTest, WhatWasRefusedAsAWholeIsNotThere) {
  LeftOnTarget left("fuzz-1a2b3c4d");
  EXPECT_EQ(left.Add(Put(Body(kOurs), 400)).values, 0U);
  EXPECT_EQ(left.Add(Put(Body(kOurs), 500)).values, 2U);
  conformance::Exchange lost = Put(Body(kOurs));
  lost.response.reset();
  lost.failure = conformance::TransportFailure::kTimeout;
  EXPECT_EQ(left.Add(lost).values, 2U);
}

TEST(LeftOnTargetTest, WhatIsNoPutLeavesNothing) {
  LeftOnTarget left("");
  conformance::Exchange read = Put(Body(kOurs));
  read.request.target = spec::PathOf(spec::Operation::kBatchHistory);
  EXPECT_EQ(left.Add(read).values, 0U);
  for (const char* body :
       {"", "{", "[]", R"({"entries":7})", R"({"entries":[7,{"propertyValues":{}}]})",
        R"({"entries":[{"propertyAlias":"/sitewise-conformance/a","propertyValues":[]}]})"}) {
    const auto more = left.Add(Put(body));
    EXPECT_EQ(more.values + more.series, 0U) << body;
  }
  EXPECT_EQ(left.Add(Put(Body(kOurs))).series, 1U);
}

}  // namespace
}  // namespace swc::fuzz
