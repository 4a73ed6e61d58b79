// What an answer did to the values of one entry, by its flag, its faults and its errors.
#include "conformance/judge/put/entry_writes.h"

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/judge/observations.h"
#include "conformance/judge/put/entry_with_violations.h"
#include "conformance/judge/put/judge_testing.h"
#include "conformance/judge/put/writes.h"
#include "reference/reading/reading_testing.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::PutText;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto* kTooLateCode = "TimestampOutOfRangeException";
constexpr auto* kBadReported = "partial.true.bad-reported";

struct BecameOf {
  std::vector<Write> writes;
  Observations observations;
};

// The entry was reported with `errors`, and everything that it breaks permits them.
BecameOf ReportedAs(const PutText& text, const EntryErrors& errors) {
  const PutExchange put(text);
  const EntryWithViolations subject = put.View();
  BecameOf became;
  EntryWrites(subject, became.observations, became.writes).AddReported(errors, subject.violations);
  return became;
}

// Returns the fates as "stored: clause", "refused: clause", "open" and "open: forbidding clause".
std::vector<std::string> FatesOf(const std::vector<Write>& writes) {
  std::vector<std::string> fates;
  for (const Write& write : writes) {
    switch (write.fate) {
      case Fate::kStored:
        fates.push_back("stored: " + std::string(write.because));
        break;
      case Fate::kRefused:
        fates.push_back("refused: " + std::string(write.because));
        break;
      case Fate::kOpen:
        fates.push_back(write.forbidding == nullptr ? "open" : "open: " + write.forbidding->id);
        break;
      case Fate::kUnknown:
        fates.emplace_back("unknown");
        break;
    }
  }
  return fates;
}

// A value that comes too late and two that are right.
std::string LateGoodGood() {
  return ValuesOfPut({PutText{.time = AtSecond(601)}.Value(), PutText{.time = AtSecond(0)}.Value(),
                      PutText{.time = AtSecond(1)}.Value()});
}

struct ReportedRow {
  std::string name;
  PutText put;
  EntryErrors errors;
  std::vector<std::string> fates;
};

void PrintTo(const ReportedRow& row, std::ostream* out) { *out << row.put.Body(); }

class ReportedWritesTest : public ::testing::TestWithParam<ReportedRow> {};

TEST_P(ReportedWritesTest, FollowTheFlagAndTheFault) {
  const BecameOf became = ReportedAs(GetParam().put, GetParam().errors);
  EXPECT_EQ(FatesOf(became.writes), GetParam().fates);
  EXPECT_THAT(became.observations, HasNoDeviation());
}

std::vector<ReportedRow> ReportedRows() {
  const std::string rejected = "refused: store.rejected";
  const std::string atomic = "refused: partial.false.atomic";
  const std::string kept = "stored: partial.true.good-kept";
  const std::string omitted = "open: partial.omitted";
  const EntryErrors late = ErrorsOf(kTooLateCode, {SentAt(601)});
  const std::string keeps(kKeepsGood);
  return {
      {"AllOrNothing",
       {.flag = std::string(kAllOrNothing), .values = LateGoodGood()},
       late,
       {rejected, atomic, atomic}},
      {"KeepsGood", {.flag = keeps, .values = LateGoodGood()}, late, {rejected, kept, kept}},
      {"KeepsGoodWithoutTimestamps",
       {.flag = keeps, .values = LateGoodGood()},
       ErrorsOf(kTooLateCode),
       {rejected, kept, kept}},
      {"Omitted", {.values = LateGoodGood()}, late, {rejected, omitted, omitted}},
      {"OfTheEntry",
       {.flag = keeps,
        .id = R"("entryId":"a.b")",
        .values = ValuesOfPut({PutText{.time = AtSecond(0)}.Value()})},
       ErrorsOf("InvalidRequestException"),
       {rejected}},
      {"OfAnOpenPointOfTheEntry",
       {.flag = keeps, .identity = R"("propertyAlias":")" + std::string(1001, 'x') + "\""},
       ErrorsOf("InvalidRequestException"),
       {rejected}},
      {"WithoutAPlace",
       {.flag = keeps, .time = R"("timestamp":{"timeInSeconds":-1})"},
       ErrorsOf("InvalidRequestException"),
       {}},
  };
}

INSTANTIATE_TEST_SUITE_P(Rows, ReportedWritesTest, ::testing::ValuesIn(ReportedRows()),
                         [](const auto& info) { return info.param.name; });

