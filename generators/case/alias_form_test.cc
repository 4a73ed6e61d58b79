#include "generators/case/alias_form.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace swc::generators {
namespace {

struct Spelling {
  std::string_view form;
  std::string spelled;
};

TEST(SpellAliasTest, ReplacesTheName) {
  for (const auto& [form, spelled] :
       {Spelling{"${name}", "/run/7"}, Spelling{"${name}/Case", "/run/7/Case"},
        Spelling{"${name:bare}/a", "run/7/a"}, Spelling{"${name:9}1", "/run/7xxx1"},
        Spelling{"/${name}}", "//run/7}"}, Spelling{"${name}${name}", "/run/7/run/7"}}) {
    const auto alias = SpellAlias(form, "/run/7");
    ASSERT_TRUE(alias) << form << ": " << alias.error().message;
    EXPECT_EQ(*alias, spelled);
  }
}

TEST(SpellAliasTest, RefusesWhatIsNoForm) {
  for (const std::string_view form : {"", "/a", "${name", "${names}", "${name:}", "${name:x}"}) {
    EXPECT_FALSE(SpellAlias(form, "/run/7")) << form;
  }
}

}  // namespace
}  // namespace swc::generators
