#include "conformance/net/task.h"

#include <chrono>
#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::ElementsAre;

// Answers every request with its body, one callback per Poll.
class EchoTransport : public Transport {
 public:
  void Send(spec::HttpRequest request, std::function<void(Exchange)> done) override {
    due_.emplace_back([request = std::move(request), done = std::move(done)]() mutable {
      Exchange exchange;
      exchange.response.emplace();
      exchange.response->status = 200;
      exchange.response->body = request.body;
      exchange.request = std::move(request);
      done(std::move(exchange));
    });
  }
  void After(Clock delay, std::function<void()> done) override {
    due_.emplace_back([this, delay, done = std::move(done)] {
      now_ += delay;
      done();
    });
  }
  void Abandon() override {}
  [[nodiscard]] Clock Now() const override { return now_; }
  [[nodiscard]] spec::Instant WallNow() const override { return {}; }
  bool Poll() override {
    if (due_.empty()) {
      return false;
    }
    const std::function<void()> next = std::move(due_.front());
    due_.pop_front();
    next();
    return true;
  }
  void PollAll() {
    while (Poll()) {
    }
  }

 private:
  std::deque<std::function<void()>> due_;
  Clock now_{0};
};

spec::HttpRequest RequestWithBody(std::string body) {
  spec::HttpRequest request;
  request.body = std::move(body);
  return request;
}

Task<std::string> Echo(Transport& transport, std::string body) {
  spec::HttpRequest request = RequestWithBody(std::move(body));
  Exchange exchange = co_await SendRequest(transport, std::move(request));
  co_return std::move(exchange.response->body);
}

Task<std::string> EchoTwice(Transport& transport, std::string body) {
  std::string first = co_await Echo(transport, body);
  std::string second = co_await Echo(transport, std::move(body));
  co_return first + second;
}

Task<void> Record(Transport& transport, std::string body, std::vector<std::string>& seen) {
  std::string answer = co_await EchoTwice(transport, std::move(body));
  seen.push_back(std::move(answer));
}

TEST(Task, DoesNotStartBeforeItIsAwaited) {
  EchoTransport transport;
  const Task<std::string> task = Echo(transport, "never sent");
  EXPECT_FALSE(transport.Poll());
}

TEST(Task, NestedTasksReturnTheirValuesOutwards) {
  EchoTransport transport;
  std::vector<std::string> seen;
  int done = 0;
  Spawn(Record(transport, "a", seen), [&done] { ++done; });
  EXPECT_EQ(done, 0);
  transport.PollAll();
  EXPECT_THAT(seen, ElementsAre("aa"));
  EXPECT_EQ(done, 1);
}

Task<void> Nothing() { co_return; }

TEST(Task, ThatNeverWaitsIsDoneWithinSpawn) {
  int done = 0;
  Spawn(Nothing(), [&done] { ++done; });
  EXPECT_EQ(done, 1);
  Spawn(Nothing());
}

TEST(Task, ManyRunConcurrentlyAndEachGetsItsOwnAnswer) {
  constexpr int kTasks = 10'000;
  EchoTransport transport;
  std::vector<std::string> seen;
  int done = 0;
  for (int i = 0; i < kTasks; ++i) {
    Spawn(Record(transport, std::to_string(i), seen), [&done] { ++done; });
  }
  transport.PollAll();
  EXPECT_EQ(done, kTasks);
  ASSERT_EQ(seen.size(), kTasks);
  EXPECT_EQ(seen[1], "11");
  EXPECT_EQ(seen[kTasks - 1], "99999999");
}

constexpr int kManyAwaits = 100'000;

Task<void> AwaitManyThatEndAtOnce(int& count) {
  for (int i = 0; i < kManyAwaits; ++i) {
    co_await Nothing();
    ++count;
  }
}

TEST(Task, LoopOverTasksThatEndAtOnceDoesNotGrowTheStack) {
  int count = 0;
  Spawn(AwaitManyThatEndAtOnce(count));
  EXPECT_EQ(count, kManyAwaits);
}

