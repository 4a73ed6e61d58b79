#include "spec/input_error.h"

#include <string>

#include <gtest/gtest.h>

#include "spec/text/error.h"

namespace swc::spec {
namespace {

struct InputErrorRow {
  std::string name;
  InputError error;
  std::string text;
};

class InputErrorTest : public testing::TestWithParam<InputErrorRow> {};

TEST_P(InputErrorTest, IsOneLineOfThePartsThatAreKnown) {
  EXPECT_EQ(ToString(GetParam().error), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Parts, InputErrorTest,
    testing::Values(InputErrorRow{"All", {"t.json", "/a", "is missing"}, "t.json: /a: is missing"},
                    InputErrorRow{"NoField", {"t.json", "", "is no JSON"}, "t.json: is no JSON"},
                    InputErrorRow{"NoOrigin", {"", "/a", "is missing"}, "/a: is missing"},
                    InputErrorRow{"OnlyWhat", {"", "", "is missing"}, "is missing"}),
    [](const auto& row) { return row.param.name; });

TEST(BadInputTest, IsAnErrorOfInputThatTakesItsContextInFront) {
  const auto bad = BadInput({.field = "/a", .what = "is missing"});
  EXPECT_EQ(bad.error().kind, ErrorKind::kInput);
  EXPECT_EQ(bad.error().WithContext("t.json").message, "t.json: /a: is missing");
}

}  // namespace
}  // namespace swc::spec
