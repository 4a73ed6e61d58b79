#include "conformance/judge/put/refusal_forms.h"

#include <optional>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace swc::conformance
