// What servers of different policies do with one request.
#include "reference/model/model.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/model/answers.h"
#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/reading_testing.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr spec::Instant kModelNow{.seconds = 1'760'000'000, .nanos = 0};

struct Planned {
  Reading reading;
  PutPlan plan;
  std::vector<StoreOp> ops;
  spec::HttpResponse answer;
};

Planned PlanOf(const std::string& body, const std::vector<std::string>& choices) {
  Policies policies;
  for (const std::string& choice : choices) {
    EXPECT_TRUE(policies.Set(choice)) << choice;
  }
  const Directory directory = ExampleDirectory();
  const Store store;
  Planned planned;
  planned.reading = ParsePut(PutText{.body = body}.Request(), {.directory = directory,
                                                               .series = store,
                                                               .now_earliest = kModelNow,
                                                               .now_latest = kModelNow});
  planned.plan = PlanPut(planned.reading, policies);
  planned.ops = StoreOpsOf(planned.reading, planned.plan, policies);
  planned.answer = AnswerOf(planned.plan, policies);
  return planned;
}

// Returns the numbers of what is stored, in their order.
std::vector<double> StoredBy(const Planned& planned) {
  std::vector<double> stored;
  for (const StoreOp& op : planned.ops) {
    stored.push_back(std::get<double>(op.value));
  }
  return stored;
}

// Returns the value `number`, `seconds` after now.
std::string ValueAt(int seconds, const std::string& number) {
  return R"({"value":{"doubleValue":)" + number + R"(},"timestamp":{"timeInSeconds":)" +
         std::to_string(kModelNow.seconds + seconds) + R"(},"quality":"GOOD"})";
}

std::string EntryOf(const std::string& id, const std::vector<std::string>& values,
                    const std::string& identity = R"("propertyAlias":"/a")") {
  return R"({"entryId":")" + id + "\"," + identity + R"(,"propertyValues":[)" +
         PutText::Joined(values) + "]}";
}

std::string BodyOf(const std::vector<std::string>& entries, const std::string& flag = "") {
  return "{" + PutText::Joined({flag, R"("entries":[)" + PutText::Joined(entries) + "]"}) + "}";
}

constexpr auto* kPartial = R"("enablePartialEntryProcessing":true)";
constexpr auto* kWhole = R"("enablePartialEntryProcessing":false)";
constexpr int kTooLate = 601;

// One request, the choices of a server, and what follows.
struct PlanRow {
  std::string name;
  std::string body;
  std::vector<std::string> choices;
  int status = 200;
  std::vector<double> stored;
  std::string says;  // A part of the answer; empty: no entry is reported.
};

void PrintTo(const PlanRow& row, std::ostream* out) { *out << row.body; }

class PlanPutTest : public testing::TestWithParam<PlanRow> {};

TEST_P(PlanPutTest, StoresAndSaysWhatThePoliciesChoose) {
  const PlanRow& row = GetParam();
  const Planned planned = PlanOf(row.body, row.choices);
  EXPECT_EQ(planned.answer.status, row.status);
  EXPECT_EQ(StoredBy(planned), row.stored);
  EXPECT_THAT(planned.answer.body,
              HasSubstr(row.says.empty() ? R"({"errorEntries":[]})" : row.says));
}

std::string NameOfPlanRow(const testing::TestParamInfo<PlanRow>& info) { return info.param.name; }

std::vector<PlanRow> PartialRows() {
  const std::vector<std::string> mixed = {
      EntryOf("a", {ValueAt(0, "1"), ValueAt(kTooLate, "2"), ValueAt(1, "3")})};
  const std::string late = "TimestampOutOfRangeException";
  return {
      {"Right", BodyOf({EntryOf("a", {ValueAt(0, "1")})}), {}, 200, {1}, ""},
      {"PartialTrue", BodyOf(mixed, kPartial), {}, 200, {1, 3}, late},
      {"PartialFalse", BodyOf(mixed, kWhole), {}, 200, {}, late},
      {"OmittedAsFalse", BodyOf(mixed), {"partial.omitted=as-false"}, 200, {}, late},
      {"OmittedAsTrue", BodyOf(mixed), {"partial.omitted=as-true"}, 200, {1, 3}, late},
      {"OtherEntries",
       BodyOf({EntryOf("a", {ValueAt(kTooLate, "1")}), EntryOf("b", {ValueAt(0, "2")})}, kWhole),
       {},
       200,
       {2},
       R"("entryId":"a")"},
      {"EntryFault",
       BodyOf({EntryOf("a.b", {ValueAt(0, "1")}), EntryOf("b", {ValueAt(0, "2")})}, kPartial),
       {},
       200,
       {2},
       R"("entryId":"a.b")"},
  };
}

INSTANTIATE_TEST_SUITE_P(Partial, PlanPutTest, testing::ValuesIn(PartialRows()), NameOfPlanRow);

