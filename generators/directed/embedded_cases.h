// The files of generators/ as they were when the binary was built.
#pragma once

#include <string_view>

namespace swc::generators {

[[nodiscard]] std::string_view WireCases();         // cases/wire.json
[[nodiscard]] std::string_view EntryCases();        // cases/entries.json
[[nodiscard]] std::string_view IdentityCases();     // cases/identity.json
[[nodiscard]] std::string_view AliasCases();        // cases/aliases.json
[[nodiscard]] std::string_view TimeCases();         // cases/time.json
[[nodiscard]] std::string_view ValueCases();        // cases/values.json
[[nodiscard]] std::string_view StringCases();       // cases/strings.json
[[nodiscard]] std::string_view QualityCases();      // cases/quality.json
[[nodiscard]] std::string_view PartialCases();      // cases/partial.json
[[nodiscard]] std::string_view DuplicateCases();    // cases/duplicates.json
[[nodiscard]] std::string_view ReadCases();         // cases/reads.json
[[nodiscard]] std::string_view ReadRequestCases();  // cases/read_requests.json
[[nodiscard]] std::string_view MixedCases();        // cases/mixed.json
[[nodiscard]] std::string_view WireFormsJson();     // wire_forms.json

}  // namespace swc::generators
