#include "conformance/run/interrupts.h"

#include <atomic>
#include <csignal>

namespace swc::conformance {
namespace {

std::atomic<bool> interrupted = false;

}  // namespace

void CatchInterrupts() {
  std::signal(SIGINT, [](int) { interrupted = true; });
  std::signal(SIGTERM, [](int) { interrupted = true; });
}

bool Interrupted() { return interrupted; }

}  // namespace swc::conformance
