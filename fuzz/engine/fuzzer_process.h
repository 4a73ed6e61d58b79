// One process of a fuzzer: started without a shell, its output read through a pipe.
//
// Law: it leads a process group of its own, so that Ctrl-C on the terminal reaches the driver
// alone, and so that what it started goes with it. A process that is still running when its object
// goes away is killed.
//
// Example: auto process = FuzzerProcess::Start({.command = {"./canary_fuzzer", "-runs=1"}});
//          WaitForOutput(descriptors, 100ms); process->ReadInto(output);
#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fuzz/engine/fuzzer_output.h"
#include "spec/text/error.h"

namespace swc::fuzz {

struct ProcessStart {
  std::vector<std::string> command;      // The program's path, then its arguments.
  std::vector<std::string> environment;  // "NAME=value": these replace those of ours.
};

// How a process ended: by itself with a code, or by a signal.
struct ProcessEnd {
  int code = 0;
  int signal = 0;

  [[nodiscard]] bool ok() const { return code == 0 && signal == 0; }
};

// Returns "with code 77" or "by signal 9".
[[nodiscard]] std::string ToString(const ProcessEnd& end);

class FuzzerProcess {
 public:
  // Error: the program cannot be started; the message names it and the reason.
  [[nodiscard]] static std::expected<FuzzerProcess, spec::Error> Start(const ProcessStart& start);

  FuzzerProcess(FuzzerProcess&& other) noexcept;
  FuzzerProcess& operator=(FuzzerProcess&& other) noexcept;
  FuzzerProcess(const FuzzerProcess&) = delete;
  FuzzerProcess& operator=(const FuzzerProcess&) = delete;
  ~FuzzerProcess();

  // Where its output can be waited for; negative once it has been read to its end.
  [[nodiscard]] int output_fd() const { return output_fd_; }

  // Reads what there is, without waiting.
  void ReadInto(FuzzerOutput& output);

  // Returns how it ended, once it has. What it started is killed then.
  [[nodiscard]] std::optional<ProcessEnd> Poll();

  // Sends a signal to it and to what it started.
  void Signal(int signal) const;

 private:
  FuzzerProcess(pid_t pid, int output_fd) : pid_(pid), output_fd_(output_fd) {}

  void Close();

  pid_t pid_ = -1;  // Negative once its end was seen.
  int output_fd_ = -1;
};

// Waits until one of the descriptors can be read, but no longer than `longest`. Negative ones are
// passed over. A signal to this process ends it early.
void WaitForOutput(std::span<const int> descriptors, std::chrono::milliseconds longest);

}  // namespace swc::fuzz