Task<void> AwaitManyThatWait(Transport& transport, int& count) {
  for (int i = 0; i < kManyAwaits; ++i) {
    const std::string answer = co_await Echo(transport, "x");
    co_await Nothing();
    count += static_cast<int>(answer.size());
  }
}

TEST(Task, LoopOverTasksThatWaitDoesNotGrowTheStack) {
  EchoTransport transport;
  int count = 0;
  Spawn(AwaitManyThatWait(transport, count));
  transport.PollAll();
  EXPECT_EQ(count, kManyAwaits);
}

Task<int> Descend(Transport& transport, int depth) {
  if (depth == 0) {
    co_await Sleep(transport, std::chrono::seconds(1));
    co_return 0;
  }
  const int below = co_await Descend(transport, depth - 1);
  co_return below + 1;
}

Task<void> DescendInto(Transport& transport, int depth, int& result) {
  result = co_await Descend(transport, depth);
}

TEST(Task, DeepNestingUnwindsInOrder) {
  constexpr int kDepth = 1000;
  EchoTransport transport;
  int result = 0;
  Spawn(DescendInto(transport, kDepth, result));
  transport.PollAll();
  EXPECT_EQ(result, kDepth);
}

TEST(Sleep, ResumesAfterTheDelay) {
  EchoTransport transport;
  int result = -1;
  Spawn(DescendInto(transport, 0, result));
  transport.PollAll();
  EXPECT_EQ(result, 0);
  EXPECT_EQ(transport.Now(), std::chrono::seconds(1));
}

// Tells through `alive` whether the frame that holds it still exists.
Task<void> Hold(Transport& transport, std::shared_ptr<int> alive) {
  ++*alive;
  co_await EchoTwice(transport, "x");
  *alive += 100;
}

// Starts a task by hand and keeps it, as an owner that may give up does.
class Starter {
 public:
  explicit Starter(Task<void> task) : awaiter_(std::move(task).operator co_await()) {
    waiting_ = awaiter_.await_suspend(std::noop_coroutine());
  }
  [[nodiscard]] bool waiting() const { return waiting_; }

 private:
  Task<void>::Awaiter awaiter_;
  bool waiting_ = false;
};

TEST(Task, DestroyedUnfinishedFreesAllFramesAndIgnoresTheAnswer) {
  EchoTransport transport;
  const auto alive = std::make_shared<int>(0);
  {
    const Starter starter(Hold(transport, alive));
    EXPECT_TRUE(starter.waiting());
    EXPECT_EQ(alive.use_count(), 2);
  }
  EXPECT_EQ(alive.use_count(), 1);
  transport.PollAll();
  EXPECT_EQ(*alive, 1);
}

TEST(Task, DestroyedUnstartedFreesItsParameters) {
  EchoTransport transport;
  const auto alive = std::make_shared<int>(0);
  {
    Task<void> first = Hold(transport, alive);
    Task<void> second = Hold(transport, alive);
    EXPECT_EQ(alive.use_count(), 3);
    second = std::move(first);
    EXPECT_EQ(alive.use_count(), 2);
  }
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_EQ(*alive, 0);
}

TEST(Task, FrameIsGoneWhenSpawnReportsItDone) {
  EchoTransport transport;
  const auto alive = std::make_shared<int>(0);
  long uses_when_done = 0;
  Spawn(Hold(transport, alive), [&] { uses_when_done = alive.use_count(); });
  transport.PollAll();
  EXPECT_EQ(uses_when_done, 1);
  EXPECT_EQ(*alive, 101);
}

Task<std::unique_ptr<int>> MakeOwned() { co_return std::make_unique<int>(7); }
Task<void> TakeOwned(int& value) {
  const std::unique_ptr<int> owned = co_await MakeOwned();
  value = *owned;
}

TEST(Task, CarriesMoveOnlyValues) {
  int value = 0;
  Spawn(TakeOwned(value));
  EXPECT_EQ(value, 7);
}

}  // namespace
}  // namespace swc::conformance