std::vector<PlanRow> ChoiceRows() {
  const std::string twice = BodyOf({EntryOf("a", {ValueAt(0, "1"), ValueAt(0, "2")})});
  const std::string empty = BodyOf({EntryOf("a", {})});
  const std::string nobody =
      BodyOf({EntryOf("a", {ValueAt(0, "1")},
                      R"("assetId":"a1b2c3d4-5678-4abc-8def-00000000ffff",)"
                      R"("propertyId":"b1b2c3d4-5678-4abc-8def-000000000001")")});
  const std::string no_id = BodyOf({R"({"propertyAlias":"/a","propertyValues":[]})"});
  const std::string huge = BodyOf({EntryOf("a", {ValueAt(0, "1e11")})});
  const std::string code = "identity.unknown-property.code=";
  return {
      {"InEntryLast", twice, {"duplicate.in-entry=last-wins"}, 200, {1, 2}, ""},
      {"InEntryFirst", twice, {"duplicate.in-entry=first-wins"}, 200, {1}, ""},
      {"InEntryRejected", twice, {"duplicate.in-entry=rejected-entry"}, 200, {}, "errorCode"},
      {"InEntryRefused", twice, {"duplicate.in-entry=rejected-request"}, 400, {}, "message"},
      {"EmptyAccepted", empty, {"values.empty=accepted"}, 200, {}, ""},
      {"EmptyRejected", empty, {"values.empty=rejected-entry"}, 200, {}, "InvalidRequestException"},
      {"UnknownAsEntry", nobody, {code + "AccessDeniedException"}, 200, {}, "AccessDenied"},
      {"UnknownAsRequest", nobody, {code + "request"}, 404, {}, "message"},
      {"FaultAsEntry",
       BodyOf({EntryOf("a.b", {ValueAt(0, "1")})}),
       {"response.errors.constraint-form=entry"},
       200,
       {},
       R"("entryId":"a.b")"},
      {"FaultAsRequest",
       BodyOf({EntryOf("a.b", {ValueAt(0, "1")})}),
       {"response.errors.constraint-form=request"},
       400,
       {},
       "message"},
      {"WithoutAnId", no_id, {"response.errors.constraint-form=entry"}, 400, {}, "message"},
      {"ContestedTaken", huge, {"value.double.contested=guide"}, 200, {1e11}, ""},
      {"ContestedRefused", huge, {"value.double.contested=api"}, 200, {}, "errorCode"},
      {"NoJson", "{", {}, 400, {}, "message"},
  };
}

INSTANTIATE_TEST_SUITE_P(Choice, PlanPutTest, testing::ValuesIn(ChoiceRows()), NameOfPlanRow);

TEST(PlanPutTest, IdsOrAliasWinWhereTheyContradict) {
  const std::string body =
      BodyOf({EntryOf("a", {ValueAt(0, "1")},
                      R"("propertyAlias":"/a","assetId":"a1b2c3d4-5678-4abc-8def-000000000001",)"
                      R"("propertyId":"b1b2c3d4-5678-4abc-8def-000000000001")")});
  const auto series = [&](const std::string& choice) {
    return PlanOf(body, {"identity.both.contradicting=" + choice}).ops.at(0).series;
  };
  EXPECT_EQ(series("ids-win"), SeriesOfProperty(ExampleDirectory().properties.front()));
  EXPECT_EQ(series("alias-wins"), SeriesOfStream("/a"));
}

TEST(AnswerOfTest, TimestampsAreGroupedAsThePoliciesChoose) {
  const std::string body =
      BodyOf({EntryOf("a", {ValueAt(kTooLate, "1"), ValueAt(kTooLate + 1, "2"), ValueAt(0, "3")})},
             kWhole);
  const auto errors = [&](const std::vector<std::string>& choices) {
    return PlanOf(body, choices).plan.entries.at(0).errors;
  };
  const auto grouped = errors({"response.errors.grouping=grouped"});
  ASSERT_THAT(grouped, SizeIs(1));
  EXPECT_THAT(grouped.front().timestamps,
              ElementsAre(SentTime{.seconds = kModelNow.seconds + kTooLate, .nanos = 0},
                          SentTime{.seconds = kModelNow.seconds + kTooLate + 1, .nanos = 0}));
  EXPECT_THAT(errors({"response.errors.grouping=one-error-each"}), SizeIs(2));
  EXPECT_THAT(errors({"response.errors.timestamps=none"}).at(0).timestamps, IsEmpty());
  EXPECT_THAT(errors({"response.errors.timestamps=whole-entry"}).at(0).timestamps, SizeIs(3));
}

TEST(AnswerOfTest, TheNameOfAnErrorStandsWhereThePoliciesPutIt) {
  const auto answer = [](const std::string& place) {
    return PlanOf("{", {"response.error.name-place=" + place}).answer;
  };
  const auto name = testing::Pair("X-Amzn-Errortype", "InvalidRequestException");
  EXPECT_THAT(answer("header").headers, testing::Contains(name));
  EXPECT_THAT(answer("type-member").headers, Not(testing::Contains(name)));
  EXPECT_THAT(answer("type-member").body, HasSubstr(R"("__type":"InvalidRequestException")"));
  EXPECT_THAT(answer("code-member").body, HasSubstr(R"("code":"InvalidRequestException")"));
}

TEST(AnswerOfTest, AnOffsetOfZeroIsWrittenOrNot) {
  Policies policies;
  ASSERT_TRUE(policies.Set("read.offset-zero=absent"));
  EXPECT_EQ(TimeJson({.seconds = 5, .nanos = 0}, policies), R"({"timeInSeconds":5})");
  EXPECT_EQ(TimeJson({.seconds = 5, .nanos = 1}, policies),
            R"({"timeInSeconds":5,"offsetInNanos":1})");
  ASSERT_TRUE(policies.Set("read.offset-zero=present"));
  EXPECT_EQ(TimeJson({.seconds = 5, .nanos = 0}, policies),
            R"({"timeInSeconds":5,"offsetInNanos":0})");
}

}  // namespace
}  // namespace swc::reference
