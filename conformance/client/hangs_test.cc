// When waiting for what never comes ends.
#include "conformance/client/hangs.h"

#include <chrono>

#include <gtest/gtest.h>

namespace swc::conformance {
namespace {

using std::chrono::seconds;

TEST(HangsTest, AKindIsBlockedOnceItIsProvenTwice) {
  Hangs hangs;
  EXPECT_FALSE(hangs.Any());
  EXPECT_FALSE(hangs.Blocks("deep nesting"));
  hangs.Prove("deep nesting");
  EXPECT_TRUE(hangs.Any());
  EXPECT_FALSE(hangs.Blocks("deep nesting"));
  hangs.Prove("deep nesting");
  EXPECT_TRUE(hangs.Blocks("deep nesting"));
  EXPECT_FALSE(hangs.Blocks("long text"));
}

TEST(HangsTest, WaitingOneAfterTheOtherAddsUp) {
  Hangs hangs;
  hangs.Waited(seconds(0), seconds(20));
  EXPECT_FALSE(hangs.Spent());
  hangs.Waited(seconds(100), seconds(119));
  EXPECT_FALSE(hangs.Spent());
  hangs.Waited(seconds(200), seconds(201));
  EXPECT_TRUE(hangs.Spent());
}

TEST(HangsTest, WaitingAtOnceCountsOnce) {
  Hangs hangs;
  for (int i = 0; i < 10; ++i) {
    hangs.Waited(seconds(0), seconds(10));
  }
  hangs.Waited(seconds(5), seconds(12));
  EXPECT_FALSE(hangs.Spent());
  hangs.Waited(seconds(1), seconds(39));
  EXPECT_FALSE(hangs.Spent());
  hangs.Waited(seconds(38), seconds(40));
  EXPECT_TRUE(hangs.Spent());
}

}  // namespace
}  // namespace swc::conformance
