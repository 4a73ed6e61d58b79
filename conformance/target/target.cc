#include "conformance/target/target.h"

#include <utility>

namespace swc::conformance {

Target InProcessTarget(reference::Directory directory) {
  return {.endpoint = "in-process", .directory = std::move(directory), .exact_clock = true};
}

}  // namespace swc::conformance
