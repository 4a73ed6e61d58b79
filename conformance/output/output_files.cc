#include "conformance/output/output_files.h"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "conformance/program/command_line.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

bool IsSamePath(const std::string& one, const std::string& other) {
  const auto normal = [](const std::string& path) {
    std::error_code ignored;
    // A relative path of which nothing is there would stay relative.
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
  };
  return normal(one) == normal(other);
}

// Devices, e.g. /dev/stdout, take any number.
bool IsDevice(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) &&
         !std::filesystem::is_regular_file(path, ignored) &&
         !std::filesystem::is_directory(path, ignored);
}

}  // namespace

std::expected<void, spec::Error> CheckOutputs(const std::vector<OutputFile>& outputs,
                                              const std::vector<std::string>& inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const OutputFile& output = outputs[i];
    for (std::size_t j = 0; j < i && !IsDevice(output.path); ++j) {
      if (IsSamePath(outputs[j].path, output.path)) {
        return UsageError(fmt::format("{}: two reports go to {}", output.option, output.path));
      }
    }
    for (const std::string& input : inputs) {
      if (!IsDevice(output.path) && IsSamePath(input, output.path)) {
        return UsageError(fmt::format("{}: {} is a file that is read", output.option, output.path));
      }
    }
    if (auto writable = spec::CheckWritable(output.path); !writable) {
      return UsageError(fmt::format("{}: {}", output.option, writable.error().message));
    }
  }
  return {};
}

}  // namespace swc::conformance
