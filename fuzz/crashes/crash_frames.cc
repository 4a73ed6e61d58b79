#include "fuzz/crashes/crash_frames.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace swc::fuzz {
namespace {

constexpr std::size_t kFramesMax = 3;
constexpr std::size_t kNameBytesMax = 120;

// One line of a stack: "    #2 0x55d0 in ns::F(int) /src/a.cc:3:1", or "(module+0x12)" behind the
// address where no name is known.
struct Frame {
  std::string_view name;   // Empty: not known.
  std::string_view place;  // A file, or a module in parentheses.
};

std::optional<Frame> ParseFrame(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::size_t address = line.find(" 0x");
  if (!line.starts_with('#') || address == std::string_view::npos || address > 5) {
    return std::nullopt;
  }
  line.remove_prefix(address + 1);
  line.remove_prefix(std::min(line.find(' '), line.size()));
  constexpr std::string_view kIn = " in ";
  const bool named = line.starts_with(kIn);
  line.remove_prefix(named ? kIn.size() : 0);
  // No name has a blank before a slash; a module stands in parentheses.
  const std::size_t place = std::min(line.find(" /"), line.find(" (/"));
  return Frame{.name = named ? line.substr(0, place) : "",
               .place = place == std::string_view::npos ? "" : line.substr(place + 1)};
}

// Returns a name without the arguments of functions and templates, and without the type that stands
// before the name of a template.
std::string WithoutArguments(std::string_view name) {
  constexpr std::string_view kAnonymous = "(anonymous namespace)::";
  std::string plain;
  int depth = 0;
  while (!name.empty() && plain.size() < kNameBytesMax) {
    if (depth == 0 && name.starts_with(kAnonymous)) {
      name.remove_prefix(kAnonymous.size());
      continue;
    }
    const char c = name.front();
    name.remove_prefix(1);
    if (depth == 0 &&
        plain.ends_with("operator")) {  // Of "operator<" and "operator()" it is enough.
      break;
    }
    if (depth == 0 && c == '(') {
      break;
    }
    depth += c == '<' ? 1 : 0;
    if (depth == 0) {
      plain += c;
    }
    depth -= c == '>' && depth > 0 ? 1 : 0;
  }
  const std::size_t blank = plain.rfind(' ');
  const bool typed = blank != std::string::npos && plain.find("operator ") == std::string::npos;
  return typed ? plain.substr(blank + 1) : plain;
}

// Returns "plugin_fuzzer+0x12" of "(/path/plugin_fuzzer+0x12) (BuildId: ...)".
std::string ModuleOf(std::string_view place) {
  const std::string_view path = place.substr(0, place.find(')'));
  return std::string(path.substr(path.rfind('/') + 1));
}

bool IsRuntime(const Frame& frame) {
  constexpr std::array<std::string_view, 5> kBegins = {"__", "fuzzer::", "std::", "operator new",
                                                       "operator delete"};
  constexpr std::array<std::string_view, 18> kNames = {
      "abort",  "raise",   "gsignal", "pthread_kill", "kill",    "malloc",
      "calloc", "realloc", "free",    "bcmp",         "memcpy",  "memmove",
      "memset", "memcmp",  "strlen",  "strcmp",       "strncmp", "strtol"};
  constexpr std::array<std::string_view, 6> kPlaces = {"compiler-rt/", "/libc.so", "/libstdc++.so",
                                                       "/libc++",      "/c++/",    "/ld-linux"};
  const std::string name = WithoutArguments(frame.name);
  return std::ranges::any_of(kBegins, [&](auto begin) { return name.starts_with(begin); }) ||
         std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::any_of(kPlaces, [&](auto place) {
           return frame.place.find(place) != std::string_view::npos;
         });
}

bool IsEntry(const Frame& frame) {
  return frame.name.starts_with("LLVMFuzzer") || frame.name == "main" ||
         frame.name.starts_with("main(");
}

}  // namespace

std::string CrashFrames(const std::deque<std::string>& lines) {
  const auto error = std::ranges::find_if(lines, [](const std::string& line) {
    return line.starts_with("==") && line.find("ERROR: ") != std::string::npos;
  });
  const auto first = std::find_if(
      error, lines.end(), [](const std::string& line) { return ParseFrame(line).has_value(); });
  std::string frames;
  std::size_t count = 0;
  for (auto line = first; line != lines.end() && count < kFramesMax; ++line) {
    const auto frame = ParseFrame(*line);
    if (!frame || IsEntry(*frame)) {
      break;
    }
    const std::string shown =
        frame->name.empty() ? ModuleOf(frame->place) : WithoutArguments(frame->name);
    if (!shown.empty() && !IsRuntime(*frame)) {
      frames += (count++ == 0 ? "" : " < ") + shown;
    }
  }
  return frames;
}

}  // namespace swc::fuzz
