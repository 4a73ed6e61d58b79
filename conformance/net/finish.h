// Runs a task to its end from code that is no task.
//
// Example: const CaseOutcome outcome = Finish(transport, RunCase(context, test_case));
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "spec/check.h"

namespace swc::conformance {

// Runs tasks at once, until all have ended. Returns their results in order.
template <typename T>
[[nodiscard]] std::vector<T> FinishAll(Transport& transport, std::vector<Task<T>> tasks) {
  const auto keep = [](Task<T> task, std::optional<T>& result) -> Task<void> {
    result = co_await std::move(task);
  };
  std::vector<std::optional<T>> results(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    Spawn(keep(std::move(tasks[i]), results[i]));
  }
  while (transport.Poll()) {
  }
  std::vector<T> finished;
  finished.reserve(results.size());
  for (std::optional<T>& result : results) {
    SWC_CHECK(result.has_value(), "a task came to no end");
    finished.push_back(*std::move(result));
  }
  return finished;
}

template <typename T>
[[nodiscard]] T Finish(Transport& transport, Task<T> task) {
  std::vector<Task<T>> tasks;
  tasks.push_back(std::move(task));
  return std::move(FinishAll(transport, std::move(tasks)).front());
}

}  // namespace swc::conformance
