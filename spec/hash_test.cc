#include "spec/hash.h"

#include <gtest/gtest.h>

namespace swc::spec {
namespace {

// Published values of FNV-1a with 64 bits.
TEST(HashTest, IsFnv1a) {
  EXPECT_EQ(HashOf(""), 0xcbf29ce484222325U);
  EXPECT_EQ(HashOf("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(HashOf("foobar"), 0x85944171f73967e8U);
}

TEST(HashTest, GoesOnFromAnotherHash) { EXPECT_EQ(HashOf("bar", HashOf("foo")), HashOf("foobar")); }

}  // namespace
}  // namespace swc::spec
