#include "reference/server/turns.h"

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

namespace swc::reference {

void Turns::Add(Size size, std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) {
      return;
    }
    waiting_.at(static_cast<std::size_t>(size)).push_back(std::move(job));
  }
  changed_.notify_one();
}

void Turns::End() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
  waiting_ = {};
}

void Turns::Run() {
  while (const std::function<void()> job = Next()) {
    job();
  }
}

std::function<void()> Turns::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !waiting_[0].empty() || !waiting_[1].empty(); });
  if (ended_) {
    return nullptr;
  }
  const std::size_t size = waiting_.at(turn_).empty() ? 1 - turn_ : turn_;
  turn_ = 1 - size;
  std::function<void()> job = std::move(waiting_.at(size).front());
  waiting_.at(size).pop_front();
  return job;
}

}  // namespace swc::reference
