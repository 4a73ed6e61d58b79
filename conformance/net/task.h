// Task<T>: work that waits for the network and the clock, written as straight code.
//
// Law: a task starts when it is awaited or spawned, runs on the thread that calls
// `Transport::Poll`, and is awaited at most once. An unfinished task may be destroyed: what it
// waits for then comes back to nobody. A spawned task belongs to itself, so a transport is polled
// until `Poll` returns false before it is destroyed. Exceptions do not leave a task; one that does
// terminates the program.
//
// House rule: g++-12 destroys temporaries twice when they are built inside an expression with
// `co_await`. So pass named, moved variables to coroutines and awaitables, never `T{.a = ...}`,
// and keep `co_await` out of `?:`, of `&&`, `||` and of initializer lists. A coroutine takes its
// parameters by value, or by a reference to what outlives it; a lambda that is a coroutine captures
// nothing, for its captures die with the lambda.
//
// Example:
//   Task<int> Ask(Transport& transport, spec::HttpRequest request) {
//     const Exchange exchange = co_await SendRequest(transport, std::move(request));
//     co_return exchange.response ? exchange.response->status : 0;
//   }
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "conformance/net/transport.h"
#include "spec/check.h"
#include "spec/http_message.h"

namespace swc::conformance {

// The compiler calls the hooks of a coroutine through an instance: static ones are a finding too.
// NOLINTBEGIN(readability-convert-member-functions-to-static)

template <typename T>
class Task;

// What the promises of all tasks share.
class TaskPromiseBase {
 public:
  // At its end a task hands over to the one that awaits it, by symmetric transfer.
  struct FinalAwaiter {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <typename Promise>
    [[nodiscard]] std::coroutine_handle<> await_suspend(
        std::coroutine_handle<Promise> finished) const noexcept {
      return finished.promise().continuation_;
    }
    void await_resume() const noexcept {}
  };

  [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
  [[nodiscard]] FinalAwaiter final_suspend() const noexcept { return {}; }
  [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
  void ContinueWith(std::coroutine_handle<> continuation) noexcept { continuation_ = continuation; }

 private:
  std::coroutine_handle<> continuation_ = std::noop_coroutine();
};

template <typename T>
class TaskPromise : public TaskPromiseBase {
 public:
  [[nodiscard]] Task<T> get_return_object() noexcept;
  template <typename U>
    requires std::is_constructible_v<T, U&&>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  [[nodiscard]] T TakeResult() {
    SWC_CHECK(value_.has_value(), "a task ended without a value");
    return *std::move(value_);
  }

 private:
  std::optional<T> value_;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
 public:
  [[nodiscard]] inline Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void TakeResult() const noexcept {}
};

template <typename T = void>
class [[nodiscard]] Task {
  static_assert(!std::is_reference_v<T>, "a task returns a value");

 public:
  using promise_type = TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  // Owns the task while it is awaited, so its frame goes at the end of the awaiting expression.
  class Awaiter {
   public:
    explicit Awaiter(Handle handle) noexcept : handle_(handle) {}
    Awaiter(const Awaiter&) = delete;
    Awaiter& operator=(const Awaiter&) = delete;
    ~Awaiter() { handle_.destroy(); }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    // Not by symmetric transfer: g++-12 makes it a tail call only with optimisation, and then a
    // loop over tasks that end at once would grow the stack. Returning false resumes in place.
    [[nodiscard]] bool await_suspend(std::coroutine_handle<> awaiting) const {
      handle_.resume();
      if (handle_.done()) {
        return false;
      }
      handle_.promise().ContinueWith(awaiting);
      return true;
    }
    // NOLINTNEXTLINE(modernize-use-nodiscard): who awaits may ignore what comes back.
    T await_resume() const { return handle_.promise().TakeResult(); }

   private:
    Handle handle_;
  };

  explicit Task(Handle handle) noexcept : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    Task moved(std::move(other));
    std::swap(handle_, moved.handle_);
    return *this;
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (handle_) {
      handle_.destroy();
    }
  }

  [[nodiscard]] Awaiter operator co_await() && {
    SWC_CHECK(handle_, "a task is awaited twice");
    return Awaiter(std::exchange(handle_, nullptr));
  }

 private:
  Handle handle_;
};

template <typename T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}

Task<void> TaskPromise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

// The coroutine type behind `Spawn`: it starts at once and frees itself.
struct SpawnedTask {
  struct promise_type {
    [[nodiscard]] SpawnedTask get_return_object() const noexcept { return {}; }
    [[nodiscard]] std::suspend_never initial_suspend() const noexcept { return {}; }
    [[nodiscard]] std::suspend_never final_suspend() const noexcept { return {}; }
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
    void return_void() const noexcept {}
  };

