// The command of this folder, as conformance/cli/commands.h has those of the others.
#pragma once

#include <CLI/CLI.hpp>

#include "conformance/cli/commands.h"

namespace swc::fuzz {

[[nodiscard]] conformance::Command AddFuzzCommand(CLI::App& app);

}  // namespace swc::fuzz
