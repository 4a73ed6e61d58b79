// Runs jobs on several threads.
//
// Example: RunParallel(std::move(jobs), options.threads);
#pragma once

#include <functional>
#include <vector>

namespace swc::conformance {

// Returns once all jobs have run; each has to write to a place of its own.
void RunParallel(std::vector<std::function<void()>> jobs, int threads);

}  // namespace swc::conformance
