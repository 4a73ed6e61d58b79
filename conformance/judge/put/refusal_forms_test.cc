#include "conformance/judge/put/refusal_forms.h"

#include <optional>

#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"

namespace swc::conformance {
namespace {

TEST(RightRefusalTest, NamesBothForms) {
  const spec::Catalogue& catalogue = spec::Catalogue::Get();
  EXPECT_EQ(RightRefusal(catalogue.At("entry.id.length"), "e1"),
            "status 400 InvalidRequestException for the request, or InvalidRequestException for "
            "entry 'e1'");
  EXPECT_EQ(RightRefusal(catalogue.At("time.window.past"), std::nullopt),
            "TimestampOutOfRangeException for the entry");
  EXPECT_EQ(RightRefusal(catalogue.At("entries.max"), "e1"),
            "status 400 InvalidRequestException for the request");
}

TEST(RightRefusalTest, FaultsOfJsonMayBeFoundByAnyLayer) {
  EXPECT_EQ(RightRefusal(spec::Catalogue::Get().At("wire.json.malformed"), std::nullopt),
            "status 400 InvalidRequestException for the request, or another client error");
}

TEST(CheckRefusalStatusTest, ALimitOfDepthMayHaveAStatusOfItsOwn) {
  reference::Reading deep;
  deep.violations.emplace_back(spec::ClauseId("wire.json.depth"));
  Observations of_depth;
  CheckRefusalStatus(deep, 413, of_depth);
  EXPECT_TRUE(of_depth.deviations.empty());
  reference::Reading malformed;
  malformed.violations.emplace_back(spec::ClauseId("wire.json.malformed"));
  Observations of_text;
  CheckRefusalStatus(malformed, 422, of_text);
  EXPECT_EQ(of_text.deviations.size(), 1U);
  Observations of_caller;
  CheckRefusalStatus(malformed, 403, of_caller);
  EXPECT_TRUE(of_caller.deviations.empty());
}

}  // namespace
}  // namespace swc::conformance