  static SpawnedTask Run(Task<void> task, std::function<void()> on_done) {
    co_await std::move(task);
    if (on_done) {
      on_done();
    }
  }
};

// Starts `task` now and calls `on_done`, if there is one, after its frame is gone.
inline void Spawn(Task<void> task, std::function<void()> on_done = nullptr) {
  SpawnedTask::Run(std::move(task), std::move(on_done));
}

// Resumes the coroutine that awaits it, unless that one was destroyed in the meantime.
class TransportAwaiter {
 public:
  explicit TransportAwaiter(Transport& transport) : transport_(transport) {}
  TransportAwaiter(const TransportAwaiter&) = delete;
  TransportAwaiter& operator=(const TransportAwaiter&) = delete;

  [[nodiscard]] bool await_ready() const noexcept { return false; }

 protected:
  ~TransportAwaiter() {
    if (alive_) {
      *alive_ = false;
    }
  }
  // Whether the coroutine still exists, as the callback sees it.
  [[nodiscard]] std::shared_ptr<const bool> Watch(std::coroutine_handle<> awaiting) {
    awaiting_ = awaiting;
    alive_ = std::make_shared<bool>(true);
    return alive_;
  }
  void Resume() const { awaiting_.resume(); }
  [[nodiscard]] Transport& transport() const { return transport_; }

 private:
  Transport& transport_;
  std::coroutine_handle<> awaiting_;
  std::shared_ptr<bool> alive_;
};

class SendAwaiter : public TransportAwaiter {
 public:
  SendAwaiter(Transport& transport, spec::HttpRequest request)
      : TransportAwaiter(transport), request_(std::move(request)) {}
  void await_suspend(std::coroutine_handle<> awaiting) {
    transport().Send(std::move(request_), [this, alive = Watch(awaiting)](Exchange exchange) {
      if (*alive) {
        exchange_ = std::move(exchange);
        Resume();
      }
    });
  }
  [[nodiscard]] Exchange await_resume() { return std::move(exchange_); }

 private:
  spec::HttpRequest request_;
  Exchange exchange_;
};

class SleepAwaiter : public TransportAwaiter {
 public:
  SleepAwaiter(Transport& transport, Transport::Clock delay)
      : TransportAwaiter(transport), delay_(delay) {}
  void await_suspend(std::coroutine_handle<> awaiting) {
    transport().After(delay_, [this, alive = Watch(awaiting)] {
      if (*alive) {
        Resume();
      }
    });
  }
  void await_resume() const noexcept {}

 private:
  Transport::Clock delay_;
};

// Sends `request`; awaited, returns what came of it.
[[nodiscard]] inline SendAwaiter SendRequest(Transport& transport, spec::HttpRequest request) {
  return SendAwaiter(transport, std::move(request));
}

// Awaited, returns no earlier than `delay` from now.
[[nodiscard]] inline SleepAwaiter Sleep(Transport& transport, Transport::Clock delay) {
  return SleepAwaiter(transport, delay);
}

// NOLINTEND(readability-convert-member-functions-to-static)

}  // namespace swc::conformance
