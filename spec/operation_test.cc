#include "spec/operation.h"

#include <optional>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/http_message.h"

namespace swc::spec {
namespace {

struct Binding {
  std::string name;
  Operation operation;
  std::string_view method;
  std::string_view path;
};

class OperationTest : public testing::TestWithParam<Binding> {};

TEST_P(OperationTest, IsBoundToMethodAndPath) {
  const Binding& row = GetParam();
  EXPECT_EQ(NameOf(row.operation), row.name);
  EXPECT_EQ(MethodOf(row.operation), row.method);
  EXPECT_EQ(PathOf(row.operation), row.path);
  EXPECT_EQ(OperationOf(row.method, row.path), row.operation);
  EXPECT_EQ(
      OperationOf({.method = std::string(row.method), .target = std::string(row.path) + "?a=b"}),
      row.operation);
}

TEST_P(OperationTest, OtherMethodsAndLongerPathsAreNone) {
  const Binding& row = GetParam();
  EXPECT_EQ(OperationOf("DELETE", row.path), std::nullopt);
  EXPECT_EQ(OperationOf(row.method, std::string(row.path) + "/"), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    All, OperationTest,
    testing::Values(
        Binding{"BatchPutAssetPropertyValue", Operation::kPut, "POST", "/properties"},
        Binding{"GetAssetPropertyValue", Operation::kLatest, "GET", "/properties/latest"},
        Binding{"GetAssetPropertyValueHistory", Operation::kHistory, "GET", "/properties/history"},
        Binding{"BatchGetAssetPropertyValue", Operation::kBatchLatest, "POST",
                "/properties/batch/latest"},
        Binding{"BatchGetAssetPropertyValueHistory", Operation::kBatchHistory, "POST",
                "/properties/batch/history"}),
    [](const auto& row) { return row.param.name; });

TEST(OperationTest, TheLineHoldsMethodAndPath) {
  EXPECT_EQ(LineOf(Operation::kLatest), "GET /properties/latest");
}

TEST(OperationTest, ARequestIsAPutUntilItSaysOtherwise) {
  EXPECT_EQ(OperationOf(HttpRequest()), Operation::kPut);
}

}  // namespace
}  // namespace swc::spec
