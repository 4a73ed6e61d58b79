#include "conformance/program/own_crash.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <string_view>

#include "spec/outcome.h"

namespace swc::conformance {
namespace {

#ifndef __has_feature
#define __has_feature(feature) 0  // As clang has it.
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kUnderSanitizer = true;
#else
constexpr bool kUnderSanitizer = false;
#endif

// A stack of its own, for the usual one may be what is used up.
constexpr std::size_t kStackBytes = std::size_t{1} << 16U;

void End(int /*signal*/) {
  constexpr std::string_view kLine =
      "sitewise-conformance: internal error: a check failed or memory was misused; please report "
      "it with the command line\n";
  // Nothing else is safe here.
  const ssize_t ignored = write(STDERR_FILENO, kLine.data(), kLine.size());
  (void)ignored;
  _exit(spec::ExitCodeOf(spec::Outcome::kDefect));
}

}  // namespace

void EndAsDefectOnCrash() {
  static std::array<std::byte, kStackBytes> stack;
  stack_t other = {};
  other.ss_sp = stack.data();
  other.ss_size = stack.size();
  sigaltstack(&other, nullptr);
  struct sigaction action = {};
  action.sa_handler = &End;
  action.sa_flags = SA_ONSTACK;
  sigaction(SIGABRT, &action, nullptr);
  if (!kUnderSanitizer) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
      sigaction(signal, &action, nullptr);
    }
  }
}

}  // namespace swc::conformance
