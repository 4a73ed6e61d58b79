#include "generators/random/wire_case.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "reference/reading/reading.h"

namespace swc::generators {
namespace {

reference::Reading ReadingOf(const Case& test_case) {
  const auto request = RenderPut(test_case.steps.front(), StandInBinding(test_case));
  return request ? reference::ParsePut(*request) : reference::Reading();
}

TEST(WireForms, AreMoreThanAHundredWithNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const WireForm& form : WireForms()) {
    EXPECT_TRUE(names.insert(form.name).second) << form.name;
    EXPECT_NE(std::string_view("ynis").find(form.name.front()), std::string_view::npos);
  }
  EXPECT_GE(names.size(), 100U);
}

TEST(WireCases, CanBeReadAndRendered) {
  for (std::size_t i = 0; i < WireCaseCount(); ++i) {
    const std::string text = ToJson(WireCase(i));
    const auto parsed = ParseCase(std::string_view(text), "wire");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    EXPECT_EQ(ToJson(*parsed), text);
  }
}

TEST(WireCases, AreReadAsTheirClassSays) {
  for (std::size_t i = 0; i < WireForms().size(); ++i) {
    const std::string& name = WireForms()[i].name;
    const Case test_case = WireCase(i);
    const reference::Reading reading = ReadingOf(test_case);
    const std::set<std::string> broken = BrokenClauses(test_case);
    switch (name.front()) {
      case 'y':
        EXPECT_TRUE(reading.decodable) << name;
        EXPECT_TRUE(broken.empty()) << name << ": " << *broken.begin();
        break;
      case 'n':
        EXPECT_FALSE(reading.decodable) << name;
        EXPECT_TRUE(broken.contains("wire.json.malformed")) << name;
        break;
      default:
        EXPECT_FALSE(broken.contains("wire.json.malformed")) << name;
    }
  }
}

}  // namespace
}  // namespace swc::generators
