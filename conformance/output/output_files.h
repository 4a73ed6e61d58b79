// The files that a command is going to write.
//
// Law: what cannot be written, two outputs to one path, and an output over a file that is read are
// refused before anything else is done.
//
// Example: if (auto checked = CheckOutputs({{"--html", "a.html"}}, {"report.json"}); !checked) ...
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "spec/text/error.h"

namespace swc::conformance {

struct OutputFile {
  std::string option;  // That names it.
  std::string path;
};

[[nodiscard]] std::expected<void, spec::Error> CheckOutputs(
    const std::vector<OutputFile>& outputs, const std::vector<std::string>& inputs = {});

}  // namespace swc::conformance
