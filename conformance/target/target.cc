#include "conformance/target/target.h"

#include <utility>

#include "reference/reading/directory.h"

namespace swc::conformance {

Target InProcessTarget(reference::Directory directory) {
  return {.endpoint = "in-process", .directory = std::move(directory), .exact_clock = true};
}

}  // namespace swc::conformance
