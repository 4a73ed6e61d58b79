// wire.member.duplicate: what a put says in which a member stands twice.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/reading/reading.h"
#include "reference/reading/reading_testing.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using ::testing::ElementsAre;

TEST(DoubledMembersTest, AMemberThatStandsTwiceTakesDemandsBack) {
  const Reading reading = ParsePut(
      PutText{.id = R"("entryId":"a","entryId":"b")", .quality = R"("quality":"good")"}.Request());
  EXPECT_THAT(ClausesOf(reading.violations),
              ElementsAre("wire.member.duplicate?", "quality.enum?"));
  EXPECT_TRUE(reading.entries.at(0).ambiguous);
}

TEST(DoubledMembersTest, OfAMemberThatStandsTwiceTheLastCountsOrTheFirst) {
  const spec::HttpRequest request =
      PutText{.variant = R"("value":{"doubleValue":1,"doubleValue":2})",
              .quality = R"("quality":null,"quality":"BAD")"}
          .Request();
  const Reading last = ParsePut(request);
  EXPECT_EQ(last.entries.at(0).values.at(0).value, spec::Value(2.0));
  EXPECT_EQ(last.entries.at(0).values.at(0).quality, spec::Quality::kBad);
  ASSERT_NE(last.if_first_counts, nullptr);
  const SentValue& first = last.if_first_counts->entries.at(0).values.at(0);
  EXPECT_EQ(first.value, spec::Value(1.0));
  EXPECT_EQ(first.quality, spec::Quality::kGood);
  const Reading other = ParsePut(request, Doubled::kFirstCounts);
  EXPECT_EQ(other.entries.at(0).values.at(0).value, spec::Value(1.0));
  EXPECT_EQ(ParsePut(PutText().Request()).if_first_counts, nullptr);
}

}  // namespace
}  // namespace swc::reference
