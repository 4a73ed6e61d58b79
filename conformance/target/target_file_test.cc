// What a target description says about reads.
#include "conformance/target/target_file.h"

#include <ostream>
#include <set>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/target/target.h"
#include "spec/operation.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using spec::Operation;
using Operations = std::set<Operation>;

const Operations kAll(kReads.begin(), kReads.end());

std::string WithReads(const std::string& reads) {
  return fmt::format(R"({{"endpoint": "http://a", "reads": {}}})", reads);
}

struct ReadsRow {
  std::string name;
  std::string reads;
  Operations has;
  Operations lacks;
};
void PrintTo(const ReadsRow& row, std::ostream* out) { *out << row.name; }

class TargetReadsTest : public testing::TestWithParam<ReadsRow> {};

TEST_P(TargetReadsTest, AreReadAndWrittenAsTheySay) {
  const auto target = ParseTarget(WithReads(GetParam().reads), "t.json");
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->has_reads, GetParam().has);
  EXPECT_EQ(target->no_reads, GetParam().lacks);
  const auto again = ParseTarget(ToJson(*target), "t.json");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->has_reads, GetParam().has);
  EXPECT_EQ(again->no_reads, GetParam().lacks);
}

INSTANTIATE_TEST_SUITE_P(
    All, TargetReadsTest,
    testing::Values(ReadsRow{"All", R"("all")", kAll, {}}, ReadsRow{"None", R"("none")", {}, kAll},
                    ReadsRow{"Unknown", R"("unknown")", {}, {}}, ReadsRow{"NotNamed", "{}", {}, {}},
                    ReadsRow{"OneOnly", R"({"latest": "all"})", {Operation::kLatest}, {}},
                    ReadsRow{"EachWord",
                             R"({"latest": "all", "history": "none", "batchLatest": "unknown",
                     "batchHistory": "none"})",
                             {Operation::kLatest},
                             {Operation::kHistory, Operation::kBatchHistory}}),
    [](const auto& row) { return row.param.name; });

TEST(TargetHeadersTest, TheirValuesStandInVariables) {
  const auto target = ParseTarget(
      R"({"endpoint": "https://a", "caFile": "ca.pem", "headers": {"x-api-key": {"env": "KEY_1"}}})",
      "t.json");
  ASSERT_TRUE(target) << target.error().message;
  const auto again = ParseTarget(ToJson(*target), "t.json");
  ASSERT_TRUE(again) << again.error().message;
  for (const auto* read : {&*target, &*again}) {
    EXPECT_EQ(read->ca_file, "ca.pem");
    ASSERT_EQ(read->headers.size(), 1U);
    EXPECT_EQ(read->headers.front().name, "x-api-key");
    EXPECT_EQ(read->headers.front().variable, "KEY_1");
  }
}

TEST(TargetHeadersTest, OthersAreRefusedByTheirName) {
  const auto error = [](const std::string& headers) {
    const auto target = ParseTarget(
        fmt::format(R"({{"endpoint": "http://a", "auth": "sigv4", "headers": {}}})", headers),
        "t.json");
    return target ? "" : target.error().message;
  };
  EXPECT_THAT(error(R"(["x"])"), testing::HasSubstr("/headers: an object is required"));
  EXPECT_THAT(error(R"({"Host": {"env": "A"}})"), testing::HasSubstr("/headers/Host: the suite"));
  EXPECT_THAT(error(R"({"authorization": {"env": "A"}})"), testing::HasSubstr("the signature"));
  for (const std::string value : {R"("s3cret")", R"({})", R"({"env": 1})", R"({"env": "1A"})",
                                  R"({"env": "A B"})", R"({"env": "A", "x": 1})"}) {
    const std::string message = error(R"({"x-key": )" + value + "}");
    EXPECT_THAT(message, testing::HasSubstr("/headers/x-key: write {\"env\": \"NAME\"}")) << value;
    EXPECT_THAT(message, testing::Not(testing::HasSubstr("s3cret")));
  }
}

TEST(TargetReadsErrorTest, NamesTheMember) {
  const auto error = [](const std::string& reads) {
    const auto target = ParseTarget(WithReads(reads), "t.json");
    return target ? "" : target.error().message;
  };
  EXPECT_THAT(error(R"("some")"), testing::HasSubstr("/reads: write all, none or unknown"));
  EXPECT_THAT(error(R"({"history": "no"})"), testing::HasSubstr("/reads/history: write all"));
  EXPECT_THAT(error(R"({"batch": "all"})"), testing::HasSubstr("/reads/batch: there is no such"));
  EXPECT_THAT(error("true"), testing::HasSubstr("/reads: a word, or an object"));
}

TEST(TargetFileErrorTest, NamesTheFieldAndTheReason) {
  const auto error = [](const std::string& members) {
    const auto target = ParseTarget(R"({"endpoint": "http://a", )" + members + "}", "t.json");
    return target ? "" : target.error().message;
  };
  EXPECT_EQ(error(R"("region": 5)"), "t.json: /region: a string is required");
  EXPECT_THAT(error(R"("region": "a\nb")"), testing::HasSubstr("t.json: /region: letters, digits"));
  EXPECT_EQ(error(R"("auth": null)"), "t.json: /auth: a string is required");
  EXPECT_EQ(error(R"("nullAndNaN": [])"), "t.json: /nullAndNaN: a string is required");
  EXPECT_EQ(error(R"("properties": [{"name": 5}])"),
            "t.json: /properties/0/name: a string is required");
  EXPECT_EQ(error(R"("properties": [{"propertyAlias": "a"}, {"wings": 1}])"),
            "t.json: /properties/1/wings: there is no such member");
  EXPECT_EQ(error(R"("region": "a", "region": "b")"), "t.json: /region: it stands twice");
  const std::string a = R"({"propertyAlias": "a"})";
  const std::string ids = R"({"assetId": "a", "propertyId": "p", "propertyAlias": ")";
  EXPECT_EQ(error("\"properties\": [" + a + ", " + a + "]"),
            "t.json: /properties/1: it names the same as /properties/0");
  EXPECT_EQ(error("\"properties\": [" + a + ", " + ids + "b\"}, " + ids + "c\"}]"),
            "t.json: /properties/2: it names the same as /properties/1");
  EXPECT_EQ(error("\"properties\": [" + a + ", " + ids + "b\"}]"), "");
}

TEST(TargetReadsErrorTest, AbsentMeansUnknown) {
  const auto target = ParseTarget(R"({"endpoint": "http://a"})", "t.json");
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->has_reads.empty());
  EXPECT_TRUE(target->no_reads.empty());
}

}  // namespace
}  // namespace swc::conformance
