// The functions by which AFL++ mutates, called as it calls them.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// NOLINTBEGIN(readability-identifier-naming): names of AFL++.
extern "C" {
void* afl_custom_init(void* afl, unsigned int seed);
std::size_t afl_custom_fuzz(void* own, std::uint8_t* data, std::size_t size, std::uint8_t** out,
                            std::uint8_t* other, std::size_t other_size, std::size_t size_max);
void afl_custom_deinit(void* own);
}
// NOLINTEND(readability-identifier-naming)

namespace swc::fuzz {
namespace {

using ::testing::Each;
using ::testing::Gt;
using ::testing::SizeIs;

std::vector<std::string> Mutations(std::string_view input, unsigned seed, std::size_t size_max) {
  std::vector<std::string> mutations;
  std::vector<std::uint8_t> data(input.begin(), input.end());
  std::vector<std::uint8_t> other = data;
  void* own = afl_custom_init(nullptr, seed);
  EXPECT_NE(own, nullptr);
  constexpr int kCount = 100;
  for (int i = 0; i < kCount; ++i) {
    std::uint8_t* out = nullptr;
    const std::size_t size =
        afl_custom_fuzz(own, data.data(), data.size(), &out, other.data(), other.size(), size_max);
    mutations.emplace_back(out, out + size);
  }
  afl_custom_deinit(own);
  return mutations;
}

TEST(AflMutatorTest, MutatesAsTheSeedSaysAndKeepsToTheSize) {
  constexpr std::string_view kBody =
      R"({"entries":[{"entryId":"e1","propertyAlias":"/a","propertyValues":[)"
      R"({"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":1750000000}}]}]})";
  const std::vector<std::string> mutations = Mutations(kBody, 7, 200);
  EXPECT_EQ(mutations, Mutations(kBody, 7, 200));
  EXPECT_NE(mutations, Mutations(kBody, 8, 200));
  EXPECT_THAT(mutations, Each(SizeIs(::testing::Le(200U))));
  EXPECT_THAT(std::set<std::string>(mutations.begin(), mutations.end()), SizeIs(Gt(50U)));
}

TEST(AflMutatorTest, WhatIsNoJsonChangesByBytes) {
  EXPECT_THAT(Mutations("no JSON", 7, 20), Each(SizeIs(::testing::Le(20U))));
  EXPECT_THAT(Mutations("no JSON", 7, 20),
              ::testing::Contains(::testing::Not(std::string("no JSON"))));
  EXPECT_THAT(Mutations("", 7, 1), Each(SizeIs(::testing::Le(1U))));
}

}  // namespace
}  // namespace swc::fuzz
