#include "conformance/run/interrupts.h"

#include <atomic>
#include <csignal>

namespace swc::conformance {
namespace {

std::atomic<bool> interrupted = false;

extern "C" void NoteInterrupt(int signal) {
  if (interrupted.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

void CatchInterrupts() {
  std::signal(SIGINT, NoteInterrupt);
  std::signal(SIGTERM, NoteInterrupt);
}

bool Interrupted() { return interrupted; }

}  // namespace swc::conformance
