#include "fuzz/engine/fuzzer_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/engine/fuzzer_output.h"
#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

// A harness that prints without end must not keep the driver from its other work.
constexpr int kReadsAtOnceMax = 64;

std::string_view NameOf(std::string_view variable) {
  return variable.substr(0, variable.find('='));
}

// Returns our environment with `changes` in it.
std::vector<std::string> EnvironmentWith(const std::vector<std::string>& changes) {
  std::vector<std::string> environment = changes;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view name = NameOf(*variable);
    if (std::ranges::none_of(changes, [&](const auto& one) { return NameOf(one) == name; })) {
      environment.emplace_back(*variable);
    }
  }
  return environment;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Attributes and file actions of one spawn.
class SpawnSettings {
 public:
  explicit SpawnSettings(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) {
      sigaddset(&defaults, signal);
    }
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::unexpected<spec::Error> CannotStart(const std::string& program, int reason) {
  return std::unexpected(spec::Error{
      .kind = spec::ErrorKind::kInput,
      .message = fmt::format("{}: cannot be started: {}", program, std::strerror(reason))});
}

}  // namespace

std::string ToString(const ProcessEnd& end) {
  return end.signal != 0 ? fmt::format("by signal {}", end.signal)
                         : fmt::format("with code {}", end.code);
}

std::expected<FuzzerProcess, spec::Error> FuzzerProcess::Start(const ProcessStart& start) {
  const std::string& program = start.command.front();
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return CannotStart(program, errno);
  }
  const auto [read_end, write_end] = ends;
  fcntl(read_end, F_SETFL, O_NONBLOCK);
  const SpawnSettings settings(write_end);
  std::vector<std::string> command = start.command;
  std::vector<std::string> environment = EnvironmentWith(start.environment);
  pid_t pid = -1;
  const int reason = posix_spawn(&pid, program.c_str(), settings.actions(), settings.attributes(),
                                 Pointers(command).data(), Pointers(environment).data());
  close(write_end);
  if (reason != 0) {
    close(read_end);
    return CannotStart(program, reason);
  }
  return FuzzerProcess(pid, read_end);
}

FuzzerProcess::FuzzerProcess(FuzzerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), output_fd_(std::exchange(other.output_fd_, -1)) {}

FuzzerProcess& FuzzerProcess::operator=(FuzzerProcess&& other) noexcept {
  if (this != &other) {
    Close();
    pid_ = std::exchange(other.pid_, -1);
    output_fd_ = std::exchange(other.output_fd_, -1);
  }
  return *this;
}

FuzzerProcess::~FuzzerProcess() { Close(); }

void FuzzerProcess::Close() {
  if (pid_ > 0) {
    Signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  if (output_fd_ >= 0) {
    close(output_fd_);
    output_fd_ = -1;
  }
}

void FuzzerProcess::ReadInto(FuzzerOutput& output) {
  std::array<char, 16'384> buffer{};
  for (int reads = 0; reads < kReadsAtOnceMax && output_fd_ >= 0; ++reads) {
    const ssize_t size = read(output_fd_, buffer.data(), buffer.size());
    if (size > 0) {
      output.Add({buffer.data(), static_cast<std::size_t>(size)});
    } else if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    } else {
      close(output_fd_);
      output_fd_ = -1;
    }
  }
}

std::optional<ProcessEnd> FuzzerProcess::Poll() {
  siginfo_t ended{};
  if (pid_ <= 0 ||
      waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) != 0 ||
      ended.si_pid != pid_) {
    return std::nullopt;
  }
  // What it started may outlive it. Until it is waited for, nobody else can get its number.
  kill(-pid_, SIGKILL);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFSIGNALED(status) ? ProcessEnd{.signal = WTERMSIG(status)}
                             : ProcessEnd{.code = WEXITSTATUS(status)};
}

void FuzzerProcess::Signal(int signal) const {
  if (pid_ > 0) {
    kill(-pid_, signal);
  }
}

void WaitForOutput(std::span<const int> descriptors, std::chrono::milliseconds longest) {
  std::vector<pollfd> waiting;
  for (const int descriptor : descriptors) {
    waiting.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
  }
  poll(waiting.data(), waiting.size(), static_cast<int>(longest.count()));
}

}  // namespace swc::fuzz
