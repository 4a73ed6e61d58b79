#include "conformance/selftest/run_parallel.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace swc::conformance {

void RunParallel(std::vector<std::function<void()>> jobs, int threads) {
  std::atomic<std::size_t> next = 0;
  const int workers_count = std::max(1, threads);
  std::vector<std::jthread> workers;
  workers.reserve(static_cast<std::size_t>(workers_count));
  for (int i = 0; i < workers_count; ++i) {
    workers.emplace_back([&] {
      for (std::size_t job = next++; job < jobs.size(); job = next++) {
        jobs[job]();
      }
    });
  }
}

}  // namespace swc::conformance
