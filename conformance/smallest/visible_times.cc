#include "conformance/smallest/visible_times.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ratio>
#include <vector>

namespace swc::conformance {
namespace {

// The share of values that are readable after the time that is usual.
constexpr double kUsually = 0.99;

// One in so many has to be new before the usual time is found anew: that sorts all of them.
constexpr std::uint64_t kOneNewIn = 16;

}  // namespace

void VisibleTimes::Add(double milliseconds) {
  if (kept_.size() < kKeptMax) {
    kept_.push_back(milliseconds);
  } else {
    kept_[count_ % kKeptMax] = milliseconds;
  }
  ++count_;
  if (count_ >= usual_again_) {
    const std::chrono::duration<double, std::milli> usual(Quantile(kUsually));
    usual_ = std::chrono::duration_cast<std::chrono::nanoseconds>(usual);
    usual_again_ = count_ + 1 + kept_.size() / kOneNewIn;
  }
}

void VisibleTimes::Add(const std::vector<double>& milliseconds) {
  for (const double each : milliseconds) {
    Add(each);
  }
}

double VisibleTimes::Quantile(double share) const {
  if (kept_.empty()) {
    return 0;
  }
  std::vector<double> sorted = kept_;
  std::ranges::sort(sorted);
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace swc::conformance
