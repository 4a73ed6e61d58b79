// A case as a shell script with curl, for people who have no suite at hand.
//
// Law: the script works on any day and after a restart of the server: times are counted from the
// moment at which it runs, and streams get a name that is new each time. It only sends and prints;
// what would have been right stands in its head.
//
// Example: spec::WriteFile("case.sh", ShellScript(test_case, target, {.expected = "..."}));
#pragma once

#include <string>
#include <string_view>

#include "conformance/target/target.h"
#include "generators/case/case.h"

namespace swc::conformance {

// What the head of a script says.
struct ScriptHead {
  std::string_view clause;
  std::string_view expected;
  std::string_view observed;
};

// Returns the script; empty if the target lacks what the case needs.
[[nodiscard]] std::string ShellScript(const generators::Case& test_case, const Target& target,
                                      const ScriptHead& head);

// Returns what a line with curl needs beside its request, each option behind a blank: a signature,
// headers of a gateway, certificates. Secrets stand there as the variables that hold them.
[[nodiscard]] std::string CurlOptionsOfLine(const Target& target);

}  // namespace swc::conformance
