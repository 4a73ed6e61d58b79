// Text of a server made safe to print: what a target sent is untrusted and may hold any bytes.
//
// Law: no function here throws, and none lets a byte through that its reader could take for a
// command: an escape sequence of a terminal, or a character that XML 1.0 forbids.
//
// Example: ForTerminal("\x1b[2J") returns R"(\x1b[2J)".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace swc::reports {

// Returns `text` as one line: control characters, characters that change the direction or break
// the line, and bytes that are not UTF-8 become \n, \r, \t, \xNN or \u{NNNN}. A backslash stays as
// it is, so that a line for the shell can still be copied.
[[nodiscard]] std::string ForTerminal(std::string_view text);

// Returns what went wrong as one line for standard error. Whatever the message repeats, it stays
// one line of a length that somebody reads.
//
// Example: ErrorLine("t.json: no such file") == "sitewise-conformance: t.json: no such file\n"
[[nodiscard]] std::string ErrorLine(std::string_view message);

// Returns `text` as characters of XML 1.0: what XML forbids, and bytes that are not UTF-8, become
// U+FFFD, and what else commands a terminal is written as ForTerminal does, for reports are printed
// too. Lines and tabs stay, markup is left to the XML writer.
[[nodiscard]] std::string ForXml(std::string_view text);

// Returns the first `bytes_max` bytes of `text` at most, cut between characters, and how many bytes
// were left out. A secret is masked before it is cut (spec/text/secrets.h).
[[nodiscard]] std::string Shortened(std::string_view text, std::size_t bytes_max);

// Returns "1 clause" and "2 clauses". `many` is the plural where an s is not enough ("entries").
[[nodiscard]] std::string Counted(std::uint64_t count, std::string_view one,
                                  std::string_view many = {});

// Returns how many characters `text`, which is UTF-8, has.
[[nodiscard]] std::size_t CharacterCount(std::string_view text);

}  // namespace swc::reports
