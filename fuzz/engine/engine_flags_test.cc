#include "fuzz/engine/engine_flags.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

using testing::HasSubstr;

TEST(EngineFlagsTest, HandsOnWhatIsLeftToTheUser) {
  EXPECT_TRUE(CheckEngineFlags({}));
  EXPECT_TRUE(CheckEngineFlags({"-use_value_profile=1", "-max_len=100", "-len_control=0"}));
}

struct Refusal {
  std::string name;
  std::string flag;
  std::string_view says;
};

class EngineFlagsRefused : public testing::TestWithParam<Refusal> {};

TEST_P(EngineFlagsRefused, ByALineThatSaysWhatToDo) {
  const auto checked = CheckEngineFlags({"-use_cmp=1", GetParam().flag});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, spec::ErrorKind::kUsage);
  EXPECT_THAT(checked.error().message, HasSubstr("-- " + GetParam().flag));
  EXPECT_THAT(checked.error().message, HasSubstr(std::string(GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(All, EngineFlagsRefused,
                         testing::Values(Refusal{"Jobs", "-jobs=4", "use --jobs"},
                                         Refusal{"Fork", "-fork=1", "--jobs"},
                                         Refusal{"Artifacts", "-artifact_prefix=x", "--findings"},
                                         Refusal{"Time", "-max_total_time=5", "--time"},
                                         Refusal{"Seed", "-seed=1", "--seed"},
                                         Refusal{"Unknown", "-use_values=1", "no such flag"},
                                         Refusal{"Form", "-use_cmp", "-name=value"},
                                         Refusal{"TwoDashes", "--use_cmp=1", "-name=value"},
                                         Refusal{"Folder", "corpus", "-name=value"}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace swc::fuzz