TEST(EntryFaultTest, IsSeenWhereTheEntryItselfIsAtFault) {
  EXPECT_THAT(
      ReportedAs({.id = R"("entryId":"a.b")"}, ErrorsOf("InvalidRequestException")).observations,
      Marks("partial.entry-fault", Side::kReject));
  EXPECT_THAT(
      ReportedAs({.time = AtSecond(601)}, ErrorsOf(kTooLateCode, {SentAt(601)})).observations,
      Not(Marks("partial.entry-fault", Side::kReject)));
}

TEST(BadReportedTest, EveryValueAtFaultIsCovered) {
  const PutText put{.flag = std::string(kKeepsGood),
                    .values = ValuesOfPut({PutText{.time = AtSecond(601)}.Value(),
                                           PutText{.time = AtSecond(602)}.Value()})};
  EXPECT_THAT(ReportedAs(put, ErrorsOf(kTooLateCode, {SentAt(601), SentAt(602)})).observations,
              AllOf(HasNoDeviation(), Marks(kBadReported, Side::kObserve)));
  EXPECT_THAT(
      ReportedAs(put, ErrorsOf(kTooLateCode, {SentAt(601)})).observations,
      AllOf(HasDeviation(kBadReported, "not-reported"), Not(Marks(kBadReported, Side::kObserve))));
}

TEST(BadReportedTest, OneOfTwoFaultsOfAValueIsEnough) {
  const PutText put{
      .flag = std::string(kKeepsGood), .time = AtSecond(601), .quality = R"("quality":"good")"};
  EXPECT_THAT(ReportedAs(put, ErrorsOf(kTooLateCode, {SentAt(601)})).observations,
              AllOf(HasNoDeviation(), Marks(kBadReported, Side::kObserve)));
}

TEST(ReportedConflictTest, MayBeAboutAnyValueThatItNames) {
  const auto value = [](int second, const std::string& number) {
    return PutText{.variant = R"("value":{"doubleValue":)" + number + "}", .time = AtSecond(second)}
        .Value();
  };
  const PutText put{.flag = std::string(kKeepsGood),
                    .values = ValuesOfPut({value(0, "1"), value(0, "2"), value(1, "3")})};
  const std::string conflict = "ConflictingOperationException";
  EXPECT_THAT(FatesOf(ReportedAs(put, ErrorsOf(conflict)).writes).back(), "open");
  EXPECT_THAT(FatesOf(ReportedAs(put, ErrorsOf(conflict, {SentAt(0)})).writes).back(),
              "stored: partial.true.good-kept");
}

// What an acknowledgement of one value binds to.
struct Acknowledged {
  explicit Acknowledged(const PutText& text, std::size_t value = 0)
      : Acknowledged(text, value, {}) {}
  Acknowledged(const PutText& text, std::size_t value, const Beliefs& before) {
    const PutExchange put(text, before);
    const EntryWithViolations subject = put.View();
    EntryWrites(subject, observations, writes).AddStored(value, "store.acknowledged");
  }
  Observations observations;
  std::vector<Write> writes;
};

TEST(AcknowledgedTest, ARightValueIsStored) {
  const Acknowledged right(PutText{.quality = ""});
  ASSERT_THAT(FatesOf(right.writes), ElementsAre("stored: store.acknowledged"));
  const Write& write = right.writes.front();
  EXPECT_EQ(write.series, reference::SeriesOfStream("/a"));
  EXPECT_EQ(write.key, KeyAt(0));
  EXPECT_EQ(write.value, spec::Value(1.5));
  EXPECT_FALSE(write.quality_given);
  EXPECT_FALSE(write.nanos_given);
  EXPECT_FALSE(write.if_stored.has_value());
}

TEST(AcknowledgedTest, OfContradictingNamesEitherMayBeMeant) {
  const Acknowledged both(PutText{
      .identity = R"("propertyAlias":"/a","assetId":"a1b2c3d4-5678-4abc-8def-000000000001",)"
                  R"("propertyId":"b1b2c3d4-5678-4abc-8def-000000000001")"});
  ASSERT_THAT(FatesOf(both.writes), ElementsAre("open", "open"));
  EXPECT_EQ(both.writes[0].if_stored->alternative, "ids-win");
  EXPECT_EQ(both.writes[1].if_stored->alternative, "alias-wins");
  EXPECT_FALSE(both.writes[1].if_not_stored.has_value());
}

// The fates of an acknowledged entry with this value, or nothing if more than the value is open.
std::vector<Write> DoubledIn(const PutText& text) {
  const PutExchange put(text);
  const EntryWithViolations subject = put.View();
  BecameOf became;
  const bool added = EntryWrites(subject, became.observations, became.writes).AddDoubled();
  EXPECT_EQ(added, !became.writes.empty());
  return became.writes;
}

