// The harnesses that a campaign can run: one row each.
//
// Law: everything that a command needs to know of a harness stands in its row; the harness itself
// is a libFuzzer program called `<name>_fuzzer`.
//
// Example: const Harness* harness = FindHarness("request_bytes");
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/input/input.h"

namespace swc::fuzz {

// What the bytes of an input are, and so what an artifact of libFuzzer can be turned into.
enum class InputKind : std::uint8_t {
  kBody,    // The body of a put: a case with one `put_raw`.
  kCase,    // A case file as it is.
  kNoCase,  // Something else, an answer of an endpoint for one: no case can hold it.
};

struct Harness {
  std::string_view name;     // As in `--harness name`.
  std::string_view summary;  // One line for `--list`.
  std::string_view seeds;    // The folder of its committed seeds below fuzz/corpus/.
  InputKind input = InputKind::kCase;
  std::size_t input_bytes_max = kCaseBytesMax;  // Longer inputs it refuses.
  bool needs_target = false;                    // It talks to an endpoint: --target or --endpoint.
  bool linked_by_user = false;                  // Its program is not ours: --plugin names it.
  bool replays = false;  // `replay` asks what its input asks; no policy or mutant is lost.
  bool planted = false;  // What it finds is put there, to be found anew by each campaign.
};

// Returns all harnesses, in the order of the help.
[[nodiscard]] std::span<const Harness> AllHarnesses();

// Returns the harness called `name`, or null.
[[nodiscard]] const Harness* FindHarness(std::string_view name);

// Returns the name of the program: "request_bytes_fuzzer".
[[nodiscard]] std::string ProgramOf(const Harness& harness);

}  // namespace swc::fuzz
