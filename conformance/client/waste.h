// What a target makes a run spend that no ordinary one does: answers that are larger than anything
// that was asked for, and answers that take much longer than those at first.
//
// Law: a run spends so much on it and no more; then the rest is not asked, and the run is not
// complete. What an ordinary target sends, however slow it is from the start, counts nothing.
//
// Example: waste.Note(exchange, sent_at, now); if (!waste.WhyEnough().empty()) { /* end the run */
// }
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "conformance/net/transport.h"

namespace swc::conformance {

class Waste {
 public:
  // Beyond what was asked for, in all. To judge it takes a few seconds.
  static constexpr std::size_t kBytesMax = std::size_t{128} << 20U;
  // An answer to a put says something about each of its entries; the reads of a run ask for a
  // thousand values at most.
  static constexpr std::size_t kPutBytes = std::size_t{64} << 10U;
  static constexpr std::size_t kReadBytes = std::size_t{512} << 10U;

  // Waiting for slow answers, those that were waited for at once counted once.
  static constexpr std::chrono::seconds kSlowMax{60};
  // So many answers tell how long one takes at first. What takes four times as long is slow,
  // unless it is quick all the same.
  static constexpr std::size_t kFirstAnswers = 64;
  static constexpr int kSlower = 4;
  static constexpr std::chrono::milliseconds kQuick{250};

  // `slow_max`: an answer that takes longer is slow however long the first ones took; 0: time is
  // no waste.
  explicit Waste(Transport::Clock slow_max) : slow_max_(slow_max) {}

  // `exchange` was sent at `from` and is over at `until`. Calls come in the order of `until`.
  void Note(const Exchange& exchange, Transport::Clock from, Transport::Clock until);

  // Returns why the rest is not worth asking; empty if it is.
  [[nodiscard]] std::string WhyEnough() const;

 private:
  void NoteTime(Transport::Clock from, Transport::Clock until);

  Transport::Clock slow_max_;
  std::size_t bytes_ = 0;
  std::vector<Transport::Clock> first_;
  Transport::Clock usual_{0};  // Of the first answers.
  Transport::Clock slow_{0};   // 0: not known yet.
  Transport::Clock waited_{0};
  Transport::Clock counted_until_{0};
};

}  // namespace swc::conformance