TEST(AddDoubledTest, OfTwoValuesTheLastIsStoredOrTheFirst) {
  const std::vector<Write> writes =
      DoubledIn({.variant = R"("value":{"doubleValue":1,"doubleValue":2})"});
  ASSERT_THAT(FatesOf(writes), ElementsAre("stored: store.acknowledged"));
  EXPECT_EQ(writes[0].value, spec::Value(2.0));
  EXPECT_EQ(writes[0].if_first_counts, spec::Value(1.0));
}

TEST(AddDoubledTest, OfTheSameValueTwiceNothingIsOpen) {
  const std::vector<Write> writes =
      DoubledIn({.variant = R"("value":{"doubleValue":1},"value":{"doubleValue":1})"});
  ASSERT_THAT(FatesOf(writes), ElementsAre("stored: store.acknowledged"));
  EXPECT_EQ(writes[0].if_first_counts, std::nullopt);
}

TEST(AddDoubledTest, NothingIsPredictedWhereMoreIsOpen) {
  EXPECT_THAT(DoubledIn({.quality = R"("quality":"GOOD","quality":"BAD")"}), IsEmpty());
  EXPECT_THAT(DoubledIn({.variant = R"("value":{"doubleValue":1e200,"doubleValue":2})"}),
              IsEmpty());
  EXPECT_THAT(DoubledIn({.variant = R"("value":{"doubleValue":1},"value":{"integerValue":2})"}),
              IsEmpty());
  EXPECT_THAT(DoubledIn({}), IsEmpty());
}

TEST(AcknowledgedTest, ANewerQualityMayBeIgnored) {
  Beliefs before;
  before.Store(reference::SeriesOfStream("/a"), KeyAt(0, spec::Quality::kBad), spec::Value(1.0),
               "store.acknowledged");
  const Acknowledged newer(PutText(), 0, before);
  ASSERT_THAT(FatesOf(newer.writes), ElementsAre("open"));
  EXPECT_EQ(newer.writes[0].if_stored->alternative, "both-kept");
  EXPECT_EQ(newer.writes[0].if_not_stored->alternative, "newer-ignored");
}

TEST(AcknowledgedTest, ItProvesNothingIfTheOlderQualityMayBeAbsent) {
  Beliefs before;
  before.Fork(reference::SeriesOfStream("/a"), KeyAt(0, spec::Quality::kBad),
              {.value = spec::Value(1.0)});
  const Acknowledged newer(PutText(), 0, before);
  ASSERT_THAT(FatesOf(newer.writes), ElementsAre("open"));
  EXPECT_FALSE(newer.writes[0].if_stored.has_value());
}

TEST(AcknowledgedTest, InOneEntryTheOrderTellsWhichQualityIsNewer) {
  const PutText put{
      .values = ValuesOfPut({PutText().Value(), PutText{.quality = R"("quality":"BAD")"}.Value()})};
  EXPECT_THAT(FatesOf(Acknowledged(put, 0).writes), ElementsAre("stored: store.acknowledged"));
  const Acknowledged second(put, 1);
  ASSERT_THAT(FatesOf(second.writes), ElementsAre("open"));
  EXPECT_EQ(second.writes[0].if_not_stored->alternative, "newer-ignored");
}

TEST(AcknowledgedTest, ANullOfAStreamMayChangeItsLetter) {
  const auto any_letter = [](const std::string& alias, const std::string& letter) {
    return Acknowledged(
               PutText{.identity = R"("propertyAlias":")" + alias + "\"",
                       .variant = R"("value":{"nullValue":{"valueType":")" + letter + R"("}})",
                       .quality = R"("quality":"BAD")"})
        .writes.at(0)
        .any_null_letter;
  };
  EXPECT_TRUE(any_letter("/a", "D"));
  EXPECT_TRUE(any_letter("/example/line1/temperature", "S"));
  EXPECT_FALSE(any_letter("/example/line1/temperature", "D"));
}

TEST(AcknowledgedTest, AValueWithoutAPlaceIsNoWrite) {
  EXPECT_THAT(Acknowledged(PutText{.quality = R"("quality":"good")"}).writes, IsEmpty());
  EXPECT_THAT(Acknowledged(PutText{.quality = R"("quality":"BAD")"}).writes, SizeIs(1));
}

TEST(AddAllTest, TheSameBecomesOfAllValues) {
  const PutExchange put({.values = LateGoodGood()});
  const EntryWithViolations subject = put.View();
  BecameOf became;
  EntryWrites(subject, became.observations, became.writes).AddAll(Fate::kOpen);
  EXPECT_THAT(FatesOf(became.writes), ElementsAre("open", "open", "open"));
}

}  // namespace
}  // namespace swc::conformance
