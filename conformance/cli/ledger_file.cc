#include "conformance/cli/ledger_file.h"

#include <algorithm>
#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "conformance/ledger/ledger.h"
#include "generators/case/case.h"
#include "spec/text/error.h"
#include "spec/text/text_file.h"

namespace swc::conformance {

std::expected<Ledger, spec::Error> LoadLedger(const std::string& path) {
  const auto text = spec::ReadFile(path);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto ledger = ParseLedger(*text);
  if (!ledger) {
    return std::unexpected(ledger.error().WithContext(path));
  }
  return ledger;
}

void AddWitnesses(const Ledger& ledger, std::vector<generators::Case>& known_cases) {
  for (const LedgerEntry& entry : ledger.entries) {
    auto witness = generators::ParseCase(std::string_view(entry.witness), "witness");
    if (witness && std::ranges::none_of(known_cases, [&](const generators::Case& other) {
          return other.id == witness->id;
        })) {
      known_cases.push_back(*std::move(witness));
    }
  }
}

std::string Today() {
  return fmt::format("{:%Y-%m-%d}",
                     std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace swc::conformance
