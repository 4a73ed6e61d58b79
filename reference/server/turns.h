// One thread that does one job after another, and lets nobody wait for more than one large job.
//
// Law: jobs never run at the same time; small and large ones take turns, each kind in its order.
// What is not begun when the thread ends is dropped.
//
// Example: Turns turns; turns.Add(Turns::Size::kSmall, [] { ... });
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace swc::reference {

class Turns {
 public:
  enum class Size : std::uint8_t { kSmall, kLarge };

  Turns() : thread_([this] { Run(); }) {}
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;
  ~Turns() { End(); }

  // Adds a job. REQUIRES: it throws nothing.
  void Add(Size size, std::function<void()> job);

  // Waits for the job that is being done, and drops the others.
  void End();

 private:
  void Run();
  // Returns the next job; none when it is over.
  [[nodiscard]] std::function<void()> Next();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<std::deque<std::function<void()>>, 2> waiting_;  // By size.
  std::size_t turn_ = 0;                                      // Whose jobs come first.
  bool ended_ = false;
  std::thread thread_;  // Begins when all others are there.
};

}  // namespace swc::reference
