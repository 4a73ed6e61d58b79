// What every harness defines for libFuzzer, and for replay_main.cc in the normal build.
#pragma once

#include <cstddef>
#include <cstdint>

namespace swc::fuzz {

// Tells the campaign that one more input is run: a store into the file SWC_FUZZ_STATUS, or nothing
// if that is not set. LLVMFuzzerTestOneInput calls it first. Defined in entry_initialize.cc.
void CountExecution();

// Whether the campaign has its seeds played alone (SWC_FUZZ_SEEDS_ALONE), and they still are: no
// input was mutated yet. A harness that makes more of an input leaves that for later.
[[nodiscard]] bool PlaysSeedsAlone();

// Whether the inputs are the cases of earlier findings (SWC_FUZZ_KNOWN): each is played by itself,
// and the harness says what became of it.
[[nodiscard]] bool PlaysKnown();

// Tells this process that from now on inputs are mutated.
void NoteMutation();

// Tells it that so many more property values were sent to a target, which may keep them, and that
// so many more time series may have come to be there.
void CountLeft(std::uint64_t values, std::uint64_t series);

}  // namespace swc::fuzz

// Runs one input. Returns 0, or -1 for an input that no corpus should keep.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Called once before the first input. Defined in entry_initialize.cc.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
