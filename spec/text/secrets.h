// What must not leave the process: secrets, known by their value wherever they come back from.
//
// Law: whoever reads a secret (a key, a token, a password, the value of a header that proves who is
// asking) gives it to `KeepSecret` before he does anything else with it. From then on `Masked`
// finds it in any text: as it is, behind the escapes of URLs, JSON and XML, and in base64 at any
// place of a longer text. All text leaves by `Print`, `PrintError` (print.h) and `WriteFile`
// (text_file.h), and they mask; answers of a server are masked as they come in, before anything can
// cut them.
//
// A value of less than 8 bytes, or of digits alone, is not masked: words and numbers of the report
// would go with it. What stands as `Signature=` before 64 hexadecimal digits is masked by its form.
//
// Example: KeepSecret("wJalrXUtnFEMI"); Masked("key=wJalrXUtnFEMI") == "key=***"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace swc::spec {

inline constexpr std::size_t kSecretBytesMin = 8;

// Has `value` masked from now on, in all threads.
void KeepSecret(std::string_view value);

// The same for one of very many, such as the signature of a request: the last ones are kept.
void KeepPassingSecret(std::string_view value);

// Keeps the password, and user and password, of each URL in `text`.
void KeepPasswordsOfUrls(std::string_view text);

// Returns `text` with "***" in the place of each secret.
[[nodiscard]] std::string Masked(std::string text);

}  // namespace swc::spec
