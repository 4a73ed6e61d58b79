// The digest of a run's request stream: what proves that two runs sent the same.
#pragma once

#include <memory>
#include <string>

#include "generators/case/case.h"

namespace swc::conformance {

// Hashes the puts of cases, rendered with a run id and instants that are always the same.
class StreamDigest {
 public:
  StreamDigest();
  ~StreamDigest();
  StreamDigest(const StreamDigest&) = delete;
  StreamDigest& operator=(const StreamDigest&) = delete;

  void Add(const generators::Case& test_case);

  // Returns the digest so far, in hexadecimal.
  [[nodiscard]] std::string Hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace swc::conformance
