#include "reference/server/turns.h"

#include <future>
#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace swc::reference {
namespace {

// While the first job is held, others queue up; their letters tell in which order they were done.
TEST(TurnsTest, SmallAndLargeJobsTakeTurns) {
  std::promise<void> begin;
  std::promise<void> done;
  std::string order;
  Turns turns;
  turns.Add(Turns::Size::kSmall, [held = begin.get_future().share()] { held.wait(); });
  for (const char letter : {'A', 'B', 'C'}) {
    turns.Add(Turns::Size::kLarge, [&order, letter] { order += letter; });
  }
  for (const char letter : {'a', 'b'}) {
    turns.Add(Turns::Size::kSmall, [&order, letter] { order += letter; });
  }
  turns.Add(Turns::Size::kLarge, [&done] { done.set_value(); });
  begin.set_value();
  done.get_future().wait();
  EXPECT_EQ(order, "AaBbC");
}

TEST(TurnsTest, EndWaitsForTheJobAtHandAndDropsTheOthers) {
  std::promise<void> begun;
  std::promise<void> end;
  int done = 0;
  Turns turns;
  turns.Add(Turns::Size::kSmall, [&begun, &done, held = end.get_future().share()] {
    begun.set_value();
    held.wait();
    ++done;
  });
  turns.Add(Turns::Size::kSmall, [&done] { done += 10; });
  begun.get_future().wait();
  std::thread ending([&turns] { turns.End(); });
  // Once jobs are dropped, the end has been asked for.
  std::weak_ptr<int> kept;
  do {
    const auto token = std::make_shared<int>(0);
    kept = token;
    turns.Add(Turns::Size::kLarge, [&done, token] { done += 100; });
  } while (!kept.expired());
  end.set_value();
  ending.join();
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace swc::reference
