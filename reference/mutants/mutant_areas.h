// The areas into which the table of mutants is split: one function for each mutants_*.cc.
//
// Law: a mutant stands in exactly one area, and `AllMutants` lists the areas one after the other.
#pragma once

#include <span>

#include "reference/mutants/mutants.h"

namespace swc::reference {

[[nodiscard]] std::span<const Mutant> WireMutants();      // JSON and its members.
[[nodiscard]] std::span<const Mutant> CrashMutants();     // Inputs that end in status 500.
[[nodiscard]] std::span<const Mutant> ResponseMutants();  // Status, shape, names of an answer.
[[nodiscard]] std::span<const Mutant> ErrorMutants();     // Which entry and value an error names.
[[nodiscard]] std::span<const Mutant> LimitMutants();     // Numbers of entries and values, entryId.
[[nodiscard]] std::span<const Mutant> IdentityMutants();  // Ids, aliases, access.
[[nodiscard]] std::span<const Mutant> RefusalMutants();   // What is refused, and stored.
[[nodiscard]] std::span<const Mutant> SeriesMutants();    // Two series that are taken for one.
[[nodiscard]] std::span<const Mutant> TimeMutants();      // Window, range of seconds.
[[nodiscard]] std::span<const Mutant> NanosMutants();     // Nanoseconds, order of arrival.
[[nodiscard]] std::span<const Mutant> TypeMutants();      // Types and members of a value.
[[nodiscard]] std::span<const Mutant> NumberMutants();    // Doubles, integers, booleans.
[[nodiscard]] std::span<const Mutant> TextMutants();      // Strings.
[[nodiscard]] std::span<const Mutant> NullMutants();      // Nulls and qualities.
[[nodiscard]] std::span<const Mutant> PartialMutants();   // Partial processing, other entries.
[[nodiscard]] std::span<const Mutant> OverwriteMutants();  // The same timestamp and quality again.
[[nodiscard]] std::span<const Mutant> SequenceMutants();   // What only several puts show.
[[nodiscard]] std::span<const Mutant> ReadRequestMutants();  // Faulty reads, batches, tokens.
[[nodiscard]] std::span<const Mutant> ReadAnswerMutants();   // Errors, lists, tokens of reads.
[[nodiscard]] std::span<const Mutant> ReadMutants();         // Histories, the current value.
[[nodiscard]] std::span<const Mutant> PageMutants();         // Pages, entries of batch reads.

[[nodiscard]] std::span<const Mutant> BatchMutants();      // Entries and values of reads.
[[nodiscard]] std::span<const Mutant> FrameworkMutants();  // What stands before a server.

}  // namespace swc::reference
