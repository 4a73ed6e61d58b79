#include "conformance/play/paged_news.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/judge/read_answer.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

std::vector<SeenValue> PageAt(std::int64_t second) {
  return {{.time = {.seconds = second, .nanos = 0}, .value = spec::Value(1.5)}};
}

TEST(PagedNewsTest, PagesThatOnlyRepeatLeadNowhere) {
  PagedNews news;
  EXPECT_FALSE(news.LeadsNowhere(PageAt(1)));
  EXPECT_FALSE(news.repeats());
  for (int i = 1; i < PagedNews::kPagesMax; ++i) {
    EXPECT_FALSE(news.LeadsNowhere(PageAt(1))) << i;
    EXPECT_TRUE(news.repeats());
  }
  EXPECT_TRUE(news.LeadsNowhere(PageAt(1)));
}

TEST(PagedNewsTest, PagesThatRepeatNowAndThenGoOn) {
  PagedNews news;
  for (int i = 0; i < 20 * PagedNews::kPagesMax; ++i) {
    EXPECT_FALSE(news.LeadsNowhere(PageAt(i / 4))) << i;
  }
  EXPECT_EQ(news.pages_with_news(), 5 * PagedNews::kPagesMax);
}

TEST(PagedNewsTest, EmptyPagesSayNothing) {
  PagedNews news;
  for (int i = 0; i < 2 * PagedNews::kPagesMax; ++i) {
    EXPECT_FALSE(news.LeadsNowhere({})) << i;
  }
  EXPECT_EQ(news.pages_with_news(), 0);
}

}  // namespace
}  // namespace swc::conformance
