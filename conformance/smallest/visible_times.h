// How long acknowledged values took to become readable.
//
// Example: times.Add(3.5); times.Usual()
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace swc::conformance {

class VisibleTimes {
 public:
  // Beyond these the newest replace the oldest.
  static constexpr std::size_t kKeptMax = 20'000;

  void Add(double milliseconds);
  void Add(const std::vector<double>& milliseconds);

  [[nodiscard]] std::uint64_t count() const { return count_; }

  // Returns the milliseconds that `share` of all took at most, 0 if there are none.
  [[nodiscard]] double Quantile(double share) const;

  // Returns after what time nearly all values could be read. Where there are many, the last few
  // may not count yet.
  [[nodiscard]] std::chrono::nanoseconds Usual() const { return usual_; }

 private:
  std::vector<double> kept_;
  std::uint64_t count_ = 0;
  std::chrono::nanoseconds usual_{0};
  std::uint64_t usual_again_ = 0;  // When so many were added it is found anew.
};

}  // namespace swc::conformance
